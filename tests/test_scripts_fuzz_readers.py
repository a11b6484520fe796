"""Mutated files of every format are read or refused; the long form is scripts/fuzz_readers.py."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "fuzz_readers.py"

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="limits of memory and time are those of POSIX"
)


@pytest.mark.long
@pytest.mark.parametrize("kind", ["txt", "html", "xml", "docx", "pdf"])
def test_no_mutated_file_crashes_a_reader_or_holds_it_up(
    kind: str, shared_data: Path, tmp_path: Path
) -> None:
    if not shared_data.is_dir():
        pytest.skip("../shared/data is not there")
    command = [
        sys.executable, SCRIPT, "--data", shared_data, "--format", kind, "--files", "150",
        "--first", "900000", "--processes", "1", "--keep", tmp_path / "wrong",
    ]  # fmt: skip
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert (done.returncode, "150 files, 0 wrong" in done.stdout) == (0, True), done.stdout + done.stderr
