"""Any file: its real type is told from its bytes; what cannot be read is refused with reason and advice."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from corpora.errors import ReadingError, UnsafeDocument
from corpora.file_types import FileType, detect_file_type
from corpora.readers import read_raw
from corpora.readers.inline_text import Mark, Piece, join_pieces
from corpora.readers.numbering import format_number, word_letters


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"Article 1\n", FileType.PLAIN),
        (b"a < b and c > d", FileType.PLAIN),
        (b"<https://undocs.org/A/68/457>", FileType.PLAIN),
        (b"\xef\xbb\xbf<!DOCTYPE HTML>\n<html>", FileType.HTML),
        (b"<p>fragment", FileType.HTML),
        ('<html lang="ru"><p>да'.encode("utf-16"), FileType.HTML),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html xmlns="h">', FileType.HTML),
        (b'<?xml version="1.0"?><Statute/>', FileType.XML),
        (b'<akomaNtoso xmlns="x"><act/></akomaNtoso>', FileType.XML),
        (b"junk\n%PDF-1.4", FileType.PDF),
        (archive(**{"word__document.xml": b"<d/>"}), FileType.DOCX),
    ],
)
def test_the_type_is_told_from_the_bytes(data: bytes, kind: FileType) -> None:
    assert detect_file_type(Path("file"), data) is kind


@pytest.mark.parametrize(
    ("name", "data", "reason", "advice"),
    [
        ("a.txt", b"", "the file is empty", "complete"),
        ("a.txt", b"\xef\xbb\xbf \n", "the file is empty", "complete"),
        ("a.docx", b"plain text", "must be a ZIP archive", "word processor"),
        (
            "a.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "old binary Office file and no Word document",
            ".docx",
        ),
        ("a.png", b"\x89PNG\r\n\x1a\n", "an image (PNG)", "OCR"),
        ("a.odt", archive(**{"content.xml": b"<a/>"}), "an OpenDocument file that is no text", ".docx"),
        ("a.xlsx", archive(**{"xl__workbook.xml": b"<a/>"}), "a spreadsheet", "HTML"),
        ("a.zip", archive(readme=b"x"), "a ZIP archive", "unpack"),
        ("a.docx", archive(**{"word__document.xml": b"<a/>"})[:40], "damaged", "complete"),
        ("a.txt", bytes(range(1, 32)) * 40, "the bytes are no text", "right file"),
        ("a.html", b"<html><body></body></html>", "no text of its own", "browser"),
    ],
)
def test_what_cannot_be_read_is_refused_with_reason_and_advice(
    tmp_path: Path, name: str, data: bytes, reason: str, advice: str
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(ReadingError) as caught:
        read_raw(file)
    assert reason in caught.value.reason
    assert advice in caught.value.advice
    assert str(file) in str(caught.value)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "bomb.docx"
    file.write_bytes(archive(**{"word__document.xml": bytes(60_000_000)}))
    with pytest.raises(UnsafeDocument, match="zip bomb"):
        read_raw(file)


def test_a_missing_file_and_a_folder_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(ReadingError, match="the file cannot be read"):
            read_raw(path)


def test_a_wrong_extension_is_a_warning_and_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    data = "<html lang='es'><p>Decide examinar la cuestión.</p></html>".encode()
    file.write_bytes(data)
    document, digest = read_raw(file)
    assert digest == hashlib.sha256(data).hexdigest()
    assert [block.text for block in document.blocks] == ["Decide examinar la cuestión."]
    assert [(n.severity, n.message) for n in document.notes] == [
        ("warning", "the extension .txt promises plain text, but the file is HTML")
    ]


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("decimal", ["1", "9", "10", "28"]),
        ("lower-alpha", ["a", "i", "j", "ab"]),
        ("upper-roman", ["I", "IX", "X", "XXVIII"]),
        ("lower-russian", ["а", "и", "к", "я"]),
        ("abjad", ["أ", "ط", "ي", "غ"]),
        ("arabic-indic", ["١", "٩", "١٠", "٢٨"]),
        ("han", ["一", "九", "十", "二十八"]),
        ("fullwidth", ["１", "９", "１０", "２８"]),
        ("parenthesised", ["⑴", "⑼", "⑽", "28"]),
    ],
)
def test_numbers_are_written_in_the_alphabets_of_lists(style: str, expected: list[str]) -> None:
    assert [format_number(number, style) for number in (1, 9, 10, 28)] == expected


def test_han_numbers_fill_gaps_and_word_processors_double_letters() -> None:
    assert [format_number(n, "han") for n in (11, 20, 101, 110, 1005)] == [
        "十一",
        "二十",
        "一百零一",
        "一百一十",
        "一千零五",
    ]
    assert [word_letters(n, upper=False) for n in (26, 27, 28)] == ["z", "aa", "bb"]


def test_pieces_are_joined_with_single_spaces_and_exact_offsets() -> None:
    pieces: list[Piece] = ["  Unies ", Mark("1"), "\n et", " ", "\u200f plus\u00a0; fin  ", Mark("2")]
    text, marks, counts = join_pieces(pieces)
    assert text == "Unies et plus\u00a0; fin"
    assert [(mark.mark, offset) for mark, offset in marks] == [("1", 5), ("2", 19)]
    assert counts == {"direction mark": 1}
