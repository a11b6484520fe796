"""The memory that terminology is measured on: every set of the data folder in more than one language.

    python scripts/terms_memory.py --data ../shared/data --keep FOLDER

The Declaration of Human Rights by its units, both licences, resolution 55/100, the three Canadian
instruments, and the goals and targets of sustainable development, which exist as tables and are written out
as one text file a language, a goal or target a line. The alignment is that of the build, not the gold.
"""

from __future__ import annotations

import argparse
import csv
import shutil
from pathlib import Path

import hexapla
from tm.memory import Memory, open_memory

LANGUAGES = ("fr", "en", "es", "ru", "ar", "zh")


def build_terms_memory(data: Path, folder: Path) -> Memory:
    """Copy the sets into `folder`, build, and return the memory."""
    _write_goals(data / "sdg", folder / "texts")
    for code in LANGUAGES:
        shutil.copyfile(data / "udhr" / "units" / f"{code}.txt", folder / "texts" / f"udhr.{code}.txt")
    inputs = [folder / "texts", data / "cc_legalcode", data / "un_ga_res_55_100", data / "canada"]
    return open_memory(hexapla.build(inputs, folder / "memory").memory)


def _write_goals(sdg: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rows = [row for name in ("gold_goals.tsv", "gold_targets.tsv") for row in _rows(sdg / name)]
    for code in LANGUAGES:
        text = "".join(f"{row[code].strip()}\n" for row in rows)
        (folder / f"sdg.{code}.txt").write_text(text, encoding="utf-8", newline="\n")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def main() -> None:
    """Build and say what there is."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--keep", type=Path, required=True)
    options = parser.parse_args()
    print(build_terms_memory(options.data, options.keep).info())


if __name__ == "__main__":
    main()
