"""HTML and DOCX out: versions side by side, with language and direction; hostile texts stay texts."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import subprocess
import zipfile
from pathlib import Path
from types import ModuleType

import docx
import pytest
from lxml import etree, html

from align.encoders import Encoder
from tm.docx_export import write_docx
from tm.html_export import write_html
from tm.memory import Memory

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(autouse=True)
def no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, office_memories: ModuleType, hash_encoder: Encoder) -> Memory:
    found: Memory = office_memories.memory_of(tmp_path / "memory", hash_encoder, tm_sets.rivers())
    return found


def test_the_page_shows_texts_side_by_side_with_language_and_direction(
    memory: Memory, tm_sets: ModuleType, office_memories: ModuleType
) -> None:
    data, _ = office_memories.written(write_html, memory)
    page = html.document_fromstring(data)
    (row,) = [row for row in page.xpath("//tbody/tr") if "A/RES/68/999:OP1 " in row.text_content()]
    cells = row.xpath("td")
    assert [cell.text for cell in cells] == [tm_sets.FIRST[code] for code in office_memories.SIX]
    assert [cell.get("lang") for cell in cells] == ["ar", "en", "es", "fr", "ru", "zh-Hans"]
    assert [cell.get("dir") for cell in cells] == ["rtl", "ltr", "ltr", "ltr", "ltr", "ltr"]
    assert row.get("data-probability") == "0.910"


def test_the_page_escapes_every_text_and_runs_only_its_own_script(
    hostile: Memory, office_memories: ModuleType
) -> None:
    data, _ = office_memories.written(write_html, hostile, pair=("fr", "ar"))
    page = html.document_fromstring(data)
    assert [row.xpath("td")[0].text for row in page.xpath("//tbody/tr")] == list(office_memories.HOSTILE)
    (script,) = page.xpath("//script")
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    (policy,) = page.xpath("//meta[@http-equiv]/@content")
    assert policy == f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    assert page.xpath("//h2")[0].text_content() == "=set <b>&"
    assert page.xpath("//@src | //@href | //@style") == []


@pytest.mark.long
def test_the_filter_of_the_page_hides_rows_in_a_browser(
    memory: Memory, chromium: str, tmp_path: Path, office_memories: ModuleType
) -> None:
    data, _ = office_memories.written(write_html, memory, pair=("fr", "ar"))
    page = tmp_path / "page.html"

    def shown(words: str, most: str) -> tuple[list[str], str]:
        # A script of its own, allowed by taking the policy away, types into the fields.
        script = (
            f"<script>words.value={words!r};words.dispatchEvent(new Event('input'));"
            f"most.value={most!r};most.dispatchEvent(new Event('input'));</script></body>"
        )
        text = re.sub(r"<meta http-equiv[^>]*>", "", data.decode()).replace("</body>", script)
        page.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", page.as_uri()],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        dom = html.document_fromstring(done.stdout)
        ids = [row.xpath("th//bdi")[0].text for row in dom.xpath("//tbody/tr[not(@hidden)]")]
        return ids, dom.get_element_by_id("shown").text_content()

    assert shown("ANNEXES voir", "1") == (["A/RES/68/999:FN1"], "1 of 7")
    assert shown("الأنهار", "1")[0][0] == "A/RES/68/999:T1"
    assert shown("", "0.5") == ([], "0 of 7")


def test_a_document_has_a_heading_and_a_table_of_two_columns(
    memory: Memory, tm_sets: ModuleType, office_memories: ModuleType
) -> None:
    data, report = office_memories.written(write_docx, memory, pair=("zh", "ar"))
    document = docx.Document(io.BytesIO(data))
    assert [(p.style.name, p.text) for p in document.paragraphs if p.text] == [("Heading 1", "A/RES/68/999")]
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["Chinese", "Arabic"]
    assert rows[3] == [tm_sets.FIRST["zh"], tm_sets.FIRST["ar"]]
    assert len(rows) == report.units + 1 == 8


def test_runs_of_a_document_have_their_language_and_direction(
    memory: Memory, office_memories: ModuleType
) -> None:
    data, _ = office_memories.written(write_docx, memory, pair=("zh", "ar"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    row = root.findall(f".//{WORD}tr")[3]
    chinese, arabic = row.findall(f"{WORD}tc")
    assert chinese.find(f".//{WORD}lang").attrib == {f"{WORD}eastAsia": "zh-CN"}
    assert arabic.find(f".//{WORD}lang").attrib == {f"{WORD}bidi": "ar-SA"}
    assert (arabic.find(f".//{WORD}bidi") is not None, arabic.find(f".//{WORD}rtl") is not None) == (
        True,
        True,
    )
    assert (chinese.find(f".//{WORD}bidi"), chinese.find(f".//{WORD}rtl")) == (None, None)


def test_hostile_texts_stay_texts_in_a_document(hostile: Memory, office_memories: ModuleType) -> None:
    data, _ = office_memories.written(write_docx, hostile, pair=("fr", "ar"))
    (table,) = docx.Document(io.BytesIO(data)).tables
    assert [row.cells[0].text for row in table.rows][1:] == list(office_memories.HOSTILE)


@pytest.mark.long
def test_a_word_processor_reads_the_document(
    hostile: Memory, libreoffice: str, tmp_path: Path, office_memories: ModuleType
) -> None:
    write_docx(hostile, tmp_path / "out.docx", pair=("fr", "zh"))
    subprocess.run(
        [
            libreoffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
            "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(tmp_path / "out.docx"),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    lines = (tmp_path / "out.txt").read_text("utf-8-sig").splitlines()
    assert [line for line in lines if line in office_memories.HOSTILE] == list(office_memories.HOSTILE)
