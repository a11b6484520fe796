"""Document symbols and resolution numbers are found in every script; dates and fractions are not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from corpora.document_names import language_from_name, symbol_from_name
from corpora.symbols import (
    SymbolKind,
    find_symbols,
    parse_symbol,
    session_of_symbol,
    symbol_of_url,
    year_of_symbol,
)


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("A/RES/68/187, A/68/457 and A/C.3/68/L.5/Rev.1", ["A/RES/68/187", "A/68/457", "A/C.3/68/L.5/Rev.1"]),
        ("(A/55/602/Add.2 and Corr.1, para. 94)", ["A/55/602/Add.2"]),
        ("document A/L.632.", ["A/L.632"]),
        ("S/RES/1373 (2001) and S/2004/567", ["S/RES/1373(2001)", "S/2004/567"]),
        ("E/CN.4/2005/10; E/2010/12; ST/SGB/2003/5", ["E/CN.4/2005/10", "E/2010/12", "ST/SGB/2003/5"]),
        ("CEDAW/C/ESP/Q/8, HRI/GEN/1/Rev.9", ["CEDAW/C/ESP/Q/8", "HRI/GEN/1/Rev.9"]),
        ("its resolutions 66/171 and 55/100", ["66/171", "55/100"]),
        (
            "resolutions 2453 A (XXIII), 2200 A (XXI) and 2758 (XXVI)",
            ["2453A(XXIII)", "2200A(XXI)", "2758(XXVI)"],
        ),
        ("resolution 3201 (S-VI)", ["3201(S-VI)"]),
        ("resolution 1373 (2001)", ["1373(2001)"]),
        ("resolution 52/38 A of", ["52/38A"]),
        ("Council resolution 16/18", ["16/18"]),
        ("la résolution 67/99, voir A/68/457", ["67/99", "A/68/457"]),
        ("la resolución 2005/20 del Consejo", ["2005/20"]),
        ("резолюции 217 А (III), 66/171 и документ А/68/457", ["217A(III)", "66/171", "A/68/457"]),
        ("القرار 2200 ألف (د - 21) والقرار ٦٦/١٧١", ["2200A(XXI)", "66/171"]),
        ("القرار 217 ألف (د-3)، (A/55/602/Add.2، الفقرة 94)", ["217A(III)", "A/55/602/Add.2"]),
        ("القرار 3201 (د إ - 6)", ["3201(S-VI)"]),
        ("\u202bالوثيقة \u200eA/RES\u200e/68/187\u200f\u202c", ["A/RES/68/187"]),
        ("第2200 A(XXI)号决议和第54/169号决议（A／68／457）", ["2200A(XXI)", "54/169", "A/68/457"]),
        ("安全理事会第1373(2001)号决议", ["1373(2001)"]),
    ],
)
def test_symbols_are_found_in_text(text: str, symbols: list[str]) -> None:
    assert [found.symbol for found in find_symbols(text)] == symbols


@pytest.mark.parametrize(
    "text",
    [
        "12/10/2010",
        "1/2",
        "24/7",
        "HIV/AIDS",
        "AC/DC",
        "S/he",
        "and/or",
        "page 3/4",
        "http://undocs.org/fr/A/RES/66/171",
        "96/9/EC",
        "5 (2)",
        "section 3 (a)",
        "66/171.5",
        "в 2010 году",
        "2030年",
        "",
        "٣٫٥",
    ],
)
def test_dates_fractions_and_addresses_are_no_symbols(text: str) -> None:
    assert find_symbols(text) == []


def test_a_found_symbol_knows_its_place_and_kind() -> None:
    text = "انظر \u200fA/68/457\u200f والقرار ٦٦/١٧١."
    document, number = find_symbols(text)
    assert text[document.start : document.end] == "A/68/457"
    assert text[number.start : number.end] == "٦٦/١٧١"
    assert (document.kind, number.kind) == (SymbolKind.DOCUMENT, SymbolKind.RESOLUTION_NUMBER)


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("S/RES/1373 (2001)", "S/RES/1373(2001)"),
        ("A/C.3/68/L.5/REV.1", "A/C.3/68/L.5/Rev.1"),
        (" A/68/457. ", "A/68/457"),
        ("UNEP/EA.5/28", "UNEP/EA.5/28"),
        ("66/171", "66/171"),
        ("2200 A (XXI)", "2200A(XXI)"),
        ("A/68/457 and more", None),
        ("report", None),
        ("", None),
        ("A/" * 100_000, None),
    ],
)
def test_one_symbol_is_parsed_and_normalised(text: str, symbol: str | None) -> None:
    assert parse_symbol(text) == symbol


@pytest.mark.parametrize(
    ("url", "symbol"),
    [
        ("http://undocs.org/fr/A/RES/66/171", "A/RES/66/171"),
        ("https://undocs.org/A/68/457?lang=fr", "A/68/457"),
        ("https://example.org/doc.asp?symbol=A/C.3/68/L.5/Rev.1&Lang=E", "A/C.3/68/L.5/Rev.1"),
        ("https://undocs.org/en/S/RES/1373%20(2001)", "S/RES/1373(2001)"),
        ("https://example.org/about", None),
    ],
)
def test_the_symbol_of_an_address_is_read_on_request(url: str, symbol: str | None) -> None:
    assert symbol_of_url(url) == symbol


@pytest.mark.parametrize(
    ("stem", "symbol"),
    [
        ("A_RES_68_187.fr", "A/RES/68/187"),
        ("A_RES_73_6-EN", "A/RES/73/6"),
        ("A-RES-68-187-fr", "A/RES/68/187"),
        ("S_RES_1373(2001)", "S/RES/1373(2001)"),
        ("S_RES_1373_2001_EN", "S/RES/1373(2001)"),
        ("S_RES_0793_1992_EN_final", "S/RES/793(1992)"),
        ("A_RES_2758_XXVI-RU_scan", "A/RES/2758(XXVI)"),
        ("UN_A_RES_55_100.ar", "A/RES/55/100"),
        ("A_68_457", "A/68/457"),
        ("A_L.632-EN_1971", "A/L.632"),
        ("A_C.3_68_L.5_Rev.1_zh", "A/C.3/68/L.5/Rev.1"),
        ("A_C_3_68_L_5_Rev_1", "A/C.3/68/L.5/Rev.1"),
        ("N1345678_FR", None),
        ("final report", None),
        ("", None),
    ],
)
def test_a_file_name_spells_its_symbol(stem: str, symbol: str | None) -> None:
    assert symbol_from_name(stem) == symbol


@pytest.mark.parametrize(
    ("path", "language", "stem"),
    [
        ("A_RES_68_187.fr.txt", "fr", "A_RES_68_187"),
        ("A_RES_68_187.fr", "fr", "A_RES_68_187"),
        ("A_RES_73_6-EN.pdf", "en", "A_RES_73_6"),
        ("fr/A_RES_68_187.html", "fr", "A_RES_68_187"),
        ("Arabic/report.docx", "ar", "report"),
        ("fra.html", "fr", ""),
        ("cmn_hans.html", "zh", ""),
        ("licence_4.0_zh-Hans.html", "zh", "licence_4.0"),
        ("eng_U-2.xml", "en", "U-2"),
        ("final report (fr).docx", "fr", "final report"),
        ("N1345678_FR.docx", "fr", "N1345678"),
        ("N1345678F.doc", "fr", "N1345678"),
        ("N1345678R.doc", "ru", "N1345678"),
        ("decision_spa.txt", "es", "decision"),
        ("final report.docx", None, "final report"),
        ("rapport final.docx", None, "rapport final"),
        ("readme.txt", None, "readme"),
    ],
)
def test_a_file_name_or_its_folder_declares_the_language(path: str, language: str | None, stem: str) -> None:
    assert language_from_name(Path(path)) == (language, stem)


@pytest.mark.parametrize(
    "unit", ["A/", "1/1", "66/171 ", "A/1/", "AB-", "2200 A (", "12 (د - ", "http://", "ABC/A1/"]
)
def test_a_long_hostile_text_is_searched_at_once(unit: str) -> None:
    start = time.perf_counter()
    find_symbols(unit * (100_000 // len(unit)))
    assert time.perf_counter() - start < 2.0


@pytest.mark.parametrize(
    ("symbol", "session", "year"),
    [
        ("A/RES/68/187", "68", None),
        ("A/C.3/68/L.5/Rev.1", "68", None),
        ("A/RES/2200A(XXI)", "21", None),
        ("A/RES/S-27/2", "S-27", None),
        ("A/HRC/RES/16/18", "16", None),
        ("S/RES/1373(2001)", None, 2001),
        ("S/2013/100", None, 2013),
        ("A/68", None, None),
        ("no symbol", None, None),
    ],
)
def test_session_and_year_are_read_from_a_symbol(symbol: str, session: str | None, year: int | None) -> None:
    assert session_of_symbol(symbol) == session
    assert year_of_symbol(symbol) == year
