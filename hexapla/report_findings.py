"""What each language's reader has to look at: findings and doubtful places, a section a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpora.languages import language_name
from hexapla.html_text import attribute, direction, language_tag, text
from hexapla.report_rows import SetPlace, tag

if TYPE_CHECKING:
    from tm.kept_findings import KeptFinding

# More than anyone reads at once; `hexapla findings` lists them all.
MOST_FINDINGS = 50
MOST_DOUBTS = 10
DOUBTFUL_BELOW = 0.9
_EXAMPLE_CHARS = 120


@dataclass(frozen=True, slots=True)
class _Found:
    place: SetPlace
    kept: KeptFinding


def language_sections(places: Sequence[SetPlace]) -> str:
    """Return a section for each language of the sets with two versions or more, by the order of columns."""
    languages = dict.fromkeys(
        code for place in places if len(place.report.versions) > 1 for code in place.report.languages
    )
    sections = [section for code in languages if (section := _section(places, code))]
    if not languages:
        return ""
    body = "\n".join(sections) if sections else "<p>None: no finding, and no row below 0.90.</p>"
    return f"<section>\n<h2>What to look at, by language</h2>\n{body}\n</section>"


def _section(places: Sequence[SetPlace], language: str) -> str:
    found = [
        _Found(place, kept)
        for place in places
        for kept in place.report.findings or ()
        if kept.finding.language == language
    ]
    doubts = sorted(
        (
            (probability, place.number, index)
            for place in places
            for index, row in enumerate(place.report.rows)
            if language in row.cells
            and (probability := row.cells[language].probability) is not None
            and probability < DOUBTFUL_BELOW
        ),
    )
    if not found and not doubts:
        return ""
    name = language_name(language)
    head = f'<h3 id="language-{text(language)}">{text(name)}: {_count(len(found), "finding")}, '
    head += f"{_count(len(doubts), 'doubtful place')}</h3>"
    by_number = {place.number: place for place in places}
    parts = [
        head,
        _kinds(found),
        _list([_finding(one) for one in _ranked(found)], MOST_FINDINGS, "hexapla findings lists them all"),
        "<h4>Doubtful places</h4>" if doubts else "",
        _list(
            [_doubt(by_number[number], index, language) for _, number, index in doubts],
            MOST_DOUBTS,
            "the tables below show them all",
        ),
    ]
    return "\n".join(part for part in parts if part)


def _ranked(found: Sequence[_Found]) -> list[_Found]:
    """Warnings first, else in the order of the documents."""
    return sorted(found, key=lambda one: one.kept.finding.severity != "warning")


def _kinds(found: Sequence[_Found]) -> str:
    if not found:
        return ""
    counts = Counter(one.kept.finding.kind.value for one in found)
    return (
        f'<p class="soft">{text(", ".join(f"{kind} {count}" for kind, count in sorted(counts.items())))}</p>'
    )


def _list(items: Sequence[str], most: int, rest: str) -> str:
    if not items:
        return ""
    more = f'<p class="soft">... and {len(items) - most} more; {text(rest)}.</p>' if len(items) > most else ""
    return "<ul>\n" + "\n".join(items[:most]) + f"\n</ul>{more}"


def _finding(one: _Found) -> str:
    finding = one.kept.finding
    shown = finding.counterpart if finding.place.is_gap else finding.place
    quoted = _quoted(shown.text, shown.language)
    mark = f'<span class="tag">{text(finding.severity.value)}</span>'
    what = f"<strong>{text(finding.kind.value)}</strong>"
    return f"<li>{mark} {what} {_link(one)}: <bdi>{text(finding.evidence)}</bdi> {quoted}</li>"


def _link(one: _Found) -> str:
    """The unit where a finding begins, as a link where the page shows its row."""
    unit_id = one.kept.unit_id or ""
    name = f"<bdi>{text(unit_id or one.place.report.name)}</bdi>"
    rows = one.place.report.rows
    index = next((k for k in one.place.shown if rows[k].unit_id == unit_id), None)
    return name if index is None else f'<a href="#{one.place.anchor(index)}">{name}</a>'


def _doubt(place: SetPlace, index: int, language: str) -> str:
    row = place.report.rows[index]
    cell = row.cells[language]
    name = f"<bdi>{text(row.unit_id)}</bdi>"
    link = f'<a href="#{place.anchor(index)}">{name}</a>' if index in place.shown_rows else name
    sample = " ".join(passage.text for passage in cell.passages)
    return f"<li>{tag(cell.probability or 0.0)} {link} {_quoted(sample, language)}</li>"


def _quoted(sample: str, language: str) -> str:
    short = sample if len(sample) <= _EXAMPLE_CHARS else sample[: _EXAMPLE_CHARS - 1] + "…"
    attributes = attribute("lang", language_tag(language)) + attribute("dir", direction(language))
    return f'<bdi class="soft"{attributes}>{text(short)}</bdi>'


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
