"""Pages that are pictures are read by Tesseract where it is installed, and marked with its confidence."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from corpora import text_recognition
from corpora.errors import ReadingError
from corpora.read_document import read_document
from corpora.reading_options import ReadingOptions, Recognition
from corpora.text_recognition import Engine, RecognitionError, models_for, read_hocr

Scan = Callable[..., bytes]
TEXTS = {
    "ar": [
        "إن الجمعية العامة، إذ تشير إلى قرارها السابق بشأن التعاون الدولي في مجال مكافحة الفساد،",
        "تقرر أن تدرج في جدول الأعمال المؤقت لدورتها المقبلة البند المعنون التعاون الدولي، وتطلب إلى الأمين "
        "العام أن يقدم تقريرا عن تنفيذ هذا القرار.",
    ],
    "zh": [
        "大会，回顾其以往关于国际合作打击腐败的决议，并注意到秘书长的报告，",
        "决定将题为“国际合作”的项目列入下届会议临时议程，并请秘书长就本决议的执行情况提出报告。",
    ],
    "en": [
        "The General Assembly, recalling its earlier resolution 66/282 on international cooperation,",
        "Decides to include in the provisional agenda of its next session the item entitled cooperation, and "
        "requests the Secretary-General to report on the implementation of the present resolution.",
    ],
    "fr": [
        "L’Assemblée générale, rappelant sa résolution 66/282 relative à la coopération internationale,",
        "Décide d’inscrire à l’ordre du jour provisoire de sa prochaine session la question intitulée "
        "coopération, et prie le Secrétaire général de lui rendre compte de l’application de la résolution.",
    ],
    "ru": [
        "Генеральная Ассамблея, ссылаясь на свою резолюцию 66/282 о международном сотрудничестве,",
        "постановляет включить в предварительную повестку дня своей следующей сессии пункт о сотрудничестве "
        "и просит Генерального секретаря представить доклад об осуществлении настоящей резолюции.",
    ],
    "es": [
        "La Asamblea General, recordando su resolución 66/282 relativa a la cooperación internacional,",
        "Decide incluir en el programa provisional de su próximo período de sesiones el tema titulado "
        "cooperación, y pide al Secretario General que le informe sobre la aplicación de la resolución.",
    ],
}


@pytest.fixture
def scan(pictured_pages: ModuleType) -> Callable[..., bytes]:
    """A PDF of pages that are pictures, from the paragraphs of each."""

    def make(*pages: Sequence[str], language: str = "en", turned: int = 0) -> bytes:
        drawn = [pictured_pages.pictured_page(page, language, turned=turned) for page in pages]
        data: bytes = pictured_pages.scanned_pdf(drawn)
        return data

    return make


@pytest.fixture
def no_tesseract(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    text_recognition.installed_engine.cache_clear()
    monkeypatch.setattr(text_recognition, "PROGRAM", "tesseract-that-nobody-has")
    yield
    text_recognition.installed_engine.cache_clear()


@pytest.mark.long
@pytest.mark.parametrize("language", TEXTS)
def test_a_scan_is_read_paragraph_by_paragraph_without_being_told_the_language(
    language: str, tmp_path: Path, tesseract: Engine, scan: Scan
) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan(TEXTS[language], language=language))
    document = read_document(path)
    assert document.language == language
    assert len(document.blocks) == 2
    for block, text in zip(document.blocks, TEXTS[language], strict=True):
        alike = difflib.SequenceMatcher(None, block.text, text, autojunk=False).ratio()
        # Tesseract writes straight quotation marks in Chinese and takes 入 for 人.
        assert alike > (0.93 if language == "zh" else 0.97), block.text
        assert 0.5 < block.confidence < 1
    [note] = [note for note in document.notes if "text recognition" in note.message]
    assert note.severity == "warning"
    assert f"Tesseract {tesseract.version}" in note.message


@pytest.mark.long
@pytest.mark.usefixtures("tesseract")
def test_pages_with_text_stay_as_they_are_and_pictures_among_them_are_read(
    tmp_path: Path, shared_data: Path, scan: Scan
) -> None:
    import pypdfium2

    born = pypdfium2.PdfDocument(shared_data / "un_pdfs" / "A_RES_73_3-EN.pdf")
    scan = pypdfium2.PdfDocument(scan(TEXTS["en"]))
    pages = len(born)
    born.import_pages(scan)
    path = tmp_path / "mixed.pdf"
    born.save(path)
    document = read_document(path)
    alone = read_document(shared_data / "un_pdfs" / "A_RES_73_3-EN.pdf")
    assert [b.text for b in document.blocks if b.page != pages + 1] == [block.text for block in alone.blocks]
    assert all(block.confidence == 1 for block in document.blocks if block.page != pages + 1)
    read = [block for block in document.blocks if block.page == pages + 1]
    assert [block.confidence < 1 for block in read] == [True, True]
    assert any(
        f"page {pages + 1} of {pages + 1} read by text recognition" in n.message for n in document.notes
    )


@pytest.mark.long
@pytest.mark.usefixtures("tesseract")
@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_turned(turned: int, tmp_path: Path, scan: Scan) -> None:
    path = tmp_path / "scan.fr.pdf"
    path.write_bytes(scan(TEXTS["fr"], language="fr", turned=turned))
    assert "Secrétaire général" in " ".join(block.text for block in read_document(path).blocks)


@pytest.mark.long
@pytest.mark.usefixtures("tesseract")
def test_the_real_scan_is_read_with_a_warning(shared_data: Path) -> None:
    document = read_document(shared_data / "un_pdfs" / "A_RES_2758_XXVI-RU_scan_notext.pdf")
    text = " ".join(block.text for block in document.blocks)
    assert document.language == "ru"
    assert "Китайскую Народ" in text
    assert "25 октября 1971" in text
    assert any("read by text recognition" in note.message for note in document.notes)


@pytest.mark.usefixtures("no_tesseract")
def test_without_tesseract_a_scan_is_refused_with_the_way_to_install_it(tmp_path: Path, scan: Scan) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan(["Text"], ["Text"]))
    with pytest.raises(ReadingError, match="no text layer: the 2 pages are pictures") as caught:
        read_document(path)
    assert "apt install tesseract-ocr" in caught.value.advice


def test_with_ocr_never_a_scan_is_refused(tmp_path: Path, scan: Scan) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan(["Text"]))
    with pytest.raises(ReadingError, match="no text layer: the page is a picture"):
        read_document(path, "en", ReadingOptions(ocr=Recognition.NEVER))


@pytest.mark.usefixtures("tesseract")
def test_a_picture_without_letters_is_said_to_have_none(tmp_path: Path, scan: Scan) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(scan([]))
    with pytest.raises(ReadingError, match="text recognition found no letters"):
        read_document(path, "en")


def test_a_missing_model_is_named_with_its_package() -> None:
    engine = Engine("tesseract", "5.3.0", frozenset({"eng", "rus"}))
    assert models_for(engine, ["ru"]) == "rus+eng"
    assert models_for(engine, ["en"]) == "eng"
    with pytest.raises(RecognitionError, match=r"no model for chi_sim .*apt install tesseract-ocr-chi-sim"):
        models_for(engine, ["zh"])


def test_lines_words_and_confidence_are_taken_from_hocr() -> None:
    page = (
        '<html><body><span class="ocr_line" title="bbox 100 50 900 90; baseline 0.01 -8; x_size 40">'
        '<span class="ocrx_word" title="bbox 100 50 300 90; x_wconf 90">Member</span>'
        '<span class="ocrx_word" title="bbox 320 50 500 90; x_wconf 30">St</span>'
        '<span class="ocrx_word" title="bbox 500 50 510 90; x_wconf 95"> </span></span>'
        '<span class="ocr_header" title="bbox 1 2 3 4; x_size 2">'
        '<span class="ocrx_word" title="x_wconf 80">第</span>'
        '<span class="ocrx_word" title="x_wconf 80">三</span>'
        '<span class="ocrx_word" title="x_wconf 80">A/79/1</span></span></body></html>'
    )
    first, second = read_hocr(page.encode())
    assert (first.text, first.left, first.right, first.size) == ("Member St", 100, 900, 40)
    assert first.baseline == 90 - 8 + 0.01 * 400
    assert first.confidence == (6 * 0.9 + 2 * 0.3) / 8
    assert second.text == "第三 A/79/1"
    assert read_hocr(b"") == []
    assert read_hocr(b"<html></html>") == []
