"""DOCX out, for a pair: under the heading of each document a table with source and target side by side.

WordprocessingML (ECMA-376, part 1, 17), written piece by piece into the archive, in constant memory.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, Final

from corpora.languages import is_right_to_left, language_name
from tm.detailed_units import DetailedUnit, detailed_units
from tm.errors import ExportError
from tm.reproducible_time import FIRST_MOMENT, LAST_MOMENT, moment_of_file
from tm.selection import Choice, ExportReport, Tally, UnitSource, check_choice, opened_output

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
# Spelling is checked by language and region.
_REGIONS: Final = {"ar": "ar-SA", "en": "en-GB", "es": "es-ES", "fr": "fr-FR", "ru": "ru-RU", "zh": "zh-CN"}
_EAST_ASIAN = frozenset({"zh", "ja", "ko"})
# Twentieths of a point: A4 on its side, margins of 2 cm, two equal columns.
_PAGE = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
_SIDES = " ".join(f'w:{side}="1134"' for side in ("top", "right", "bottom", "left"))
_MARGINS = f'<w:pgMar {_SIDES} w:header="567" w:footer="567" w:gutter="0"/>'
_COLUMN = 7285
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_TO_ESCAPE = re.compile('[&<>"]')
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="{_CORE}"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "word/styles.xml": (
        f'<w:styles xmlns:w="{_MAIN}">'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:keepNext/><w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="0"/></w:pPr>'
        '<w:rPr><w:b/><w:bCs/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr></w:style></w:styles>'
    ),
}  # fmt: skip


def write_docx(
    memory: UnitSource,
    out: Path | BinaryIO,
    *,
    level: str = "paragraph",
    pair: tuple[str, str] | None = None,
    min_probability: float = 0.0,
) -> ExportReport:
    """Write the pair: a heading a document, under it a table of two columns with a row a unit.

    Every run has its language, Arabic runs from right to left. The same memory gives the same bytes. Raises
    `ExportError`, also without a pair.
    """
    if pair is None:
        raise ExportError("A bilingual DOCX holds one pair. Name source and target: --pair fr:en.")
    choice = Choice(level, pair, min_probability)
    check_choice(choice, memory.languages)
    tally = Tally()
    units = detailed_units(memory, choice, tally)
    with opened_output(out) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**_PARTS, "docProps/core.xml": _core(pair)}.items():
            _add(archive, name, [_XML, content])
        _add(archive, "word/document.xml", _document(units, pair, tally))
    return tally.report(pair[0])


def _add(archive: zipfile.ZipFile, name: str, pieces: Iterable[str]) -> None:
    # A ZIP archive cannot say an earlier moment, and none that the clock of its format does not reach.
    moment = min(max(moment_of_file(), FIRST_MOMENT), LAST_MOMENT)
    info = zipfile.ZipInfo(name, moment.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    # The same on every system: else Windows would write 0 here and others 3.
    info.create_system = 3
    try:
        with archive.open(info, "w") as part:
            for piece in pieces:
                part.write(piece.encode("utf-8"))
    except RuntimeError as error:
        # Beyond 2 GB zipfile asks for ZIP64, of which word processors say that the file is damaged.
        reason = "The document has more than 2 GB of text, which no word processor opens."
        raise ExportError(f"{reason} Choose fewer units, or another format.") from error


def _core(pair: tuple[str, str]) -> str:
    moment = moment_of_file().strftime("%Y-%m-%dT%H:%M:%SZ")
    title = " / ".join(language_name(code) for code in pair)
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_escaped(title)}</dc:title><dc:creator>hexapla</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created></cp:coreProperties>'
    )


def _document(units: Iterator[DetailedUnit], pair: tuple[str, str], tally: Tally) -> Iterator[str]:
    yield f'{_XML}<w:document xmlns:w="{_MAIN}"><w:body>'
    for name, of_set in groupby(units, key=lambda one: one.unit.symbol or one.unit.set_name):
        yield f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{_run(name, "en")}</w:p>'
        yield _table_head(pair)
        for detailed in of_set:
            tally.count(detailed.unit)
            cells = (_cell(variant.text, variant.language) for variant in detailed.unit.variants)
            yield f"<w:tr>{''.join(cells)}</w:tr>"
        # Two tables without a paragraph between them would become one.
        yield "</w:tbl><w:p/>"
    yield f"<w:sectPr>{_PAGE}{_MARGINS}</w:sectPr></w:body></w:document>"


def _table_head(pair: tuple[str, str]) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>' for side in sides)
    cells = "".join(_cell(language_name(code), "en") for code in pair)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{2 * _COLUMN}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{_COLUMN}"/><w:gridCol w:w="{_COLUMN}"/></w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"
    )


def _cell(text: str, language: str) -> str:
    direction = "<w:pPr><w:bidi/></w:pPr>" if is_right_to_left(language) else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_COLUMN}" w:type="dxa"/></w:tcPr>'
        f"<w:p>{direction}{_run(text, language)}</w:p></w:tc>"
    )


def _run(text: str, language: str) -> str:
    region = _escaped(_REGIONS.get(language, language))
    fonts, direction, kind = "", "", "val"
    if is_right_to_left(language):
        direction, kind = "<w:rtl/>", "bidi"
    elif language in _EAST_ASIAN:
        # Signs that both have, such as quotation marks, then come from the East Asian font.
        fonts, kind = '<w:rFonts w:hint="eastAsia"/>', "eastAsia"
    properties = f'<w:rPr>{fonts}{direction}<w:lang w:{kind}="{region}"/></w:rPr>'
    return f'<w:r>{properties}<w:t xml:space="preserve">{_escaped(text)}</w:t></w:r>'


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(lambda found: _ESCAPES[found.group()], text)
