"""One call reads a file: language, structure, symbol, title, date; contradictions become notes."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

import pytest

from corpora.documents import BlockKind
from corpora.errors import LanguageUnknown, ReadingError
from corpora.read_document import read_document, read_lines

FRENCH = (
    "L’Assemblée générale,\n\n"
    "Rappelant sa résolution 11/22 relative à la protection des fleuves et des lacs,\n\n"
    "1. Décide de se réunir.\n"
)
ENGLISH = (
    "The General Assembly,\n\n"
    "Recalling its resolution 11/22 on the protection of rivers and lakes,\n\n"
    "1. Decides to meet.\n"
)


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def messages(path: Path, language: str | None = None) -> list[str]:
    return [note.message for note in read_document(path, language).notes]


def test_the_seed_is_read_under_its_hash_name(shared_data):
    path = shared_data / "seed/000_f5a6619dfb9974a0.txt"
    document = read_document(path)
    assert document.path == path
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert document.language == "fr"
    assert document.symbol == "A/RES/68/187"
    assert document.date == datetime.date(2013, 12, 18)
    assert document.title is not None
    assert document.title.startswith("68/187. Assistance technique à apporter en vue de l’application")
    assert document.title.endswith("relatifs à la lutte contre le terrorisme")
    assert document.notes == ()


DATES = [
    ("en", "12/34. Rivers\n\nThe General Assembly,\n\n1. Decides.\n\n5th plenary meeting\n4 June 2002\n"),
    ("fr", "12/34. Fleuves\n\nL’Assemblée générale,\n\n1. Décide.\n\n5e séance plénière\n4 juin 2002\n"),
    ("es", "12/34. Ríos\n\nLa Asamblea General,\n\n1. Decide.\n\n5ª sesión plenaria\n4 de junio de 2002\n"),
    (
        "ru",
        "12/34. Реки\n\nГенеральная Ассамблея,\n\n1. решает.\n\n5-е пленарное заседание\n4 июня 2002 года\n",
    ),
    ("ar", "١٢/٣٤ - الأنهار\n\nإن الجمعية العامة،\n\n١ - تقرر.\n\nالجلسة العامة ٥\n٤ حزيران/يونيه ٢٠٠٢\n"),
    ("zh", "12/34. 河流\n\n大会，\n\n1．决定。\n\n第5次全体会议\n2002年6月4日\n"),
]


@pytest.mark.parametrize(("language", "text"), DATES)
def test_symbol_title_and_date_are_read_in_every_language(tmp_path, language, text):
    document = read_document(write(tmp_path, "x.txt", text), language)
    assert document.symbol == "A/RES/12/34"
    assert document.title == text.split("\n")[0]
    assert document.date == datetime.date(2002, 6, 4)


def test_the_text_tells_the_language_without_a_name(tmp_path):
    assert read_document(write(tmp_path, "scan.txt", FRENCH)).language == "fr"
    assert read_document(write(tmp_path, "scan2.txt", ENGLISH)).language == "en"


def test_the_argument_is_believed_and_may_be_a_name(tmp_path):
    path = write(tmp_path, "scan.txt", FRENCH)
    assert read_document(path, "en").language == "en"
    assert read_document(path, "Spanish").language == "es"


def test_an_argument_against_the_text_is_believed_and_reported(tmp_path):
    document = read_document(write(tmp_path, "report.fr.txt", FRENCH), "en")
    assert document.language == "en"
    assert [(note.severity, note.message) for note in document.notes] == [
        ("warning", "the language is given as en, but the text looks like fr")
    ]


def test_an_argument_that_the_text_confirms_settles_what_the_name_says(tmp_path):
    path = write(tmp_path, "report.en.txt", FRENCH)
    assert read_document(path, "fr").notes == ()
    assert read_document(path, "fr-CA").notes == ()


def test_a_name_against_the_text_is_reported_and_the_text_believed(tmp_path):
    path = write(tmp_path, "report.en.txt", FRENCH)
    document = read_document(path)
    assert document.language == "fr"
    assert [(note.severity, note.message) for note in document.notes] == [
        (
            "warning",
            "the language is not told clearly: the file name says en, the markup nothing, the text fr",
        )
    ]


def test_a_short_text_leaves_the_language_to_its_name(tmp_path):
    assert read_document(write(tmp_path, "x.es.txt", "Ríos\n")).language == "es"


def test_a_text_without_letters_has_no_language(tmp_path):
    with pytest.raises(LanguageUnknown, match="--language"):
        read_document(write(tmp_path, "x.txt", "12 345\n67 890,1\n"))


def test_two_languages_in_one_file_are_reported_with_their_shares(tmp_path):
    path = write(tmp_path, "x.txt", f"{FRENCH}\n{ENGLISH}")
    assert messages(path) == ["the file mixes languages: fr 63 %, en 37 %"]


def test_a_name_against_the_title_is_reported_and_the_name_believed(tmp_path):
    path = write(tmp_path, "A_RES_12_35.fr.txt", f"12/34. Fleuves\n\n{FRENCH}")
    document = read_document(path)
    assert document.symbol == "A/RES/12/35"
    assert [note.message for note in document.notes] == [
        "the file name A_RES_12_35.fr.txt says A/RES/12/35, the text says A/RES/12/34; the name is believed"
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_does_not_change_the_document(tmp_path, encoding):
    document = read_document(write(tmp_path, "x.txt", FRENCH, encoding))
    assert document.blocks[0].text == "L’Assemblée générale,"
    assert document.blocks[0].place.start == 0


def test_line_ends_of_any_system_give_the_same_blocks(tmp_path):
    unix = read_document(write(tmp_path, "a.txt", FRENCH)).blocks
    windows = read_document(write(tmp_path, "b.txt", FRENCH.replace("\n", "\r\n"))).blocks
    assert windows == unix


@pytest.mark.parametrize("text", ["", " \n \n"])
def test_a_file_without_text_is_refused(tmp_path, text):
    with pytest.raises(ReadingError):
        read_document(write(tmp_path, "x.txt", text))
    with pytest.raises(ReadingError):
        read_lines(write(tmp_path, "x.txt", text))


def test_a_missing_file_is_refused_with_its_name(tmp_path):
    with pytest.raises(ReadingError, match=r"missing\.txt"):
        read_document(tmp_path / "missing.txt")
    with pytest.raises(ReadingError, match=r"missing\.txt"):
        read_lines(tmp_path / "missing.txt")


LINES = {
    "fr": ("Article 3", "a) Le premier point", "Article", "Le premier point"),
    "en": ("Article 3", "(a) The first point", "Article", "The first point"),
    "es": ("Artículo 3", "a) El primer punto", "Artículo", "El primer punto"),
    "ru": ("Статья 3", "а) первый пункт", "Статья", "первый пункт"),
    "ar": ("المادة ٣", "(أ) النقطة الأولى", "المادة", "النقطة الأولى"),
    "zh": ("第三条", "(a) 第一点", "第条", "第一点"),
}


@pytest.mark.parametrize("language", LINES)
def test_lines_keep_their_numbers_and_their_labels(tmp_path, language):
    article, item, _, text = LINES[language]
    path = write(tmp_path, "x.txt", f"{article}\n\n{item}\nhttp://undocs.org/A/1\n")
    blocks = read_lines(path, language).blocks
    assert [(b.text, b.path, b.place.line) for b in blocks] == [
        (article, "ART3", 1),
        ("", "", 2),
        (text, "ART3/a", 3),
        ("http://undocs.org/A/1", "", 4),
    ]


@pytest.mark.parametrize("language", LINES)
def test_ignored_labels_are_masked_and_give_no_path(tmp_path, language):
    article, item, masked, text = LINES[language]
    blocks = read_lines(write(tmp_path, "x.txt", f"{article}\n{item}"), language, ignore_labels=True).blocks
    assert [(b.text, b.label, b.path) for b in blocks] == [(masked, "", ""), (text, "", "")]


def test_lines_are_neither_joined_nor_lifted(tmp_path):
    text = "The line goes on in\nthe next one,\n\n_____\n1 A note.\n- 3 -\n"
    document = read_lines(write(tmp_path, "x.txt", text), "en")
    assert [block.text for block in document.blocks] == [
        "The line goes on in",
        "the next one,",
        "",
        "_____",
        "1 A note.",
        "- 3 -",
    ]
    assert document.removed == ()
    assert document.footnotes == ()


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_the_units_of_the_declaration_keep_their_lines(shared_data, language):
    path = shared_data / "udhr" / "units" / f"{language}.txt"
    document = read_lines(path)
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    assert document.language == language
    assert len(document.blocks) == len(lines)
    articles = [
        block.path for block in document.blocks if block.path.startswith("ART") and "/" not in block.path
    ]
    assert articles == [f"ART{number}" for number in range(1, 31)]
    assert all(
        block.text == line for block, line in zip(document.blocks, lines, strict=True) if not block.label
    )


@pytest.mark.parametrize(
    ("name", "language"),
    [("fra", "fr"), ("eng", "en"), ("spa", "es"), ("rus", "ru"), ("arb", "ar"), ("cmn_hans", "zh")],
)
def test_a_page_of_the_declaration_has_its_thirty_articles(shared_data, name, language):
    document = read_document(shared_data / "udhr" / f"{name}.html")
    assert document.language == language
    headings = [block.path for block in document.blocks if block.kind is BlockKind.HEADING and block.path]
    assert headings == [f"ART{number}" for number in range(1, 31)]
