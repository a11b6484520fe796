"""HTML out: one page that needs nothing else, the versions of each document side by side, with a filter."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from corpora.languages import is_right_to_left, language_name
from tm.detailed_units import DetailedUnit, detailed_units
from tm.selection import Choice, ExportReport, Tally, UnitSource, check_choice, opened_output
from tm.tmx_profiles import bcp47_code


def write_html(
    memory: UnitSource,
    out: Path | BinaryIO,
    *,
    level: str = "paragraph",
    pair: tuple[str, str] | None = None,
    min_probability: float = 0.0,
) -> ExportReport:
    """Write a page with a section a document and a row a unit: id and probability, then a column a language.

    Constant memory. Every text is escaped, with its language and direction; the page runs only its own
    script, by its hash, and loads nothing. Raises `ExportError`.
    """
    choice = Choice(level, pair, min_probability)
    check_choice(choice, memory.languages)
    languages = pair or memory.languages
    tally = Tally()
    units = detailed_units(memory, choice, tally)
    with opened_output(out) as file:
        file.write(_opening(languages).encode())
        for name, of_set in groupby(units, key=lambda one: one.unit.symbol or one.unit.set_name):
            file.write(_section_head(name, languages).encode())
            for detailed in of_set:
                tally.count(detailed.unit)
                file.write(_row(detailed, languages).encode())
            file.write(b"</tbody>\n</table>\n</section>\n")
        file.write(f"</main>\n<script>{_resource('bilingual_page.js')}</script>\n</body>\n</html>\n".encode())
    return tally.report(pair[0] if pair else None)


def _opening(languages: Sequence[str]) -> str:
    script = _resource("bilingual_page.js").encode()
    digest = base64.b64encode(hashlib.sha256(script).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    title = escape(" / ".join(language_name(code) for code in languages))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{title}</title>\n<style>\n{_resource('bilingual_page.css')}</style>\n</head>\n<body>\n"
        f'<h1>{title}</h1>\n<form id="filter" hidden>\n'
        '<label>Words <input id="words" type="search"></label>\n'
        '<label>Probability at most <input id="most" type="number" min="0" max="1" step="0.05" value="1">'
        '</label>\n<output id="shown"></output>\n</form>\n<main>\n'
    )


def _section_head(name: str, languages: Sequence[str]) -> str:
    heads = "".join(f'<th scope="col">{escape(language_name(code))}</th>' for code in languages)
    return (
        f"<section>\n<h2><bdi>{escape(name)}</bdi></h2>\n<table>\n"
        f'<thead><tr><th scope="col" class="unit">Unit</th>{heads}</tr></thead>\n<tbody>\n'
    )


def _row(detailed: DetailedUnit, languages: Sequence[str]) -> str:
    unit = detailed.unit
    texts = {variant.language: variant.text for variant in unit.variants}
    cells = "".join(
        f'<td lang="{escape(bcp47_code(code))}" dir="{_direction(code)}">{escape(texts.get(code, ""))}</td>'
        for code in languages
    )
    probability = f"{unit.probability:.3f}"
    head = f"<bdi>{escape(unit.unit_id)}</bdi> <span>{probability}</span>"
    return f'<tr data-probability="{probability}"><th scope="row" class="unit">{head}</th>{cells}</tr>\n'


def _direction(language: str) -> str:
    return "rtl" if is_right_to_left(language) else "ltr"


def _resource(name: str) -> str:
    return files("tm").joinpath(name).read_text(encoding="utf-8")
