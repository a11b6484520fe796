"""What the page of a document says besides its text: facts, counts, remarks, what was taken out, an index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corpora.documents import BlockKind
from corpora.languages import language_name
from hexapla.block_colours import REMOVED_NAME, kind_class
from hexapla.document_blocks import place_words, written_in
from hexapla.html_text import text
from hexapla.page_ranges import page_words

if TYPE_CHECKING:
    from corpora.documents import TextEncoding
    from hexapla.inspected_document import InspectedDocument

_SEVERITIES = {"error": 0, "warning": 1, "info": 2}
# An index with more entries is folded.
_OPEN_ENTRIES = 40
_SAMPLE_CHARS = 70
_LISTED_KINDS = (BlockKind.TITLE, BlockKind.HEADING)
_COUNTS_HEAD = '<thead><tr><th scope="col">{}</th><th scope="col">Passages</th></tr></thead>'
_SPANS = {
    True: "Characters count from 0 in the passages written one after the other: first the text, then what "
    "else the reader found.",
    False: "Characters count from 0 in the decoded text of the file.",
}


def head_html(inspected: InspectedDocument) -> str:
    """Return the head of the page: file, digest, format, language, symbol, title, date."""
    items = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in _facts(inspected))
    return (
        f"<header>\n<h1><bdi>{text(str(inspected.document.path))}</bdi></h1>\n"
        f'<p class="soft">The document as Hexapla reads it.</p>\n<dl class="facts">{items}</dl>\n</header>'
    )


def _facts(inspected: InspectedDocument) -> Iterator[tuple[str, str]]:
    document = inspected.document
    yield "Symbol", f"<bdi>{text(document.symbol or 'none found')}</bdi>"
    name = language_name(document.language)
    yield "Language", f"{text(name)} ({text(document.language)})" if name != document.language else text(name)
    if document.title:
        yield "Title", f"<bdi{written_in(inspected)}>{text(document.title)}</bdi>"
    if document.date:
        yield "Date", f"<time>{document.date.isoformat()}</time>"
    yield "Format", text(inspected.form)
    if document.encoding is not None:
        yield "Encoding", text(encoding_words(document.encoding))
    if inspected.page_count:
        yield "Pages", str(inspected.page_count)
    yield "SHA-256", f"<code>{text(document.sha256)}</code>"


def encoding_words(encoding: TextEncoding) -> str:
    """Say an encoding, and how sure it is where no byte proves it."""
    sure = "" if encoding.confidence == 1 else f", confidence {encoding.confidence:.3f}"
    return f"{encoding.name} (told by: {encoding.told_by}{sure})"


def kinds_html(inspected: InspectedDocument) -> str:
    """Return the legend: every kind that the document has with its count, and a box to hide it."""
    document = inspected.document
    counts = Counter(block.kind for block in (*document.blocks, *document.footnotes))
    rows = [_kind_row(kind_class(kind), kind.value, counts[kind]) for kind in BlockKind if counts[kind]]
    if document.removed:
        rows.append(_kind_row(kind_class(None), REMOVED_NAME, len(document.removed)))
    spans = _SPANS[inspected.form in ("PDF", "DOCX")]
    return (
        '<section aria-labelledby="kinds-head">\n<h2 id="kinds-head">Kinds</h2>\n'
        f'<table class="kinds">{_COUNTS_HEAD.format("Kind")}\n'
        f"<tbody>\n{''.join(rows)}\n</tbody></table>\n"
        '<p class="soft small no-print">Clear a box to hide the passages of a kind.</p>\n'
        f'<p class="soft small">Blocks and footnotes count from 0, as in the listing. {spans}</p>\n</section>'
    )


def _kind_row(css_class: str, name: str, count: int) -> str:
    return (
        f'<tr><th scope="row"><label>'
        f'<input type="checkbox" id="show-{css_class}" autocomplete="off" checked> '
        f'<span class="swatch {css_class}"></span> {text(name)}</label></th><td>{count}</td></tr>'
    )


def notes_html(inspected: InspectedDocument) -> str:
    """Return the remarks of the reader, errors and warnings first; "" without any."""
    notes = sorted(inspected.document.notes, key=lambda note: _SEVERITIES.get(note.severity, 3))
    if not notes:
        return ""
    soft = ' class="soft"'
    items = "\n".join(
        f"<li{soft if note.severity == 'info' else ''}><strong>{text(note.severity)}</strong> "
        f"<bdi>{text(note.message)}</bdi>"
        + (f" ({place_words(note.place)})" if note.place is not None and place_words(note.place) else "")
        + "</li>"
        for note in notes
    )
    return (
        '<section aria-labelledby="notes-head">\n'
        f'<h2 id="notes-head">Remarks of the reader: {len(notes)}</h2>\n<ul>\n{items}\n</ul>\n</section>'
    )


def removed_html(inspected: InspectedDocument) -> str:
    """Return what was taken out: counts by reason, then every passage with a link to its place."""
    removed = inspected.document.removed
    head = f'<h2 id="removed-head">Taken out of the text: {len(removed)}</h2>'
    if not removed:
        return f'<section aria-labelledby="removed-head">\n{head}\n<p>Nothing.</p>\n</section>'
    counts = Counter(passage.reason for passage in removed)
    reasons = "".join(
        f'<tr><th scope="row">{text(reason)}</th><td>{count}</td></tr>'
        for reason, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )
    rows = "\n".join(
        f'<tr><td><a href="#removed{index}">{text(passage.reason)}</a></td>'
        f"<td>{place_words(passage.place)}</td><td><bdi{written_in(inspected)}>{text(passage.text)}</bdi></td></tr>"
        for index, passage in enumerate(removed)
    )
    return (
        f'<section id="removed" aria-labelledby="removed-head">\n{head}\n'
        f'<table class="reasons">{_COUNTS_HEAD.format("Reason")}'
        f"<tbody>{reasons}</tbody></table>\n<details><summary>All of them</summary>\n"
        '<div class="wide"><table class="passages"><thead><tr><th scope="col">Reason</th>'
        f'<th scope="col">Place</th><th scope="col">Text</th></tr></thead>\n<tbody>\n{rows}\n</tbody></table>'
        "</div></details>\n</section>"
    )


def index_html(inspected: InspectedDocument, pages: Sequence[int]) -> str:
    """Return links to pages, headings and labels; "" where there is little to choose from."""
    parts = []
    if len(pages) > 1:
        links = " ".join(f'<li><a href="#page{page}">{page}</a></li>' for page in pages)
        parts.append(_folded(f"Pages: {len(pages)}", f'<ul class="pages">{links}</ul>', len(pages)))
    listed = list(_index_entries(inspected))
    if len(listed) > 1:
        parts.append(
            _folded(f"Headings and labels: {len(listed)}", f"<ul>{''.join(listed)}</ul>", len(listed))
        )
    body = "\n".join(parts)
    return f'<nav aria-label="Index">\n<h2>Index</h2>\n{body}\n</nav>' if parts else ""


def _folded(title: str, body: str, entries: int) -> str:
    opened = " open" if entries <= _OPEN_ENTRIES else ""
    return f"<details{opened}><summary>{title}</summary>{body}</details>"


def _index_entries(inspected: InspectedDocument) -> Iterator[str]:
    for index, block in enumerate(inspected.document.blocks):
        if block.kind in _LISTED_KINDS or (block.path and "/" not in block.path):
            long = len(block.text) > _SAMPLE_CHARS
            sample = block.text[: _SAMPLE_CHARS - 1] + "…" if long else block.text
            path = f"<bdi>{text(block.path)}</bdi> " if block.path else ""
            yield (
                f'<li><a href="#block{index}">{path}<bdi{written_in(inspected)}>{text(sample)}</bdi></a></li>'
            )


def images_words(inspected: InspectedDocument) -> str:
    """Say which pages have an image where not all have; "" for all of them and for no PDF."""
    drawn = [image.page for image in inspected.images]
    if len(drawn) == inspected.page_count:
        return ""
    return (
        f'<p class="images"><strong>Images of {page_words(drawn)} of {inspected.page_count}.</strong> '
        "The text of all pages is here; <code>--pages</code> chooses other images.</p>"
    )
