"""`python -m hexapla` is the command `hexapla`."""

from __future__ import annotations

from hexapla.command_line import main

if __name__ == "__main__":
    main()
