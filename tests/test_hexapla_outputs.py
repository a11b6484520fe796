"""Output to files and streams."""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path

import pytest

from hexapla.outputs import json_line, open_text, replacing, write_through


def boom(path: Path) -> None:
    path.write_text("half", encoding="utf-8")
    raise RuntimeError("disk on fire")


def test_a_file_appears_whole(tmp_path: Path) -> None:
    out = tmp_path / "a.txt"
    with open_text(str(out)) as stream:
        stream.write("é\n中\n")
        assert not out.exists()
    assert out.read_bytes() == "é\n中\n".encode()
    assert list(tmp_path.iterdir()) == [out]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "a.txt"
    out.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError, match="disk on fire"):
        write_through(boom, str(out))
    assert out.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.write_text("", encoding="utf-8")
    with replacing(tmp_path / "ours") as part:
        part.write_text("", encoding="utf-8")
    assert (tmp_path / "ours").stat().st_mode == usual.stat().st_mode


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    with open_text(str(pipe)) as stream:
        stream.write("é\n")
    reader.join(10)
    assert read == ["é\n".encode()]
    assert pipe.is_fifo()


def test_a_folder_as_output_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError, match=r"this is a folder\. Try: the name of a file inside it"):
        write_through(boom, str(tmp_path))


def test_a_missing_folder_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"there is no such folder\. Try: create it first"):
        write_through(boom, str(tmp_path / "no" / "a.txt"))


def test_a_json_line_is_one_line_for_every_reader() -> None:
    record = {"text": "a\u2028b\x85c\u2029d\ne \ud83d中 م"}
    line = json_line(record)
    assert line.splitlines() == [line.rstrip("\n")]
    assert json.loads(line) == record
    assert "中 م" in line
