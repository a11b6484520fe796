"""docs/commands.md says what the commands say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hexapla.commands import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "commands.md"


def test_the_reference_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/write_command_reference.py", "--check"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_every_command_is_in_the_reference_and_in_the_readme() -> None:
    reference = REFERENCE.read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"## hexapla {command.name}\n" in reference
        assert f"hexapla {command.name}" in readme


def test_every_option_has_a_help_text() -> None:
    without = [
        f"{command.name} {parameter.name}"
        for command in COMMANDS
        for parameter in command.params
        if parameter.param_type_name == "option" and not getattr(parameter, "help", None)
    ]
    assert without == []
