"""Written documents as flat OpenDocument texts, from which LibreOffice makes DOCX and PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape, quoteattr

from written_documents import CELL, WrittenBlock, WrittenDocument
from written_labels import BULLET, Form, ListPlace, list_places, printed

from corpora.documents import BlockKind

_TEMPLATE = Template(Path(__file__).with_name("produced_fodt.xml").read_text(encoding="utf-8"))
_COUNTRIES = {"ar": "EG", "zh": "CN", "en": "GB", "fr": "FR", "ru": "RU", "es": "ES"}
# What OpenDocument calls the forms that LibreOffice can count in; labels of other forms are typed.
_FORMATS = {
    "decimal": "1", "lower-alpha": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I",
    "arabic-indic": "١, ٢, ٣, ...", "han": "一, 二, 三, ...",
    "lower-russian": "а, б, .., аа, аб, ... (ru)", "upper-russian": "А, Б, .., Аа, Аб, ... (ru)",
    BULLET: "",
}  # fmt: skip
_STYLES = {
    BlockKind.SOURCE_NOTE: "Source_20_note",
    BlockKind.ENACTING_WORDS: "Enacting",
    BlockKind.CLOSING: "Closing",
    BlockKind.FURNITURE: "Masthead",
}
_LEVELS = 4


@dataclass(frozen=True)
class Look:
    """How a document is set: lists that count, columns, page, hyphens, alignment."""

    automatic: bool = False
    columns: int = 1
    width_cm: float = 21.0
    height_cm: float = 29.7
    hyphenated: bool = False
    justified: bool = False
    titled_style: bool = False


def look_of(variant: int) -> Look:
    """The look of the document with this number: every mixture comes up among twenty."""
    small = variant % 3 == 1
    return Look(
        automatic=variant % 2 == 0,
        columns=2 if variant % 7 == 3 else 1,
        width_cm=14.8 if small else 21.0,
        height_cm=21.0 if small else 29.7,
        hyphenated=variant % 5 == 2,
        justified=variant % 2 == 1 or variant % 5 == 2,
        titled_style=variant % 4 < 2,
    )


def flat_odt(document: WrittenDocument, variant: int) -> str:
    """The flat OpenDocument text of a document, set as `look_of(variant)` tells."""
    look = look_of(variant)
    places = list_places(document.blocks)
    typed = not look.automatic
    places = [
        None if typed or place is None or place.forms[-1].name not in _FORMATS else place for place in places
    ]
    lists = _Lists()
    body = "\n".join(_body(document, places, lists, look))
    if look.columns > 1:
        body = f'<text:section text:style-name="Columns" text:name="Columns">{body}</text:section>'
    arabic = document.language == "ar"
    # LibreOffice takes "start" for the left, whatever the direction of the paragraph.
    start, end = ("right", "left") if arabic else ("left", "right")
    return _TEMPLATE.substitute(
        language=document.language,
        country=_COUNTRIES[document.language],
        writing="rl-tb" if arabic else "lr-tb",
        align="justify" if look.justified else start,
        start=start,
        end=end,
        hyphenate="true" if look.hyphenated else "false",
        width=f"{look.width_cm}cm",
        height=f"{look.height_cm}cm",
        columns=str(look.columns),
        symbol=escape(document.symbol or document.type),
        job=f"24-0{1000 + variant} ({document.language[0].upper()})",
        lists="\n".join(lists.styles()),
        body=body,
    )


@dataclass
class _Lists:
    """The list styles of a document and how far each level of each has counted."""

    forms: list[list[Form | None]] = field(default_factory=list)
    counts: dict[tuple[int, int], int] = field(default_factory=dict)

    def item(self, place: ListPlace, paragraph: str) -> str:
        """One paragraph in its list; `start-value` only where counting on would give another number."""
        style = self._style(place)
        number = self.counts.get((style, place.depth), 0) + 1
        start = (
            f' text:start-value="{place.value}"'
            if number != place.value and place.forms[-1].name != BULLET
            else ""
        )
        self.counts = {key: n for key, n in self.counts.items() if key[0] != style or key[1] < place.depth}
        self.counts[style, place.depth] = place.value
        opening = f'<text:list text:style-name="L{style}" text:continue-numbering="true">'
        inner = "<text:list-item><text:list>" * (place.depth - 1)
        closing = "</text:list></text:list-item>" * (place.depth - 1)
        return f"{opening}{inner}<text:list-item{start}>{paragraph}</text:list-item>{closing}</text:list>"

    def _style(self, place: ListPlace) -> int:
        """The style whose levels are, or may become, those of the place."""
        for number, levels in enumerate(self.forms):
            if all(have in (None, form) for have, form in zip(levels, place.forms, strict=False)):
                levels[: place.depth] = place.forms
                return number
        self.forms.append([*place.forms, *[None] * (_LEVELS - place.depth)])
        return len(self.forms) - 1

    def styles(self) -> Iterator[str]:
        """The definitions for the file."""
        for number, levels in enumerate(self.forms):
            inner = "".join(_level(depth, form) for depth, form in enumerate(levels, start=1) if form)
            yield f'<text:list-style style:name="L{number}">{inner}</text:list-style>'


def _level(depth: int, form: Form) -> str:
    position = (
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        f'<style:list-level-label-alignment text:label-followed-by="listtab" fo:margin-left="{depth}cm" '
        f'fo:text-indent="-0.9cm" text:list-tab-stop-position="{depth}cm"/></style:list-level-properties>'
    )
    if form.name == BULLET:
        bullet = f'text:level="{depth}" text:bullet-char={quoteattr(form.after)}'
        return f"<text:list-level-style-bullet {bullet}>{position}</text:list-level-style-bullet>"
    around = f"style:num-prefix={quoteattr(form.before)} style:num-suffix={quoteattr(form.after)}"
    number = f'text:level="{depth}" style:num-format={quoteattr(_FORMATS[form.name])} {around}'
    return f"<text:list-level-style-number {number}>{position}</text:list-level-style-number>"


def _body(
    document: WrittenDocument, places: Sequence[ListPlace | None], lists: _Lists, look: Look
) -> Iterator[str]:
    notes = {note.mark: note.text for note in document.footnotes}
    rows: list[str] = []
    for number, (block, place) in enumerate(zip(document.blocks, places, strict=True)):
        if block.kind is BlockKind.TABLE_ROW:
            rows.append(_row(block, notes))
            following = document.blocks[number + 1 : number + 2]
            if not following or following[0].kind is not BlockKind.TABLE_ROW:
                columns = max(row.count("<table:table-cell") for row in rows)
                yield f'<table:table><table:table-column table:number-columns-repeated="{columns}"/>{"".join(rows)}</table:table>'
                rows = []
            continue
        if place is not None:
            yield lists.item(place, f'<text:p text:style-name="Listed">{_marked(block, notes)}</text:p>')
            continue
        gap = (
            "<text:tab/>"
            if printed(block).endswith(" ") and not look.titled_style
            else printed(block)[len(block.label) :]
        )
        yield _paragraph(block, escape(block.label) + gap + _marked(block, notes), look)


def _paragraph(block: WrittenBlock, inner: str, look: Look) -> str:
    if block.kind is BlockKind.TITLE and not look.titled_style:
        return f'<text:h text:style-name="Heading_20_1" text:outline-level="1">{inner}</text:h>'
    if block.kind is BlockKind.TITLE:
        return f'<text:p text:style-name="Title">{inner}</text:p>'
    if block.kind is BlockKind.HEADING:
        return f'<text:h text:style-name="Heading_20_2" text:outline-level="2">{inner}</text:h>'
    return f'<text:p text:style-name="{_STYLES.get(block.kind, "Text_20_body")}">{inner}</text:p>'


def _row(block: WrittenBlock, notes: dict[str, str]) -> str:
    cells = "".join(
        f'<table:table-cell table:style-name="Framed" office:value-type="string"><text:p text:style-name="Cell">{cell}</text:p></table:table-cell>'
        for cell in _marked(block, notes).split(CELL)
    )
    return f"<table:table-row>{cells}</table:table-row>"


def _marked(block: WrittenBlock, notes: dict[str, str]) -> str:
    text, at = "", 0
    for mark, offset in block.references:
        text += escape(block.text[at:offset]) + _note(mark, notes[mark])
        at = offset
    return text + escape(block.text[at:])


def _note(mark: str, text: str) -> str:
    label = "" if mark.isdecimal() else f" text:label={quoteattr(mark)}"
    citation = f"<text:note-citation{label}>{escape(mark)}</text:note-citation>"
    body = f'<text:note-body><text:p text:style-name="Footnote">{escape(text)}</text:p></text:note-body>'
    return f'<text:note text:note-class="footnote">{citation}{body}</text:note>'
