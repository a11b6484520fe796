"""A document's own symbol comes from its name, its masthead or its title with its organ."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpora.own_symbol import own_symbol
from corpora.readers.plain import read_plain_text
from corpora.structure import structure_document


def symbol(text: str, language: str, stem: str = "scan") -> str | None:
    structure = structure_document(read_plain_text(Path("x.txt"), text), language)
    return own_symbol(stem, structure.blocks, structure.removed)


TITLE_AND_ORGAN = [
    ("fr", "12/34. Protection des fleuves\n\nL’Assemblée générale,\n\n1. Décide.\n", "A/RES/12/34"),
    ("en", "Resolution 1999 (2012)\n\nThe Security Council,\n\nDecides so.\n", "S/RES/1999(2012)"),
    ("en", "77 (1950). Resolution of 3 May 1950\n\nThe Security Council,\n\nDecides so.\n", "S/RES/77(1950)"),
    ("es", "2011/27. Ríos\n\nEl Consejo Económico y Social,\n\n1. Decide.\n", "E/RES/2011/27"),
    ("en", "16/2. Rivers\n\nThe Human Rights Council,\n\n1. Decides.\n", "A/HRC/RES/16/2"),
    ("ru", "12/34. Охрана рек\n\nГенеральная Ассамблея,\n\n1. постановляет.\n", "A/RES/12/34"),
    ("ar", "١٢/٣٤ - حماية الأنهار\n\nإن الجمعية العامة،\n\n١ - تقرر.\n", "A/RES/12/34"),
    ("ar", "القرار 1999 (2012)\n\nإن مجلس الأمن،\n\nيقرر ذلك.\n", "S/RES/1999(2012)"),
    ("zh", "12/34. 保护河流\n\n大会，\n\n1．决定。\n", "A/RES/12/34"),
    ("zh", "第1999(2012)号决议\n\n安全理事会，\n\n决定。\n", "S/RES/1999(2012)"),
    ("en", "1814 (XVII). Rivers\n\nThe General Assembly,\n\n1. Decides.\n", "A/RES/1814(XVII)"),
    ("en", "S-10/2. Rivers\n\nThe General Assembly,\n\n1. Decides.\n", "A/RES/S-10/2"),
    ("en", "12/34 B. Rivers\n\nThe General Assembly,\n\n1. Decides.\n", "A/RES/12/34B"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), TITLE_AND_ORGAN)
def test_the_number_of_the_title_with_the_organ_is_the_symbol(language, text, expected):
    assert symbol(text, language) == expected


def test_the_file_name_decides():
    text = "Rivers\n\nA text about rivers that names nothing.\n"
    assert symbol(text, "en", "A_RES_12_34.en") == "A/RES/12/34"


def test_the_masthead_names_the_document():
    text = "United Nations\n\nA/C.3/68/L.5\n\nGeneral Assembly\n\nRivers\n\nThey flow to the sea.\n"
    assert symbol(text, "en") == "A/C.3/68/L.5"


def test_running_heads_name_the_document():
    text = "Rivers flow.\n\n\fA/68/457\n\nThey reach the sea.\n\n\fA/68/457\n\nThere they end.\n"
    assert symbol(text, "en") == "A/68/457"


CITATIONS = [
    "[on the report of the Third Committee (A/68/457)]\n\nThe General Assembly,\n\n1. Decides to meet.\n",
    "http://undocs.org/en/A/68/457\n\nRivers flow to the sea.\n",
    "Rivers flow to the sea, as document A/68/457 says, and they always did.\n",
    "Rivers (A/68/457)\n\nThey flow.\n",
    "Rivers flow1 to the sea.\n\n_____\n1 A/68/457.\n",
    "12/34. Rivers\n\nRivers flow to the sea.\n",
]


@pytest.mark.parametrize("text", CITATIONS)
def test_a_cited_document_is_not_the_document_itself(text):
    assert symbol(text, "en") is None


def test_the_seed_never_spells_its_symbol(shared_data):
    path = shared_data / "seed/000_f5a6619dfb9974a0.txt"
    text = path.read_text(encoding="utf-8")
    assert "A/RES/68/187" not in text
    assert symbol(text, "fr", path.stem) == "A/RES/68/187"


def test_old_resolutions_are_named_by_their_text_as_by_their_files(shared_data):
    files = sorted((shared_data / "unsc_en").glob("S_RES_*.txt"))
    assert len(files) == 41
    for path in files:
        number, year = path.stem.split("_")[2:4]
        expected = f"S/RES/{int(number)}({year})"
        assert symbol(path.read_text(encoding="utf-8"), "en") == expected
        assert symbol(path.read_text(encoding="utf-8"), "en", path.stem) == expected
