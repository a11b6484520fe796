"""The page of one document, `hexapla inspect --html`: no network, readable without its script."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING

from hexapla.block_colours import REMOVED, STYLES, KindStyle, kind_class
from hexapla.document_blocks import entries_html, footnotes_html
from hexapla.document_facts import head_html, images_words, index_html, kinds_html, notes_html, removed_html
from hexapla.html_text import text
from hexapla.page_sheets import boxes_by_page, sheet_html

if TYPE_CHECKING:
    from corpora.documents import BlockKind
    from hexapla.inspected_document import InspectedDocument
    from hexapla.reading_order import Entry

_SKIP = '<a class="skip" href="#text">To the text</a>'


def render_document(inspected: InspectedDocument) -> str:
    """Return the page: facts, remarks, kinds, index, the text with what was taken out, footnotes.

    The same document gives the same text. Its texts are escaped, with language and direction. The only script
    allowed is the page's own, by its hash.
    """
    script = _resource("document_script.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    policy = (
        f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
    pages = _by_page(inspected)
    parts = (
        head_html(inspected),
        notes_html(inspected),
        kinds_html(inspected),
        index_html(inspected, [page for page in pages if page]),
        _text_section(inspected, pages),
        footnotes_html(inspected),
        removed_html(inspected),
    )
    body = "\n".join(part for part in parts if part)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{text(inspected.document.path.name)} – Hexapla document</title>\n"
        f"<style>\n{_style()}</style>\n</head>\n"
        f"<body>\n{_SKIP}\n<main>\n{body}\n</main>\n<script>{script}</script>\n</body>\n</html>\n"
    )


def _by_page(inspected: InspectedDocument) -> dict[int, list[Entry]]:
    """Return the entries of each page, also of empty ones; all under 0 without pages."""
    entries = inspected.entries()
    numbered: dict[int, list[Entry]] = {page: [] for page in range(1, inspected.page_count + 1)}
    page = 1
    for entry in entries:
        page = entry.page or page
        numbered.setdefault(page, []).append(entry)
    if len(numbered) < 2 and not inspected.images:
        return {0: entries}
    return dict(sorted(numbered.items()))


def _text_section(inspected: InspectedDocument, pages: dict[int, list[Entry]]) -> str:
    boxed = boxes_by_page(inspected)
    parts = []
    for page, entries in pages.items():
        listed = entries_html(inspected, entries) if entries else '<p class="soft">Nothing begins here.</p>'
        if page == 0:
            parts.append(listed)
            continue
        image = inspected.image_of(page)
        head = f'<h3 id="page{page}">Page {page}</h3>'
        if image is None:
            parts.append(f"{head}\n{listed}")
            continue
        sheet = sheet_html(image, boxed.get(page, []))
        parts.append(f'{head}\n<div class="beside"><div>{listed}</div>\n{sheet}</div>')
    words = images_words(inspected)
    body = "\n".join(parts)
    return (
        '<section id="text" aria-labelledby="text-head">\n<h2 id="text-head">Text as read</h2>\n'
        f"{words}\n{body}\n</section>"
    )


def _style() -> str:
    rules = "".join(_kind_rules(kind, style) for kind, style in [*STYLES.items(), (None, REMOVED)])
    return f"{_resource('report_style.css')}{_resource('document_style.css')}{rules}"


def _kind_rules(kind: BlockKind | None, style: KindStyle) -> str:
    """Colour and stroke of a kind; and the rule that hides it, which needs no script."""
    name = kind_class(kind)
    dashes = {"solid": "none", "dashed": "7 4", "dotted": "2 3"}[style.stroke]
    return (
        f".{name} {{ --kind: {style.hexadecimal}; --stroke: {style.stroke}; --dashes: {dashes}; }}\n"
        f"body:has(#show-{name}:not(:checked)) :is(.entry, .box).{name} {{ display: none; }}\n"
    )


def _resource(name: str) -> str:
    return files("hexapla").joinpath(name).read_text(encoding="utf-8")
