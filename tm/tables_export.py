"""Tables out: TSV for spreadsheets and scripts, JSON Lines for programs; in constant memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from tm.memory import Memory
from tm.selection import Choice, ExportReport, Tally, Unit, check_choice, chosen_units, opened_output

_UNITS_A_WRITE = 1000
_FIXED_COLUMNS = ("unit_id", "document", "probability")


def write_tsv(
    memory: Memory,
    out: Path | BinaryIO,
    *,
    level: str = "paragraph",
    pair: tuple[str, str] | None = None,
    min_probability: float = 0.0,
) -> ExportReport:
    """Write one line a unit: unit_id, document (symbol or set name), probability, then a column a language.

    UTF-8, LF, a header line, no quoting: texts hold neither tab nor line break. Raises `ExportError`.
    """
    languages = pair or memory.languages
    header = "\t".join((*_FIXED_COLUMNS, *languages)) + "\n"
    choice = Choice(level, pair, min_probability)
    return _write_lines(memory, out, choice, header, lambda unit: _tsv_line(unit, languages))


def write_jsonl(
    memory: Memory,
    out: Path | BinaryIO,
    *,
    level: str = "paragraph",
    pair: tuple[str, str] | None = None,
    min_probability: float = 0.0,
) -> ExportReport:
    """Write one JSON object a unit; `texts`, `probabilities`, `documents`, `paths`, `pages` are by language.

    `via` names the languages a pair was composed over, else it is null. Raises `ExportError`.
    """
    return _write_lines(memory, out, Choice(level, pair, min_probability), "", _json_line)


def _write_lines(
    memory: Memory, out: Path | BinaryIO, choice: Choice, header: str, line_of: Callable[[Unit], str]
) -> ExportReport:
    check_choice(choice, memory.languages)
    tally = Tally()
    units = _counted(chosen_units(memory.units(), choice, tally), tally)
    with opened_output(out) as file:
        file.write(header.encode())
        while batch := list(islice(units, _UNITS_A_WRITE)):
            file.write("".join(map(line_of, batch)).encode())
    return tally.report()


def _counted(units: Iterator[Unit], tally: Tally) -> Iterator[Unit]:
    for unit in units:
        tally.count(unit)
        yield unit


def _tsv_line(unit: Unit, languages: Sequence[str]) -> str:
    texts = {variant.language: variant.text for variant in unit.variants}
    cells = (unit.unit_id, unit.symbol or unit.set_name, f"{unit.probability:.3f}")
    return "\t".join((*cells, *(texts.get(language, "") for language in languages))) + "\n"


def _json_line(unit: Unit) -> str:
    content = {
        "unit_id": unit.unit_id,
        "document": unit.symbol or unit.set_name,
        "pivot": unit.pivot,
        "probability": unit.probability,
        "via": unit.via or None,
        "texts": {variant.language: variant.text for variant in unit.variants},
        "probabilities": {variant.language: variant.probability for variant in unit.variants},
        "documents": {variant.language: variant.document for variant in unit.variants},
        "paths": {variant.language: variant.path for variant in unit.variants},
        "pages": {variant.language: variant.page for variant in unit.variants},
    }
    return json.dumps(content, ensure_ascii=False) + "\n"
