"""The report of a build: one HTML page, readable without network and without script.

Sections in the order of need: what was left out, what to look at in each language, the most doubtful places,
then each set side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from corpora.languages import language_name
from hexapla.html_text import attribute, direction, element, language_tag, text
from hexapla.report_findings import language_sections
from hexapla.report_rows import SetPlace, rows_html, tag
from hexapla.report_sets import ReportRow, ReportSet, ReportVersion

# A browser stays quick with so many rows; beyond them a set shows its doubtful rows only, and says so.
ROWS_ON_PAGE = 6000
_DOUBTS = 30
_LINKS = 60
# These say how a row came about and cast no doubt on it.
_HARMLESS_FLAGS = frozenset({"no pivot", "merged beads"})
_LEGEND = ((0.95, "from 0.95:"), (0.8, "from 0.80:"), (0.5, "from 0.50:"), (0.0, "below 0.50:"))
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_INTRODUCTION = '<p class="soft">What was aligned, how sure that is, and what was left out.</p>'
_ALONE = "This set has one language only: it is kept and can be searched, and makes no translation unit."
_NO_DOUBT = "None: no row below 0.90 and no flag."
_DOUBTFUL_BELOW = 0.9


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to know about the inputs. `severity` is "info", "warning" or "error"; `path` may be empty."""

    severity: str
    path: str
    reason: str


def render_report(
    sets: Sequence[ReportSet],
    *,
    title: str = "Memory",
    left_out: Sequence[Finding] = (),
    findings: Sequence[Finding] = (),
    encoder: str = "",
    rows_on_page: int = ROWS_ON_PAGE,
) -> str:
    """Return the page. `left_out` are inputs that are not in the memory, `findings` remarks on the others.

    The same arguments give the same text. Texts of documents are escaped, with language and direction.
    """
    places = _places(sets, rows_on_page)
    body = "\n".join(
        part
        for part in (
            _head(places, title, encoder),
            _findings("Left out of the memory", left_out),
            _findings(
                "Remarks on the files", [finding for finding in findings if finding.severity != "info"]
            ),
            language_sections(places),
            _doubts(places),
            _contents(places),
            *(_set_section(place) for place in places),
            _findings("For information", [finding for finding in findings if finding.severity == "info"]),
        )
        if part
    )
    style = files("hexapla").joinpath("report_style.css").read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{text(title)} – Hexapla report</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _places(sets: Sequence[ReportSet], rows_on_page: int) -> list[SetPlace]:
    """Give each set its number, and choose which rows of each the page shows."""
    places = []
    room = rows_on_page
    for number, one in enumerate(sets, 1):
        shown = (
            range(len(one.rows))
            if len(one.rows) <= room
            else [k for k, row in enumerate(one.rows) if doubtful(row)]
        )
        shown = shown[: max(room, 0)]
        room -= len(shown)
        places.append(SetPlace(number, one, tuple(shown)))
    return places


def doubtful(row: ReportRow) -> bool:
    """Tell whether someone should look at this row: its probability is low, or a flag casts doubt."""
    doubted = any(flag not in _HARMLESS_FLAGS for flag in row.flags)
    return doubted or (len(row.cells) > 1 and row.probability < _DOUBTFUL_BELOW)


def _head(places: Sequence[SetPlace], title: str, encoder: str) -> str:
    rows = sum(len(place.report.rows) for place in places)
    units = sum(len(row.cells) > 1 for place in places for row in place.report.rows)
    documents = sum(len(place.report.versions) for place in places)
    facts = (
        f"{_count(len(places), 'document set')}, {_count(documents, 'version')}, {_count(rows, 'row')}, "
        f"{units} of them with text in two languages or more."
    )
    bands = " ".join(tag(least, words) for least, words in _LEGEND)
    legend = (
        f"<p>Probabilities: {bands} They are calibrated on documents of international "
        "organisations; of what is very different they still rank the places by doubt.</p>"
    )
    source = f'<p class="soft small">Encoder: {text(encoder)}</p>' if encoder else ""
    return f"<header>\n<h1>{text(title)}</h1>\n{_INTRODUCTION}\n<p>{facts}</p>\n{legend}\n{source}\n</header>"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _findings(title: str, findings: Sequence[Finding]) -> str:
    if not findings:
        return ""
    order = {"error": 0, "warning": 1, "info": 2}
    ranked = sorted(findings, key=lambda finding: order.get(finding.severity, 3))
    items = "\n".join(
        f"<li><strong>{text(finding.severity)}</strong> "
        + (f"<bdi>{text(finding.path)}</bdi>: " if finding.path else "")
        + f"<bdi>{text(finding.reason)}</bdi></li>"
        for finding in ranked
    )
    return f"<section>\n<h2>{text(title)}: {len(findings)}</h2>\n<ul>\n{items}\n</ul>\n</section>"


def _doubts(places: Sequence[SetPlace]) -> str:
    """List the most doubtful places of all sets, the lowest probability first, as links to their rows."""
    found = [
        (row.probability if len(row.cells) > 1 else 1.0, place.number, index, place)
        for place in places
        for index, row in enumerate(place.report.rows)
        if doubtful(row)
    ]
    found.sort(key=lambda item: item[:3])
    if not found:
        return f"<section>\n<h2>Most doubtful places</h2>\n<p>{_NO_DOUBT}</p>\n</section>"
    items = "\n".join(_doubt(place, index) for _, _, index, place in found[:_DOUBTS])
    count = f"the first {_DOUBTS} of {len(found)}" if len(found) > _DOUBTS else str(len(found))
    return f"<section>\n<h2>Most doubtful places: {count}</h2>\n<ol>\n{items}\n</ol>\n</section>"


def _doubt(place: SetPlace, index: int) -> str:
    row = place.report.rows[index]
    language = next((code for code in place.report.languages if code in row.cells), "")
    passages = row.cells[language].passages if language else ()
    sample = " ".join(passage.text for passage in passages)
    sample = sample if len(sample) <= 90 else sample[:89] + "…"
    name = f"<bdi>{text(row.unit_id)}</bdi>"
    link = f'<a href="#{place.anchor(index)}">{name}</a>' if index in place.shown_rows else name
    flags = "".join(f' <span class="tag">{text(flag)}</span>' for flag in row.flags)
    quoted = f"<bdi{attribute('lang', language_tag(language))}>{text(sample)}</bdi>"
    return f'<li>{tag(row.probability)} {link}{flags} <span class="soft">{quoted}</span></li>'


def _contents(places: Sequence[SetPlace]) -> str:
    if len(places) < 2:
        return ""
    items = "\n".join(
        f'<li><a href="#set{place.number}"><bdi>{text(place.report.name)}</bdi></a> '
        f'<span class="soft small">{text(" ".join(place.report.languages))}</span></li>'
        for place in places
    )
    return f"<nav>\n<h2>Document sets: {len(places)}</h2>\n<ul>\n{items}\n</ul>\n</nav>"


def _set_section(place: SetPlace) -> str:
    report = place.report
    alone = f"<p>{_ALONE}</p>" if len(report.versions) == 1 else ""
    parts = (
        f'<section id="set{place.number}">',
        f"<h2><bdi>{text(report.name)}</bdi></h2>",
        alone,
        _versions(report),
        _verification(report),
        _gaps(place),
        _taken_out(report),
        rows_html(place),
        "</section>",
    )
    return "\n".join(part for part in parts if part)


def _versions(report: ReportSet) -> str:
    lines = "\n".join(
        _version_line(version, pivot=version.language == report.pivot) for version in report.versions
    )
    head = "<thead><tr><th>Language</th><th>File</th><th>With a counterpart</th><th>Remarks</th></tr></thead>"
    return f'<div class="wide"><table>{head}\n<tbody>\n{lines}\n</tbody></table></div>'


def _version_line(version: ReportVersion, *, pivot: bool) -> str:
    share = version.aligned / version.blocks if version.blocks else 0.0
    # Rounded down: "100 %" must mean all of them.
    percent = int(100 * share)
    bar = f'<span class="bar" aria-hidden="true"><span style="width:{percent}%"></span></span>'
    covered = (
        f'{bar} {percent} % <span class="soft">({version.aligned} of {version.blocks} paragraphs)</span>'
    )
    notes = "<br>".join(
        f"{text(severity)}: <bdi>{text(message)}</bdi>" for severity, message in version.notes
    )
    name = language_name(version.language) + (" (pivot)" if pivot else "")
    cells = (
        element("td", text(name)),
        element("td", f"<bdi>{text(version.file)}</bdi>"),
        element("td", covered),
    )
    return f"<tr>{''.join(cells)}<td>{notes}</td></tr>"


def _verification(report: ReportSet) -> str:
    if not report.verification:
        return ""
    tags = " ".join(f"{text(pair)} {tag(score)}" for pair, score in sorted(report.verification.items()))
    return f'<p class="small">Agreement of the pairs without {text(report.pivot)}: {tags}</p>'


def _gaps(place: SetPlace) -> str:
    """List the rows that only one language has, and those that one language lacks, as links."""
    if len(place.report.versions) == 1:
        return ""
    rows = place.report.rows
    lines = []
    for code in place.report.languages:
        alone = [k for k, row in enumerate(rows) if tuple(row.cells) == (code,)]
        lacking = [k for k, row in enumerate(rows) if len(row.cells) > 1 and code not in row.cells]
        for words, indices in (("only in", alone), ("missing in", lacking)):
            if indices:
                lines.append(f"<li>{words} {text(language_name(code))}: {_links(place, indices)}</li>")
    items = "\n".join(lines)
    return f'<h3>Gaps between the versions</h3>\n<ul class="small">\n{items}\n</ul>' if lines else ""


def _links(place: SetPlace, indices: Sequence[int]) -> str:
    links = ", ".join(_row_link(place, index) for index in indices[:_LINKS])
    return links + (f" and {len(indices) - _LINKS} more" if len(indices) > _LINKS else "")


def _row_link(place: SetPlace, index: int) -> str:
    name = f"<bdi>{text(place.report.rows[index].unit_id.partition(':')[2])}</bdi>"
    return f'<a href="#{place.anchor(index)}">{name}</a>' if index in place.shown_rows else name


def _taken_out(report: ReportSet) -> str:
    parts = [_taken_out_of(version) for version in report.versions if version.taken_out]
    return "<h3>Taken out of the text</h3>\n" + "\n".join(parts) if parts else ""


def _taken_out_of(version: ReportVersion) -> str:
    code = version.language
    attributes = attribute("lang", language_tag(code)) + attribute("dir", direction(code))
    counts = ", ".join(f"{taken.reason} {taken.count}" for taken in version.taken_out)
    lists = []
    for taken in version.taken_out:
        items = "".join(f"<li>{text(example)}</li>" for example in taken.examples)
        more = taken.count - len(taken.examples)
        rest = f" (the first {len(taken.examples)} of {taken.count})" if more > 0 else ""
        head = f'<p class="small">{text(taken.reason)}{rest}</p>'
        lists.append(f'{head}<ul class="small"{attributes}>{items}</ul>')
    return f"<details><summary>{text(language_tag(code))}: {text(counts)}</summary>{''.join(lists)}</details>"
