"""An encoder as a reader meets it: its name, then what else identifies it."""

from __future__ import annotations

from collections.abc import Mapping


def encoder_in_words(name: str, identity: Mapping[str, object]) -> str:
    """Return "default: model m, dimension 512": no name twice, nothing that is empty, no underscores."""
    told = [
        f"{key.replace('_', ' ')} {value}"
        for key, value in identity.items()
        if value not in ("", None) and not (key == "name" and value == name)
    ]
    return f"{name}: {', '.join(told)}" if told else name
