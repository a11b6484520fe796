"""The leverage of a draft as one HTML page: the bands, then each segment with its match and what differs.

Readable without network and without script; texts are escaped, each with its language and direction.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from corpora.languages import language_name
from hexapla.html_text import direction, language_tag, text
from hexapla.leverage_words import band_rows
from hexapla.match_words import parts_in_words, place_in_words, with_gaps

if TYPE_CHECKING:
    from tm.matching.leverage import Leverage, MeasuredSegment
    from tm.matching.match import Match

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_LEGEND = (
    "Words count Han characters one each, and numbers, document symbols and addresses one each. "
    "“Memory” is the best match of each segment in the memory, “Draft” the likest segment before it in "
    "the draft itself, “Best” the better of both. <del>Struck out</del> words are in the memory alone, "
    "<ins>underlined</ins> ones in the draft alone."
)
_COLOURS = {
    "102": "sure", "101": "sure", "100": "sure", "95-99": "sure", "85-94": "likely", "75-84": "likely",
    "50-74": "doubtful", "none": "poor",
}  # fmt: skip


def render_leverage(leverage: Leverage, draft: str) -> str:
    """Return the page; the same arguments give the same text."""
    title = f"Leverage of {draft}"
    style = files("hexapla").joinpath("report_style.css").read_text(encoding="utf-8")
    rows = "\n".join(_row(one, leverage) for one in leverage.segments)
    languages = f"{language_name(leverage.source)} to {language_name(leverage.target)}"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"<h1>Leverage of <bdi>{text(draft)}</bdi></h1>\n"
        f'<p class="soft">{text(languages)}, score {text(leverage.version)}.</p>\n<p>{_LEGEND}</p>\n'
        f"<h2>Words by band</h2>\n{_bands(leverage)}\n<h2>Segments</h2>\n"
        '<div class="wide"><table class="rows">\n<thead><tr><th>Segment</th><th>Draft</th>'
        f"<th>Memory</th><th>Translation</th></tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>\n"
        "</body>\n</html>\n"
    )


def _bands(leverage: Leverage) -> str:
    titles = ("Band", "Memory: segments", "Memory: words", "Memory: %", "Draft: segments", "Draft: words",
              "Best: words", "Best: %")  # fmt: skip
    head = "".join(f'<th scope="col">{title}</th>' for title in titles)
    rows = "\n".join(
        f'<tr><th scope="row">{text(band)}</th>{"".join(f"<td>{text(cell)}</td>" for cell in cells)}</tr>'
        for band, *cells in band_rows(leverage)
    )
    return (
        f'<div class="wide"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>'
    )


def _row(one: MeasuredSegment, leverage: Leverage) -> str:
    match = one.match
    shown = "no match" if match is None else str(match.score)
    colour = _COLOURS[one.memory_band]
    label = f'<a href="#s{one.number}">{one.number}</a> <span class="tag {colour}">{shown}</span>'
    place = [f"{one.words} words"]
    if one.segment.path:
        place.append(f"<bdi>{text(one.segment.path)}</bdi>")
    if one.segment.page is not None:
        place.append(f"page {one.segment.page}")
    if one.repetition is not None:
        number = one.repetition.number
        place.append(f'<a href="#s{number}">segment {number}</a> is {one.repetition.base} alike')
    return (
        f'<tr id="s{one.number}"><th scope="row">{label}<p class="small soft">{", ".join(place)}</p></th>'
        f"{_cell(text(one.segment.text), leverage.source)}"
        + (
            _match_cells(match, one, leverage)
            if match is not None
            else '<td class="nothing" colspan="2"></td>'
        )
        + "</tr>"
    )


def _match_cells(match: Match, one: MeasuredSegment, leverage: Leverage) -> str:
    facts = f'<p class="small soft"><bdi>{text(match.unit_id)}</bdi>: {text(parts_in_words(match))}</p>'
    place = f'<p class="small soft"><bdi>{text(place_in_words(match))}</bdi></p>'
    warnings = "".join(
        f'<p><span class="tag poor">Draft and memory differ in a {text(warning)}.</span></p>'
        for warning in match.warnings
    )
    marked = _marked(match, one.segment.text)
    return _cell(marked, leverage.source, warnings + facts + place) + _cell(
        text(match.target_text), leverage.target
    )


def _cell(inner: str, language: str, after: str = "") -> str:
    attributes = f'lang="{text(language_tag(language))}" dir="{direction(language)}"'
    return f"<td><p {attributes}>{inner}</p>{after}</td>"


def _marked(match: Match, query: str) -> str:
    marked = ""
    for part, gap in with_gaps(match, query):
        ours = text(query[slice(*part.query_span)])
        theirs = text(match.source_text[slice(*part.source_span)])
        if part.op == "equal":
            marked += gap + theirs
        else:
            marked += (
                gap + (f"<del>{theirs}</del>" if theirs else "") + (f"<ins>{ours}</ins>" if ours else "")
            )
    return marked
