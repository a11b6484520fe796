"""Written documents as web pages such as institutions publish: the document amid the furniture of a site."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from written_documents import CELL, WrittenBlock, WrittenDocument
from written_labels import BULLET, Form, ListPlace, list_places, printed

from corpora.documents import BlockKind

# Home, documents, meetings, search, about this site, in the order of the languages.
_SITE = {
    "ar": ("الصفحة الرئيسية", "الوثائق", "الاجتماعات", "بحث", "عن الموقع"),
    "zh": ("首页", "文件", "会议", "搜索", "关于本网站"),
    "en": ("Home", "Documents", "Meetings", "Search", "About this site"),
    "fr": ("Accueil", "Documents", "Réunions", "Recherche", "À propos du site"),
    "ru": ("Главная", "Документы", "Заседания", "Поиск", "О сайте"),
    "es": ("Inicio", "Documentos", "Reuniones", "Búsqueda", "Acerca del sitio"),
}
_LANGUAGE_NAMES = ("العربية", "中文", "English", "Français", "Русский", "Español")
_TYPES = {"decimal": "1", "lower-alpha": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I"}
_STYLES = {"arabic-indic": "arabic-indic", "abjad": "arabic-abjad", "han": "cjk-ideographic",
           "lower-russian": "lower-russian", "upper-russian": "upper-russian"}  # fmt: skip


def html_page(document: WrittenDocument, variant: int) -> str:
    """A page with the document; even variants count labels in lists, `variant % 3` is how notes are linked."""
    direction = "rtl" if document.language == "ar" else "ltr"
    places = list_places(document.blocks) if variant % 2 == 0 else [None] * len(document.blocks)
    title = next((b.text for b in document.blocks if b.kind is BlockKind.TITLE), document.type)
    return "\n".join(
        (
            f'<!DOCTYPE html>\n<html lang="{document.language}" dir="{direction}">\n<head><meta charset="utf-8">',
            f"<title>{escape(title)}</title>\n<style>body {{ font-family: serif }}</style></head>\n<body>",
            *_head(document.language),
            '<main id="content">\n<article>',
            *_body(document, places, variant % 3),
            *_notes(document.footnotes, variant % 3),
            "</article>\n</main>",
            *_foot(document.language),
            "</body>\n</html>\n",
        )
    )


def _head(language: str) -> list[str]:
    links = "".join(f'<li><a href="/{n}">{escape(word)}</a></li>' for n, word in enumerate(_SITE[language]))
    languages = "".join(f'<li><a href="?l={n}">{name}</a></li>' for n, name in enumerate(_LANGUAGE_NAMES))
    home, documents = _SITE[language][:2]
    return [
        f'<a class="skip-link" href="#content">{escape(documents)}</a>',
        f'<header class="site-header"><div class="logo"><a href="/">{escape(home)}</a></div>',
        f'<nav><ul>{links}</ul></nav><ul class="language-switcher">{languages}</ul></header>',
        f'<div class="breadcrumb"><a href="/">{escape(home)}</a> &gt; <a href="/d">{escape(documents)}</a></div>',
    ]


def _foot(language: str) -> list[str]:
    links = " | ".join(f'<a href="/{n}">{escape(word)}</a>' for n, word in enumerate(_SITE[language]))
    return [f'<footer class="site-footer"><p>© 2024 {links}</p></footer>', "<script>var page = 1;</script>"]


def _body(document: WrittenDocument, places: Sequence[ListPlace | None], notes: int) -> list[str]:
    lines: list[str] = []
    open_lists: list[Form] = []
    in_table = False
    for block, place in zip(document.blocks, places, strict=True):
        row = block.kind is BlockKind.TABLE_ROW
        if in_table and not row:
            lines.append("</tbody></table>")
        if place is None:
            lines += _closed(open_lists, 0)
        if row and not in_table:
            lines.append('<table border="1"><tbody>')
        in_table = row
        if place is not None:
            lines += _item(block, place, open_lists, notes)
        elif row:
            cells = "".join(f"<td>{cell}</td>" for cell in _marked(block, notes).split(escape(CELL)))
            lines.append(f"<tr>{cells}</tr>")
        else:
            lines.append(_plain(block, notes))
    return [*lines, *_closed(open_lists, 0), *(["</tbody></table>"] if in_table else [])]


def _item(block: WrittenBlock, place: ListPlace, open_lists: list[Form], notes: int) -> list[str]:
    """Open and close lists so that the item stands in its own; an item keeps its list item open behind it."""
    shared = 0
    while shared < min(len(open_lists), place.depth) and open_lists[shared] == place.forms[shared]:
        shared += 1
    lines = _closed(open_lists, shared)
    if shared == place.depth:
        lines.append("</li>")
    else:
        open_lists.append(place.forms[-1])
        lines.append(_list_tag(place))
    return [*lines, f"<li>{_marked(block, notes)}"]


def _closed(open_lists: list[Form], depth: int) -> list[str]:
    lines = []
    while len(open_lists) > depth:
        lines.append("</li></ul>" if open_lists.pop().name == BULLET else "</li></ol>")
    return lines


def _list_tag(place: ListPlace) -> str:
    name = place.forms[-1].name
    start = f' start="{place.value}"' if place.value != 1 else ""
    if name == BULLET:
        return "<ul>"
    if name in _TYPES:
        return f'<ol type="{_TYPES[name]}"{start}>'
    return f'<ol style="list-style-type: {_STYLES[name]}"{start}>'


def _plain(block: WrittenBlock, notes: int) -> str:
    inner = escape(printed(block)) + _marked(block, notes)
    if block.kind is BlockKind.TITLE:
        return f"<h1>{inner}</h1>"
    if block.kind is BlockKind.HEADING:
        return f"<h2>{inner}</h2>" if block.path.count("/") == 0 else f"<h3>{inner}</h3>"
    if block.kind is BlockKind.SOURCE_NOTE:
        return f"<p><em>{inner}</em></p>"
    if block.kind is BlockKind.CLOSING:
        return f'<p class="closing" style="text-align: end">{inner}</p>'
    return f"<p>{inner}</p>"


def _marked(block: WrittenBlock, notes: int) -> str:
    text, at = "", 0
    for mark, offset in block.references:
        text += escape(block.text[at:offset]) + _reference(mark, notes)
        at = offset
    return text + escape(block.text[at:])


def _reference(mark: str, notes: int) -> str:
    name = f"n{ord(mark)}" if not mark.isalnum() and len(mark) == 1 else f"n{mark.replace('*', 's')}"
    if notes == 0:
        return f'<sup id="ref-{name}"><a href="#{name}">{mark}</a></sup>'
    if notes == 1:
        return f'<a href="#_ft{name}" name="_ftref{name}">[{mark}]</a>'
    return f"<sup>{mark}</sup>"


def _notes(footnotes: Sequence[WrittenBlock], notes: int) -> list[str]:
    lines = []
    for note in footnotes:
        name = (
            f"n{ord(note.mark)}"
            if not note.mark.isalnum() and len(note.mark) == 1
            else f"n{note.mark.replace('*', 's')}"
        )
        text = escape(note.text)
        if notes == 0:
            lines.append(f'<p class="note" id="{name}"><a href="#ref-{name}">{note.mark}</a> {text}</p>')
        elif notes == 1:
            lines.append(
                f'<div id="ft{name}"><p><a href="#_ftref{name}" name="_ft{name}">[{note.mark}]</a> {text}</p></div>'
            )
        else:
            lines.append(f"<p><sup>{note.mark}</sup> {text}</p>")
    return ["<hr>", *lines] if lines else []
