"""Encodings are told from the bytes, mojibake is refused, and no invisible character stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.characters import character_notes, clean_text
from corpora.encodings import declared_charset, decode_text
from corpora.errors import UndecodableText
from corpora.mojibake import is_mojibake
from corpora.read_document import read_document

SENTENCES = {
    "ar": "إن الجمعية العامة، إذ تؤكد من جديد أهمية التعاون الدولي، تقرر النظر في المسألة في دورتها المقبلة.",
    "zh": "大会，重申国际合作的重要性，决定在下届会议上审议这一问题，并请秘书长提交报告。",
    "en": "The General Assembly, “reaffirming” the importance of co-operation — as ever —, decides to meet.",
    "fr": "L’Assemblée générale, réaffirmant la coopération, décide d’examiner la question où elle naît.",
    "ru": "Генеральная Ассамблея, подтверждая важность сотрудничества, постановляет рассмотреть вопрос.",
    "es": "La Asamblea General, reafirmando la cooperación, pide que se informe el próximo año: ¿cuándo?",
}
LEGACY = [
    ("ar", "cp1256"), ("ar", "iso8859-6"), ("zh", "gb18030"), ("zh", "big5"), ("en", "cp1252"),
    ("fr", "cp1252"), ("fr", "mac-roman"), ("es", "cp1252"),
    ("ru", "cp1251"), ("ru", "koi8-r"), ("ru", "iso8859-5"), ("ru", "cp866"),
]  # fmt: skip
PATH = Path("document.txt")


def read(data: bytes, declared: str | None = None) -> tuple[str, str]:
    text, encoding = decode_text(PATH, data, declared)
    return text, encoding.name


@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_are_read_with_and_without_a_mark(language: str, encoding: str) -> None:
    text = SENTENCES[language] + "\n2013\n"
    assert decode_text(PATH, text.encode(encoding))[0] == text


@pytest.mark.parametrize(("language", "encoding"), LEGACY)
def test_legacy_tables_are_told_from_the_bytes_alone(language: str, encoding: str) -> None:
    data = SENTENCES[language].encode(encoding, "ignore")
    assert read(data) == (data.decode(encoding), encoding)


def test_latin_1_is_read_as_the_windows_table_that_extends_it() -> None:
    assert read("déjà été".encode("iso8859-1")) == ("déjà été", "cp1252")


def test_a_declared_charset_is_kept_only_if_the_result_reads_as_text() -> None:
    russian = SENTENCES["ru"].encode("koi8-r")
    assert read(russian, "koi8-r") == (SENTENCES["ru"], "koi8-r")
    assert decode_text(PATH, russian, "iso-8859-1")[0] == SENTENCES["ru"]
    assert read(SENTENCES["fr"].encode(), "iso-8859-1") == (SENTENCES["fr"], "utf-8")


@pytest.mark.parametrize("language", ["ar", "zh", "fr", "ru", "es"])
@pytest.mark.parametrize("table", ["cp1252", "cp1251", "cp1256", "iso8859-1", "gb18030"])
def test_utf8_read_with_a_wrong_table_is_refused_with_the_line(language: str, table: str) -> None:
    wrong = SENTENCES[language].encode().decode(table, "replace")
    text = "PLAIN TITLE\n" + wrong
    with pytest.raises(UndecodableText, match=r"document\.txt, line 2: the text is garbled") as caught:
        decode_text(PATH, text.encode())
    assert caught.value.place == "line 2"
    assert "UTF-8" in caught.value.advice


@pytest.mark.parametrize(
    "text", [*SENTENCES.values(), "«СССР»", "LIBERTÉ\xa0: ÉGALITÉ\xa0;", "OÙ\xa0?", "ESPAÑA »", ""]
)
def test_sound_text_is_no_mojibake(text: str) -> None:
    assert is_mojibake(text) is None


def test_lost_letters_and_c1_controls_are_mojibake() -> None:
    assert is_mojibake("d�cide d'�tudier la coop�ration") == (
        "3 replacement characters (U+FFFD) stand where letters were lost"
    )
    assert "U+0080" in (is_mojibake("l\x92heure de l\x92or d\x92ici") or "")


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"\x00\x01\x02\x03" * 100])
def test_binary_junk_is_refused(data: bytes) -> None:
    with pytest.raises(UndecodableText):
        decode_text(PATH, data)


def test_line_ends_become_line_feeds() -> None:
    assert decode_text(PATH, b"a\r\nb\rc\nd")[0] == "a\nb\nc\nd"


def test_invisible_and_forbidden_characters_are_taken_out_and_counted() -> None:
    text, counts = clean_text("\ufeffA\u200f/\u202bRES\u202c\x00 co\u00adop\u200be\u0301")
    assert text == "A/RES coopé"
    assert [note.message for note in character_notes(counts)] == [
        "1 control character taken out of the text",
        "3 direction marks taken out of the text",
        "2 invisible characters taken out of the text",
        "1 soft hyphen taken out of the text",
    ]


def test_a_joiner_between_arabic_letters_is_spelling_and_stays() -> None:
    assert clean_text("می\u200cخواهم")[0] == "می\u200cخواهم"
    assert clean_text("a\u200cb")[0] == "ab"


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b'<?xml version="1.0" encoding="windows-1251"?>', "windows-1251"),
        (b'<META http-equiv="Content-Type" content="text/html; charset=gb2312">', "gb18030"),
        (b'<meta charset="ISO-8859-1">', "cp1252"),
        (b"<html>", None),
    ],
)
def test_the_charset_of_the_markup_is_found(head: bytes, charset: str | None) -> None:
    assert declared_charset(head) == charset


def test_every_real_file_of_the_data_is_read_as_utf8(shared_data: Path) -> None:
    for name in ("udhr/arb.html", "udhr/cmn_hans.html", "cc_legalcode/by_4.0_ru.html", "canada/fra_U-2.xml"):
        data = (shared_data / name).read_bytes()
        assert decode_text(shared_data / name, data)[1].name == "utf-8"


@pytest.mark.parametrize(("language", "encoding"), LEGACY)
def test_a_table_told_from_letters_has_a_confidence_that_is_high_for_a_sentence(
    language: str, encoding: str
) -> None:
    told = decode_text(PATH, SENTENCES[language].encode(encoding, "ignore") * 3)[1]
    assert told.told_by == "letters"
    assert 0.9 < told.confidence < 1


@pytest.mark.parametrize(
    ("data", "name", "told_by"),
    [
        (SENTENCES["ar"].encode("utf-8-sig"), "utf-8", "byte order mark"),
        (SENTENCES["zh"].encode("utf-16"), "utf-16-le", "byte order mark"),
        (SENTENCES["ru"].encode(), "utf-8", "UTF-8 throughout"),
    ],
)
def test_what_the_bytes_prove_is_certain(data: bytes, name: str, told_by: str) -> None:
    told = decode_text(PATH, data)[1]
    assert (told.name, told.told_by, told.confidence) == (name, told_by, 1.0)


def test_utf16_without_a_mark_and_a_declaration_are_told_as_such() -> None:
    assert decode_text(PATH, SENTENCES["fr"].encode("utf-16-be"))[1].told_by == "pattern of bytes"
    told = decode_text(PATH, SENTENCES["ru"].encode("koi8-r"), "koi8-r")[1]
    assert (told.told_by, told.confidence > 0.9) == ("declaration", True)


def test_one_letter_is_a_doubtful_guess_and_longer_text_a_surer_one() -> None:
    short = decode_text(PATH, "«n°»".encode("cp1252"))[1].confidence
    assert short < 0.95 < decode_text(PATH, (SENTENCES["fr"] * 4).encode("cp1252"))[1].confidence


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("ar", "cp1256"),
        ("zh", "gb18030"),
        ("en", "cp1252"),
        ("fr", "mac-roman"),
        ("ru", "koi8-r"),
        ("es", "cp1252"),
    ],
)
def test_a_document_reports_the_guess_with_its_confidence(
    tmp_path: Path, language: str, encoding: str
) -> None:
    path = tmp_path / f"text.{language}.txt"
    path.write_bytes((SENTENCES[language] + "\n\n").encode(encoding, "ignore") * 4)
    document = read_document(path)
    assert document.encoding is not None
    assert document.encoding.name == encoding
    confidence = f"{document.encoding.confidence:.3f}"
    assert [note.message for note in document.notes if "told by" in note.message] == [
        f"read as {encoding}, told by its letters: confidence {confidence}"
    ]


def test_a_doubtful_guess_is_a_warning_and_utf8_no_remark(tmp_path: Path) -> None:
    path = tmp_path / "text.fr.txt"
    path.write_bytes("Annexe A\n\n§ 5\n".encode("cp1252"))
    assert [note.severity for note in read_document(path, "fr").notes] == ["warning"]
    path.write_text("Annexe A\n\n§ 5\n", encoding="utf-8")
    assert read_document(path, "fr").notes == ()
