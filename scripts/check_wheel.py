"""Build the wheel, install it alone in a fresh environment, and use it from an empty folder.

    python scripts/check_wheel.py

Shows that the base install needs neither an extra, nor a compiler, nor the sources: `hexapla --help`, one
alignment, and the packaged samples must work where nothing else is.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRENCH = "Article premier\nTous les êtres humains naissent libres.\nArticle 2\nChacun a droit à la vie.\n"
RUSSIAN = "Статья 1\nВсе люди рождаются свободными.\nСтатья 2\nКаждый имеет право на жизнь.\n"
LADDER = ["[0]:[0]", "[1]:[1]", "[2]:[2]", "[3]:[3]"]


def run(command: list[str], folder: Path) -> str:
    """Run in `folder`, return what it prints; a failure ends the check with its output."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed with status {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def main() -> None:
    """Build, install, use."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        # By way of a source distribution: that one must be whole too, and nothing is left in the checkout.
        run([sys.executable, "-m", "build", "--outdir", str(folder / "wheel"), str(ROOT)], folder)
        (wheel,) = (folder / "wheel").glob("*.whl")
        venv.create(folder / "environment", with_pip=True)
        programs = folder / "environment" / ("Scripts" if sys.platform == "win32" else "bin")
        run([str(programs / "python"), "-m", "pip", "install", "--quiet", str(wheel)], folder)
        empty = folder / "empty"
        empty.mkdir()
        check(str(programs / "hexapla"), empty)
        for package in ("torch", "sentence_transformers"):
            found = run([str(programs / "python"), "-c", _FIND.format(package)], empty)
            if found.strip() != "None":
                sys.exit(f"the base install brings {package}: {found}")
    print(f"{wheel.name}: installed alone, --help, align and demo work")


_FIND = "import importlib.util; print(importlib.util.find_spec('{}'))"


def check(hexapla: str, folder: Path) -> None:
    """Help, one alignment, the demo."""
    if "Usage: hexapla" not in run([hexapla, "--help"], folder):
        sys.exit("hexapla --help does not show its usage")
    (folder / "a.fr.txt").write_text(FRENCH, encoding="utf-8")
    (folder / "a.ru.txt").write_text(RUSSIAN, encoding="utf-8")
    align = [hexapla, "align", "a.fr.txt", "a.ru.txt", "--lines", "--format", "ladder"]
    ladder = run([*align, "--plot", "a.html"], folder)
    found = [":".join(line.split(":")[:2]) for line in ladder.splitlines()]
    if found != LADDER:
        sys.exit(f"the alignment is {found}, not {LADDER}")
    if "<svg" not in (folder / "a.html").read_text(encoding="utf-8"):
        sys.exit("hexapla align --plot drew nothing")
    run([hexapla, "demo", "--out", "demo"], folder)
    if not (folder / "demo" / "CURRENT").is_file():
        sys.exit("hexapla demo left no memory")


if __name__ == "__main__":
    main()
