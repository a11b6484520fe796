"""What goes through pipes and to terminals."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
Capture = pytest.CaptureFixture[str]


def hexapla(*arguments: str, **settings: Any) -> subprocess.CompletedProcess[bytes]:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONIOENCODING"}
    environment["PYTHONPATH"] = str(ROOT)
    return subprocess.run(
        [sys.executable, "-m", "hexapla", *arguments],
        capture_output=True, check=False, env=environment | settings.pop("env", {}), **settings,
    )  # fmt: skip


@pytest.mark.parametrize(
    "setting", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "cp1252"}, {"PYTHONIOENCODING": "ascii"}]
)
def test_output_is_utf_8_whatever_the_locale(setting: dict[str, str], sample_memory: Path) -> None:
    query = ["search", str(sample_memory), "права человека", "-k", "1", "--show", "ar,zh"]
    plain = hexapla(*query, env=setting)
    assert (plain.returncode, plain.stderr) == (0, b"")
    text = plain.stdout.decode("utf-8")
    assert "\u2068" not in text
    assert any("\u0600" <= character <= "\u06ff" for character in text)


def test_data_and_messages_keep_apart(samples: Path) -> None:
    pair = [str(samples / f"accord_archives_{code}.html") for code in ("FR", "AR")]
    done = hexapla("align", *pair, "--format", "ladder")
    assert done.stderr == b""
    assert all(line.startswith("[") for line in done.stdout.decode().splitlines())


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell with head")
def test_a_reader_that_goes_away_is_no_error(sample_memory: Path) -> None:
    export = f'"{sys.executable}" -m hexapla export "{sample_memory}" --to jsonl --out -'
    command = f'{export} | head -c 10; echo " ${{PIPESTATUS[0]}}"'
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, check=False, env=environment
    )
    assert done.stdout.endswith(b" 0\n")
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_on_a_terminal_right_to_left_text_is_isolated_and_colours_respect_no_color(
    sample_memory: Path,
) -> None:
    import pty

    def on_terminal(extra: dict[str, str]) -> str:
        main, side = pty.openpty()
        environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
        words = ["search", str(sample_memory), "terrorisme", "-k", "1", "--show", "ar,fr"]
        environment |= {"PYTHONPATH": str(ROOT), **extra}
        command = [sys.executable, "-m", "hexapla", *words]
        process = subprocess.Popen(command, stdout=side, stderr=side, env=environment, cwd=ROOT)
        os.close(side)
        parts = []
        while True:
            try:
                part = os.read(main, 65536)
            except OSError:
                break
            if not part:
                break
            parts.append(part)
        os.close(main)
        assert process.wait() == 0
        return b"".join(parts).decode("utf-8")

    coloured = on_terminal({})
    assert coloured.count("\u2068") == coloured.count("\u2069") > 0
    for line in coloured.splitlines():
        assert line.count("\u2068") == line.count("\u2069")
    assert "\x1b[1m" in coloured
    assert "\x1b[" not in on_terminal({"NO_COLOR": "1"})


def test_the_demo_builds_searches_in_three_languages_and_says_what_to_try_next(tmp_path: Path) -> None:
    done = hexapla("demo", "--out", "my memory", cwd=tmp_path)
    text = done.stdout.decode("utf-8")
    assert done.returncode == 0, done.stderr.decode()
    assert text.count('Search: "') == 3
    assert 'hexapla search "my memory"' in text
    assert (tmp_path / "my memory" / "CURRENT").is_file()
    shutil.rmtree(tmp_path / "my memory")
