"""The gold sets of real documents, as versions of (text, row) in document order.

Paragraphs with the same row number say the same. `load_gold_sets(folder)` reads what the folder has.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

Version = list[tuple[str, int]]
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


@dataclass(frozen=True)
class GoldSet:
    """One aligned document: its name, the family whose documents resemble each other, and its versions."""

    name: str
    family: str
    versions: Mapping[str, Version]


def load_gold_sets(folder: Path) -> list[GoldSet]:
    """Every gold set of paragraphs in `folder` that the corruptions are made from."""
    return [
        *(
            GoldSet(f"udhr {code}", "udhr", _udhr(folder / "udhr", code))
            for code in LANGUAGES
            if code != "fr"
        ),
        *(
            GoldSet(f"cc {name}", "cc", read_table(folder / "cc_legalcode" / f"gold_{name}.tsv"))
            for name in ("by_4.0", "by-nc-sa_4.0")
        ),
        GoldSet("sdg", "sdg", _sdg(folder / "sdg")),
        GoldSet("55/100", "55/100", _lines(folder / "un_ga_res_55_100")),
        *(
            GoldSet(f"canada {name}", "canada", _canada(folder / "canada", name))
            for name in ("U-2", "U-2.4", "SOR-2001-360")
        ),
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_table(path: Path) -> dict[str, Version]:
    """Versions of a gold table with a column a language; rows are numbered from 0 by line."""
    versions: dict[str, Version] = {}
    for row, cells in enumerate(_rows(path)):
        for column, text in cells.items():
            code = {"zh-Hans": "zh"}.get(column, column)
            if code in LANGUAGES and text and text.strip():
                versions.setdefault(code, []).append((text.strip(), row))
    return versions


def _sdg(folder: Path) -> dict[str, Version]:
    """Goals and targets in their order: goal 1, targets 1.1 to 1.b, goal 2, ..."""
    goals = {cells["id"]: cells for cells in _rows(folder / "gold_goals.tsv")}
    targets = _rows(folder / "gold_targets.tsv")
    order = sorted(goals, key=int)
    ordered = [
        cells
        for goal in order
        for cells in (goals[goal], *(t for t in targets if t["id"].split(".")[0] == goal))
    ]
    return {
        code: [(cells[code].strip(), row) for row, cells in enumerate(ordered) if cells[code].strip()]
        for code in LANGUAGES
    }


def _lines(folder: Path) -> dict[str, Version]:
    versions = {}
    for code in LANGUAGES:
        (path,) = folder.glob(f"*.{code}.txt")
        lines = path.read_text(encoding="utf-8").split("\n")
        versions[code] = [(line.strip(), row) for row, line in enumerate(lines) if line.strip()]
    return versions


def _udhr(folder: Path, other: str) -> dict[str, Version]:
    """French and one other language, by the gold of that pair."""
    texts = {
        code: (folder / "units" / f"{code}.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
        for code in ("fr", other)
    }
    rows: dict[tuple[str, int], int] = {}
    lines = (folder / f"gold_fr-{other}.align").read_text(encoding="utf-8").split("\n")
    for row, line in enumerate(lines):
        numbers = re.fullmatch(r"\[([\d, ]*)\]:\[([\d, ]*)\]", line.strip())
        if numbers is not None:
            for code, part in zip(("fr", other), numbers.groups(), strict=True):
                rows.update({(code, int(k)): row for k in re.findall(r"\d+", part)})
    return {code: [(text, rows[code, i]) for i, text in enumerate(texts[code])] for code in texts}


def _canada(folder: Path, name: str) -> dict[str, Version]:
    """Each language in the order of its own file: definitions are sorted by its own alphabet."""
    rows = _rows(folder / f"gold_{name}.tsv")
    versions = {}
    for code, prefix in (("en", "eng"), ("fr", "fra")):
        tree = ElementTree.parse(folder / f"{prefix}_{name}.xml")
        order: dict[str, list[int]] = {}
        for position, element in enumerate(tree.iter()):
            text = " ".join("".join(element.itertext()).split())
            order.setdefault(text, []).append(position)
        placed = []
        for row, cells in enumerate(rows):
            text = " ".join(cells[code].split())
            places = order.get(text) or [10**9]
            placed.append((places.pop(0) if len(places) > 1 else places[0], row, text))
        versions[code] = [(text, row) for _, row, text in sorted(placed)]
    return versions
