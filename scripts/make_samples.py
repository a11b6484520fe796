"""Make the Word versions of the sample agreement from their texts in scripts/sample_sources/.

    python scripts/make_samples.py [--out FOLDER]

Writes accord_archives_ES.docx (numbered by Word) and accord_archives_RU.docx (numbered by hand), by
default into samples/. The parts are written directly, since python-docx makes no footnotes. The same
texts give the same bytes on every machine: fixed dates, fixed order, no compression.

A source has one paragraph a line, "style: text". `{1}` in a text is the mark of footnote 1; the lines
of style "note", in order, are the footnotes. The styles are the keys of `STYLES`.
"""

from __future__ import annotations

import argparse
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "scripts" / "sample_sources"
LANGUAGES = {"ES": "es-ES", "RU": "ru-RU"}

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = f'xmlns:w="{WORD}" xmlns:r="{OFFICE}"'

BODY_LIST, ANNEX_LIST = 1, 2

# Source style -> (Word style, list, level); list 0: no number. Articles get theirs from their style,
# as Word's own heading numbering does, the others on the paragraph.
STYLES: dict[str, tuple[str, int, int]] = {
    "title": ("Title", 0, 0),
    "heading": ("Heading1", 0, 0),
    "subheading": ("Heading2", 0, 0),
    "body": ("Normal", 0, 0),
    "article": ("ArticleHeading", 0, 0),
    "number": ("Normal", BODY_LIST, 1),
    "letter": ("Normal", BODY_LIST, 2),
    "roman": ("Normal", BODY_LIST, 3),
    "annex-number": ("Normal", ANNEX_LIST, 0),
    "annex-letter": ("Normal", ANNEX_LIST, 1),
}

# Level formats of the two lists: (number format, text as Word's w:lvlText has it).
LEVELS: dict[int, tuple[tuple[str, str], ...]] = {
    BODY_LIST: (
        ("decimal", "Artículo %1."),
        ("decimal", "%2."),
        ("lowerLetter", "%3)"),
        ("lowerRoman", "%4)"),
    ),
    ANNEX_LIST: (("decimal", "%1."), ("lowerLetter", "%2)")),
}

RELATED = ("styles", "numbering", "footnotes")


@dataclass(frozen=True, slots=True)
class Source:
    """The paragraphs of one version as (style, text), and the texts of its footnotes in order."""

    paragraphs: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def read_source(path: Path) -> Source:
    """Read one source; a line with an unknown style raises ValueError with its line number."""
    paragraphs: list[tuple[str, str]] = []
    notes: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        style, _, text = line.partition(": ")
        if style == "note":
            notes.append(text)
        elif style in STYLES:
            paragraphs.append((style, text))
        else:
            raise ValueError(f"{path}, line {number}: unknown style {style!r}; known: {', '.join(STYLES)}")
    return Source(tuple(paragraphs), tuple(notes))


def run(text: str) -> str:
    """Wrap plain text in a run."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def paragraph(style: str, text: str) -> str:
    """One paragraph of the body, its footnote marks as references."""
    word_style, list_id, level = STYLES[style]
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>' if list_id else ""
    properties = f'<w:pPr><w:pStyle w:val="{word_style}"/>{number}</w:pPr>'
    pieces = re.split(r"\{(\d+)\}", text)
    runs = [
        f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{piece}"/></w:r>'
        if index % 2
        else run(piece)
        for index, piece in enumerate(pieces)
    ]
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def document_part(source: Source) -> str:
    """word/document.xml."""
    body = "\n".join(paragraph(style, text) for style, text in source.paragraphs)
    page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    return f"<w:document {NAMESPACES}><w:body>\n{body}\n{page}</w:body></w:document>"


def footnotes_part(source: Source) -> str:
    """word/footnotes.xml: the two separators that Word expects, then the notes from id 1."""
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
        f"{mark}{run(' ' + text)}</w:p></w:footnote>"
        for number, text in enumerate(source.notes, start=1)
    )
    return f"<w:footnotes {NAMESPACES}>{separators}{notes}</w:footnotes>"


def numbering_part() -> str:
    """word/numbering.xml: both lists, each level restarting after the one above it."""
    lists: list[str] = []
    for list_id, levels in LEVELS.items():
        inner = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            + ('<w:pStyle w:val="ArticleHeading"/>' if (list_id, level) == (BODY_LIST, 0) else "")
            + f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
            for level, (form, text) in enumerate(levels)
        )
        lists.append(
            f'<w:abstractNum w:abstractNumId="{list_id}">'
            f'<w:multiLevelType w:val="multilevel"/>{inner}</w:abstractNum>'
        )
    lists += [f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in LEVELS]
    return f"<w:numbering {NAMESPACES}>{''.join(lists)}</w:numbering>"


def styles_part(language: str) -> str:
    """word/styles.xml: the language of the text, and the styles named in `STYLES`."""
    article = (
        '<w:pPr><w:numPr><w:ilvl w:val="0"/>'
        f'<w:numId w:val="{BODY_LIST}"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr>'
    )
    styles = (
        ("Title", "Title", ""),
        ("Heading1", "heading 1", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
        ("Heading2", "heading 2", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
        ("ArticleHeading", "Article heading", article),
        ("FootnoteText", "footnote text", ""),
    )
    inner = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/>{properties}</w:style>'
        for key, name, properties in styles
    )
    return (
        f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:lang w:val="{language}"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        f"{inner}</w:styles>"
    )


def content_types_part() -> str:
    """[Content_Types].xml."""
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{CONTENT}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), *((name, name) for name in RELATED))
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def relationships_part(targets: tuple[tuple[str, str], ...]) -> str:
    """Write a .rels part from (kind, target) pairs."""
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def docx_bytes(source: Source, language: str) -> bytes:
    """Zip the parts: stored, not compressed, since deflate's output differs between zlib builds."""
    parts = {
        "[Content_Types].xml": content_types_part(),
        "_rels/.rels": relationships_part((("officeDocument", "word/document.xml"),)),
        "word/document.xml": document_part(source),
        "word/_rels/document.xml.rels": relationships_part(tuple((name, f"{name}.xml") for name in RELATED)),
        "word/styles.xml": styles_part(language),
        "word/numbering.xml": numbering_part(),
        "word/footnotes.xml": footnotes_part(source),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, xml in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 0  # else it names the system that runs this
            archive.writestr(entry, (DECLARATION + xml + "\n").encode("utf-8"))
    return buffer.getvalue()


def make_samples(out: Path) -> list[Path]:
    """Write both files into the folder `out`; return their paths."""
    out.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for suffix, language in LANGUAGES.items():
        source = read_source(SOURCES / f"accord_archives_{suffix}.txt")
        path = out / f"accord_archives_{suffix}.docx"
        path.write_bytes(docx_bytes(source, language))
        made.append(path)
    return made


def main() -> None:
    """Read the command line and write the files."""
    assert __doc__
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "samples", help="folder (default: samples/)")
    for path in make_samples(parser.parse_args().out):
        print(path)


if __name__ == "__main__":
    main()
