"""The rows of a document set in the report: a column a language, probability as colour and as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpora.languages import language_name
from hexapla.html_text import attribute, direction, language_tag, text
from hexapla.report_sets import Cell, Passage, ReportRow, ReportSet

_BANDS = ((0.95, "sure"), (0.8, "likely"), (0.5, "doubtful"), (0.0, "poor"))
_STREAMS = {"body": "Side by side", "footnotes": "Footnotes"}


@dataclass(frozen=True, slots=True)
class SetPlace:
    """A set on the page: its number from 1, and the 0-based indices of the rows that the page shows."""

    number: int
    report: ReportSet
    shown: tuple[int, ...]
    shown_rows: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shown_rows", frozenset(self.shown))

    def anchor(self, index: int) -> str:
        """Return the id of a row on the page."""
        return f"set{self.number}-row{index + 1}"


def band(probability: float) -> str:
    """Return the word for a probability: "sure", "likely", "doubtful" or "poor"."""
    return next(word for limit, word in _BANDS if probability >= limit)


def tag(probability: float, words: str = "") -> str:
    """Return a probability as a coloured tag with its number (or `words`) and the word of its band."""
    word = band(max(0.0, probability))
    return f'<span class="tag {word}">{text(words or f"{probability:.3f}")} {word}</span>'


def rows_html(place: SetPlace) -> str:
    """Return the tables of a set: body, then footnotes."""
    parts = []
    hidden = len(place.report.rows) - len(place.shown)
    if hidden:
        parts.append(
            f"<p><strong>{hidden} of {len(place.report.rows)} rows are not shown</strong>, to keep this page "
            "usable: those without doubt, or beyond the room of the page. The memory has them all.</p>"
        )
    for stream, title in _STREAMS.items():
        indices = [k for k in place.shown if place.report.rows[k].stream == stream]
        if indices:
            parts.append(f"<h3>{title}</h3>\n{_table(place, indices)}")
    return "\n".join(parts)


def _table(place: SetPlace, indices: Sequence[int]) -> str:
    languages = place.report.languages
    heads = "".join(f'<th scope="col">{text(language_name(code))}</th>' for code in languages)
    lines = "\n".join(_row(place, index) for index in indices)
    return (
        f'<div class="wide"><table class="rows"><thead><tr><th scope="col">Row</th>{heads}</tr></thead>\n'
        f"<tbody>\n{lines}\n</tbody></table></div>"
    )


def _row(place: SetPlace, index: int) -> str:
    row = place.report.rows[index]
    cells = "".join(_cell(row.cells.get(code), code, place.report.pivot) for code in place.report.languages)
    head = "<br>".join(_row_head(row, place))
    return f'<tr id="{place.anchor(index)}"><th scope="row">{head}</th>{cells}</tr>'


def _row_head(row: ReportRow, place: SetPlace) -> Iterator[str]:
    address = row.unit_id.split(":", 1)[-1]
    yield f'<bdi title="{text(row.unit_id)}">{text(address)}</bdi>'
    if len(row.cells) > 1:
        yield tag(row.probability)
    elif len(place.report.versions) > 1:
        yield '<span class="tag">no counterpart</span>'
    for flag in row.flags:
        yield f'<span class="tag">{text(flag)}</span>'


def _cell(cell: Cell | None, language: str, pivot: str) -> str:
    if cell is None:
        return '<td class="nothing">nothing</td>'
    attributes = attribute("lang", language_tag(language)) + attribute("dir", direction(language))
    return f"<td{attributes}>{''.join(map(_passage, cell.passages))}{_reason(cell, pivot)}</td>"


def _passage(passage: Passage) -> str:
    label = f'<bdi class="label">{text(passage.label)}</bdi>' if passage.label else ""
    page = f' <bdi class="page" lang="en">p. {passage.page}</bdi>' if passage.page is not None else ""
    return f"<p>{label}<bdi>{text(passage.text)}</bdi>{page}</p>"


def _reason(cell: Cell, pivot: str) -> str:
    if cell.probability is None:
        return ""
    words = [
        word for word in (cell.rule, f"through {cell.via}" if cell.via not in (None, pivot) else "") if word
    ]
    reason = f'<span class="soft">{text(", ".join(words))}</span>'
    return f'<div class="small" lang="en" dir="ltr">{tag(cell.probability)} {reason}</div>'
