"""What `hexapla fetch --follow` takes: what a document links and cites; and what is told instead."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from corpora.discovery import discover
from corpora.grouping import group_files
from hexapla.document_reading import Shelf, read_files
from hexapla.fetching.cited_resolutions import is_decision, symbol_of_number
from hexapla.fetching.document_symbols import asked_symbol, version_stem
from hexapla.fetching.errors import SymbolRefused
from hexapla.fetching.linked_documents import mentions_of

SYMBOL = "A/RES/68/187"
LINKED = ("A/68/457", "A/RES/66/171", "A/RES/66/178", "A/RES/67/189", "A/RES/66/282", "A/RES/65/221")
CITED_ONLY = ("A/RES/67/99", "A/RES/60/288")
EIGHT = {*LINKED, *CITED_ONLY}


def test_the_resolution_links_six_documents_and_only_cites_two(shared_data: Path) -> None:
    found = sorted((shared_data / "seed").glob("000_*.txt"))
    if not found:
        pytest.skip(f"the resolution is not in {shared_data / 'seed'}")
    mentions = mentions_of(found[0], "fr", SYMBOL)
    assert (mentions.linked, mentions.cited, mentions.unclear) == (LINKED, CITED_ONLY, ())


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_the_eight_are_found_in_every_language_with_links_or_without(language: str, samples: Path) -> None:
    mentions = mentions_of(samples / f"A_RES_68_187.{language}.txt", language, SYMBOL)
    assert set(mentions.linked) | set(mentions.cited) == EIGHT
    assert not set(mentions.linked) & set(mentions.cited)
    assert mentions.unclear == ()
    if language in ("en", "fr", "es"):
        assert (mentions.linked, mentions.cited) == (LINKED, CITED_ONLY)


def test_follow_takes_the_eight_and_tells_what_they_name(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path, samples: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.text((samples / "A_RES_68_187.fr.txt").read_bytes()))
    for symbol in EIGHT:
        fetch_server.serve(symbol, fetching.text("Rappelant sa résolution 58/187,\n"))
    result = fetching.fetch(fetch_server, tmp_path, follow=1)
    assert fetch_server.paths() == [f"/fr/{symbol}" for symbol in (SYMBOL, *LINKED, *CITED_ONLY)]
    assert [(file.entry.symbol, file.depth) for file in result.files] == [
        (SYMBOL, 0), *((symbol, 1) for symbol in (*LINKED, *CITED_ONLY))
    ]  # fmt: skip
    assert int(result.exit_status) == 0
    assert [(one.symbol, one.how, one.reason, one.advice) for one in result.not_taken] == [
        ("A/RES/58/187", "cited", "beyond --follow 1", "take it with --follow 2")
    ]


def test_without_follow_the_eight_are_told_and_not_asked_for(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path, samples: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.text((samples / "A_RES_68_187.fr.txt").read_bytes()))
    result = fetching.fetch(fetch_server, tmp_path)
    assert len(fetch_server.requests) == 1
    assert {(one.symbol, one.how) for one in result.not_taken} == {
        *((symbol, "linked") for symbol in LINKED), *((symbol, "cited") for symbol in CITED_ONLY)
    }  # fmt: skip
    assert {one.advice for one in result.not_taken} == {"take it with --follow 1"}


def test_what_two_versions_name_is_asked_for_once_a_language(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.text("Rappelant sa résolution 66/171,\n"), "fr")
    fetch_server.serve(SYMBOL, fetching.text("ссылаясь на свою резолюцию 66/171,\n"), "ru")
    result = fetching.fetch(
        fetch_server, tmp_path, symbols=[SYMBOL, SYMBOL], languages=["fr", "ru"], follow=2
    )
    assert sorted(fetch_server.paths()) == [
        "/fr/A/RES/66/171", f"/fr/{SYMBOL}", "/ru/A/RES/66/171", f"/ru/{SYMBOL}",
    ]  # fmt: skip
    assert {(left.symbol, left.depth) for left in result.left_out} == {("A/RES/66/171", 1)}
    assert int(result.exit_status) == 3


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("http://undocs.org/fr/A/RES/66/171", "A/RES/66/171"),
        ("<https://undocs.org/A/RES/66/171>.", "A/RES/66/171"),
        ("[66/171](/fr/A/RES/66/171), [texte](https://docs.un.org/fr/A/RES/66/171)", "A/RES/66/171"),
        ("(voir http://undocs.org/S/RES/1325(2000)).", "S/RES/1325(2000)"),
        ("https://undocs.org/S/RES/1325%20(2000)", "S/RES/1325(2000)"),
        ("https://www.un.org/en/ga/search/view_doc.asp?symbol=A/RES/66/171&Lang=E", "A/RES/66/171"),
        ("https://documents.un.org/api/symbol/access?s=A/RES/66/171&l=ar&t=pdf", "A/RES/66/171"),
        ("http://daccess-ods.un.org/access.nsf/Get?OpenAgent&DS=A/RES/66/171&Lang=C", "A/RES/66/171"),
        ("HTTPS://UNDOCS.ORG/zh/A/RES/66/171", "A/RES/66/171"),
    ],
)  # fmt: skip
def test_links_are_read_in_every_form(text: str, linked: str, tmp_path: Path) -> None:
    path = tmp_path / "page.fr.txt"
    path.write_text(f"Un texte\n\n{text}\n", encoding="utf-8")
    assert mentions_of(path, "fr", SYMBOL).linked == (linked,)


@pytest.mark.parametrize(
    "text",
    ["http://example.org/A/RES/66/171", "https://undocs.org.example.org/A/RES/66/171", "x/fr/A/RES/66/171",
     "https://www.un.org/fr/about", f"http://undocs.org/fr/{SYMBOL}"],
)  # fmt: skip
def test_other_addresses_and_the_document_itself_are_no_links(text: str, tmp_path: Path) -> None:
    path = tmp_path / "page.fr.txt"
    path.write_text(f"Un texte\n\n{text}\n", encoding="utf-8")
    mentions = mentions_of(path, "fr", SYMBOL)
    assert (mentions.linked, mentions.unclear) == ((), ())


def test_the_target_of_a_link_counts_in_a_page_and_in_a_word_document(tmp_path: Path, samples: Path) -> None:
    import zipfile

    page = tmp_path / "page.fr.html"
    page.write_text(
        '<html><body><p>Voir <a href="/fr/A/RES/72/246">la résolution</a> et '
        '<a href="https://documents.un.org/api/symbol/access?l=fr&amp;s=A/68/457">le rapport</a>.</p>'
        "</body></html>",
        encoding="utf-8",
    )
    assert mentions_of(page, "fr", SYMBOL).linked == ("A/68/457", "A/RES/72/246")
    word = tmp_path / "accord.es.docx"
    word.write_bytes((samples / "accord_archives_ES.docx").read_bytes())
    relationships = "word/_rels/document.xml.rels"
    with zipfile.ZipFile(word) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    link = (
        b'<Relationship Id="rIdX" TargetMode="External" Target="http://undocs.org/es/A/68/457" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"/></Relationships>'
    )
    parts[relationships] = parts[relationships].replace(b"</Relationships>", link)
    with zipfile.ZipFile(word, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert mentions_of(word, "es", SYMBOL).linked == ("A/68/457",)


def test_the_links_of_a_pdf_count(tmp_path: Path) -> None:
    path = tmp_path / "A_RES_68_187.fr.pdf"
    path.write_bytes(pdf_with_links("https://undocs.org/A/RES/66/171", "http://example.org/A/68/457"))
    assert mentions_of(path, "fr", SYMBOL).linked == ("A/RES/66/171",)


def test_the_links_of_a_real_resolution_are_told_from_its_citations(shared_data: Path) -> None:
    path = shared_data / "un_pdfs" / "A_RES_73_3-EN.pdf"
    if not path.is_file():
        pytest.skip(f"there is no {path}")
    mentions = mentions_of(path, "en", "A/RES/73/3")
    assert {"A/73/L.4", "A/RES/55/2", "A/71/53/Add.1/Corr.1"} <= set(mentions.linked)
    assert not set(mentions.linked) & set(mentions.cited)


def pdf_with_links(*addresses: str) -> bytes:
    """A page without text and with link annotations."""
    notes = "".join(
        f"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI({address})>>>>" for address in addresses
    )
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Annots[{notes}]>>",
    )
    text, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj {body} endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer <</Size 4/Root 1 0 R>>\nstartxref\n{len(text)}\n%%EOF\n"
    return f"{text}xref\n0 4\n0000000000 65535 f \n{table}{end}".encode()


@pytest.mark.parametrize(
    ("text", "symbol", "reason"),
    [
        ("http://undocs.org/fr/N1344900", "http://undocs.org/fr/N1344900", "the address names no symbol"),
        ("Voir la norme ISO/IEC/27001.", "ISO/IEC/27001", "unknown kind of symbol"),
        ("Rappelant sa résolution 16/18,", "16/18", "which organ adopted it is not clear"),
        ("Rappelant sa décision 55/488,", "55/488", "a decision, which has no document of its own"),
    ],
)
def test_what_cannot_be_asked_for_is_told(text: str, symbol: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "page.fr.txt"
    path.write_text(f"Un texte\n\n{text}\n", encoding="utf-8")
    mentions = mentions_of(path, "fr", SYMBOL)
    assert (mentions.linked, mentions.cited) == ((), ())
    assert [(one.symbol, one.reason, one.found_in) for one in mentions.unclear] == [
        (symbol, reason, "page.fr.txt")
    ]


def test_a_file_without_text_says_that_its_citations_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "A_RES_68_187.fr.pdf"
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    (one,) = mentions_of(path, "fr", SYMBOL).unclear
    assert (one.symbol, one.how) == (SYMBOL, "unread")
    assert one.reason.startswith("its citations cannot be read: ")


@pytest.mark.parametrize(
    ("number", "before", "after", "own", "symbol"),
    [
        ("67/99", "résolution ", "", None, "A/RES/67/99"),
        ("1373(2001)", "resolution ", "", None, "S/RES/1373(2001)"),
        ("2200A(XXI)", "القرار ", "", None, "A/RES/2200A(XXI)"),
        ("3201(S-VI)", "resolution ", "", None, "A/RES/3201(S-VI)"),
        ("1296(XLIV)", "resolución ", "", None, "E/RES/1296(XLIV)"),
        ("2005/20", "резолюция ", "", None, "E/RES/2005/20"),
        ("2005/69", "resolution ", " of the Commission on Human Rights", None, None),
        ("S-10/2", "", "号决议", None, "A/RES/S-10/2"),
        ("16/18", "Human Rights Council resolution ", "", None, "A/HRC/RES/16/18"),
        ("16/18", "résolution ", " du Conseil des droits de l’homme", None, "A/HRC/RES/16/18"),
        ("16/18", "resolución ", " del Consejo de Derechos Humanos", None, "A/HRC/RES/16/18"),
        ("16/18", "резолюцию ", " Совета по правам человека", None, "A/HRC/RES/16/18"),
        ("16/18", "قرار مجلس حقوق الإنسان ", "", None, "A/HRC/RES/16/18"),
        ("16/18", "人权理事会第", "号决议", None, "A/HRC/RES/16/18"),
        ("34/16", "its resolution ", "", "A/HRC/RES/49/2", "A/HRC/RES/34/16"),
        ("60/251", "General Assembly resolution ", "", "A/HRC/RES/49/2", "A/RES/60/251"),
        ("16/18", "resolution ", "", None, None),
    ],
)  # fmt: skip
def test_the_organ_of_a_resolution_is_told_by_what_stands_beside_it(
    number: str, before: str, after: str, own: str | None, symbol: str | None
) -> None:
    assert symbol_of_number(number, before, after, own) == symbol


@pytest.mark.parametrize(
    ("before", "after", "decision"),
    [
        ("its decision ", "", True), ("its resolution ", "", False),
        ("sa décision ", "", True), ("ses résolutions 66/171 et ", "", False),
        ("su decisión ", "", True), ("sus resoluciones ", "", False),
        ("свое решение ", "", True), ("свою резолюцию ", "", False),
        ("مقررها ", "", True), ("قرارها ", "", False),
        ("大会第", "号决定", True), ("大会第", "号决议", False),
        ("its decision 55/488 and its resolution ", "", False),
        ("Decides to convene; ", "", False),
    ],
)  # fmt: skip
def test_decisions_are_told_from_resolutions(before: str, after: str, decision: bool) -> None:
    assert is_decision(before, after) is decision


@pytest.mark.parametrize(
    ("written", "symbol", "stem"),
    [
        ("a/res/68/187", SYMBOL, "A_RES_68_187.fr"),
        (" A/RES/68/187 ", SYMBOL, "A_RES_68_187.fr"),
        ("S/RES/1325(2000)", "S/RES/1325(2000)", "S_RES_1325(2000).fr"),
        ("s/res/1325 (2000)", "S/RES/1325(2000)", "S_RES_1325(2000).fr"),
        ("a/c.3/68/l.5/rev.1", "A/C.3/68/L.5/Rev.1", "A_C.3_68_L.5_Rev.1.fr"),
        ("A/RES/2200 A (XXI)", "A/RES/2200A(XXI)", "A_RES_2200A(XXI).fr"),
        ("А/68/457", "A/68/457", "A_68_457.fr"),
    ],
)  # fmt: skip
def test_symbols_have_one_form(written: str, symbol: str, stem: str) -> None:
    assert asked_symbol(written) == symbol
    assert version_stem(symbol, "fr") == stem


@pytest.mark.parametrize(
    "written",
    ["", "..", "../A/RES/68/187", "A/../68/187", "A/RES/68/187?x=1", "A/RES/68/187#x", "A/RES/68/187\n",
     "A/RES/\x00", "A/RES/68/187 A/68/457", "A /RES/68", "A/RES/68/%2e%2e", "A\\RES\\68", "/etc/passwd",
     "CON", "A/RES/68/187;x", "http://undocs.org/A/68/457", "66/171", "1373(2001)", "A" * 200,
     "A/RES/68/187\u202e", "résolution"],
)  # fmt: skip
def test_hostile_symbols_and_those_without_an_organ_are_refused(written: str) -> None:
    with pytest.raises(SymbolRefused) as caught:
        asked_symbol(written)
    assert "Try: " in str(caught.value)
    assert str(caught.value).isprintable()


def test_what_was_fetched_is_grouped_as_versions(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    symbols = [SYMBOL, "S/RES/1325(2000)", "A/C.3/68/L.5/Rev.1", "CCPR/C/21/Rev.1/Add.13"]
    for language, text in fetching.TEXTS.items():
        for symbol in symbols:
            fetch_server.serve(symbol, fetching.text(text * 3), language)
    fetching.fetch(fetch_server, tmp_path, symbols=symbols, languages=fetching.SIX)
    found = discover([tmp_path])
    assert found.remarks == ()
    reading = read_files(found.files, {}, Shelf(), lambda *_: None)
    grouping = group_files(reading.files)
    assert grouping.left_out == ()
    assert {one.languages for one in grouping.sets} == {tuple(sorted(fetching.SIX))}
    assert {one.symbol for one in grouping.sets} >= set(symbols[:3])
    assert len(grouping.sets) == len(symbols)
