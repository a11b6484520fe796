"""Writes docs/commands.md from the help texts of the commands; with --check, tells if it is up to date.

python scripts/write_command_reference.py
python scripts/write_command_reference.py --check
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from hexapla.command_line import command_group

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "commands.md"
WIDTH = 100


def command_reference() -> str:
    """Return the reference: what `hexapla --help` says, then each command's help."""
    root = click.Context(command_group, info_name="hexapla", terminal_width=WIDTH, max_content_width=WIDTH)
    parts = [
        "# Commands\n\nWhat each command's `--help` says. Written by `scripts/write_command_reference.py`; "
        "do not edit.\n",
        section("hexapla", command_group, root),
    ]
    for name in command_group.list_commands(root):
        command = command_group.commands[name]
        context = click.Context(
            command, info_name=name, parent=root, terminal_width=WIDTH, max_content_width=WIDTH
        )
        parts.append(section(f"hexapla {name}", command, context))
    return "\n".join(parts)


def section(title: str, command: click.Command, context: click.Context) -> str:
    """Return the help of one command under its name."""
    lines = [line.rstrip() for line in command.get_help(context).splitlines()]
    return f"## {title}\n\n```text\n" + "\n".join(lines) + "\n```\n"


def main() -> int:
    """Write the reference, or check it: 1 if it is out of date."""
    text = command_reference()
    if "--check" not in sys.argv[1:]:
        REFERENCE.write_text(text, encoding="utf-8", newline="\n")
        return 0
    if REFERENCE.is_file() and REFERENCE.read_text(encoding="utf-8") == text:
        return 0
    print(f"{REFERENCE} is out of date. Try: python scripts/write_command_reference.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
