"""`--tracked` and `--ocr` hold for inspect, align and build; a build notices when they change."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import docx
import pytest
from lxml import etree

from hexapla.command_line import run

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SENTENCES = {
    "en": ("The Assembly shall meet on 5 May 2025 ", "in Geneva.", "in New York."),
    "fr": ("L’Assemblée se réunit le 5 mai 2025 ", "à Genève.", "à New York."),
}


def write_tracked(path: Path, language: str) -> None:
    """A DOCX whose last words were replaced with tracking on."""
    start, old, new = SENTENCES[language]
    made = docx.Document()
    paragraph = made.add_paragraph(start)
    for name, text_name, text in (("del", "delText", old), ("ins", "t", new)):
        change = etree.SubElement(paragraph._p, f"{W}{name}", {f"{W}id": "1"})
        run = etree.SubElement(change, f"{W}r")
        etree.SubElement(run, f"{W}{text_name}").text = text
    made.save(str(path))


def inspected(path: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert run(["inspect", str(path), "--json", *arguments]) == 0
    record: dict[str, object] = json.loads(capsys.readouterr().out)
    return record


@pytest.mark.parametrize("language", SENTENCES)
def test_inspect_shows_the_view_that_is_asked_for(
    language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"minutes.{language}.docx"
    write_tracked(path, language)
    start, old, new = SENTENCES[language]
    for arguments, text in (((), start + new), (("--tracked", "original"), start + old)):
        record = inspected(path, capsys, *arguments)
        assert [block["text"] for block in record["blocks"]] == [text]


def test_align_reads_both_versions_in_the_view(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for language in SENTENCES:
        write_tracked(tmp_path / f"minutes.{language}.docx", language)
    paths = [str(tmp_path / f"minutes.{language}.docx") for language in ("fr", "en")]
    assert run(["align", *paths, "--tracked", "original", "--format", "tsv"]) == 0
    shown = capsys.readouterr().out
    assert "à Genève." in shown
    assert "in Geneva." in shown
    assert "New York" not in shown


def test_a_build_with_another_view_reads_its_files_again(tmp_path: Path) -> None:
    import hexapla
    from corpora.reading_options import ReadingOptions, TrackedChanges

    folder = tmp_path / "documents"
    folder.mkdir()
    for language in SENTENCES:
        write_tracked(folder / f"minutes.{language}.docx", language)
    original = ReadingOptions(tracked=TrackedChanges.ORIGINAL)
    found = []
    for options in (ReadingOptions(), original, original, ReadingOptions()):
        hexapla.build([folder], tmp_path / "memory", options=options)
        hits = hexapla.open_memory(tmp_path / "memory").search("Assemblée", k=1)
        found.append("Geneva" in hits[0].texts["en"])
    assert found == [False, True, True, False]


def test_python_takes_the_same_choices(tmp_path: Path) -> None:
    import hexapla

    path = tmp_path / "minutes.fr.docx"
    write_tracked(path, "fr")
    assert hexapla.read_document(path, tracked="original").blocks[0].text.endswith("à Genève.")
    with pytest.raises(ValueError, match="rejected"):
        hexapla.read_document(path, tracked="rejected")


def test_ocr_never_refuses_what_auto_would_read(
    tmp_path: Path, pictured_pages: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "scan.en.pdf"
    path.write_bytes(pictured_pages.scanned_pdf([pictured_pages.pictured_page(["The text."], "en")]))
    assert run(["inspect", str(path), "--ocr", "never"]) == 1
    assert "no text layer: the page is a picture" in capsys.readouterr().err


@pytest.mark.long
@pytest.mark.usefixtures("tesseract")
def test_a_recognised_page_is_marked_in_the_record_and_on_the_page(
    tmp_path: Path, pictured_pages: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "scan.en.pdf"
    text = "The General Assembly decides to remain seized of the matter."
    path.write_bytes(pictured_pages.scanned_pdf([pictured_pages.pictured_page([text], "en")]))
    record = inspected(path, capsys, "--html", str(tmp_path / "scan.html"))
    [block] = record["blocks"]
    assert block["text"] == text
    assert 0.5 < block["confidence"] < 1
    page = (tmp_path / "scan.html").read_text(encoding="utf-8")
    assert f"recognised, confidence {block['confidence']:.2f}" in page
    assert 'href="#box-block0"' in page
