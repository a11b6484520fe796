"""Names of files with line breaks, control characters and marks of direction do no harm."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpora.discovery import discover
from hexapla.command_line import run

SENTENCE = "The committee decides to continue its work on the question."
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")


@pytest.mark.parametrize("name", ["a\nb.txt", "a\x1b[2Jb.txt", "a\u202eb.txt", "a\rb.txt", "a\x7fb.txt"])
def test_a_name_cannot_break_the_line_or_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / name).write_bytes(b"")

    assert run(["inspect", str(tmp_path / name)]) == 1

    said = capsys.readouterr().err
    assert said.startswith("hexapla: ")
    assert said.endswith("\n")
    assert said[:-1].isprintable()
    assert "the file is empty" in said


def test_names_of_any_kind_are_found_and_links_in_circles_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    names = ["a\nb.en.txt", "a\u202eb.fr.txt", " .ru.txt", "-rf.es.txt"]
    for name in names:
        (folder / name).write_text(SENTENCE)
    (folder / "loop").symlink_to(folder)
    (folder / "self.en.txt").symlink_to(folder / "self.en.txt")

    found = discover([folder]).files

    assert sorted(each.path.name for each in found) == sorted(names)
