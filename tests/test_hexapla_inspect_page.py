"""`hexapla inspect --html`: each passage with its kind, what was taken out with its reason, page images."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from lxml import html
from lxml.html import HtmlElement

from corpora.documents import BlockKind
from corpora.read_document import read_document
from hexapla.block_colours import STYLES
from hexapla.command_line import run
from hexapla.page_ranges import chosen_pages, page_words

SAMPLES = Path(__file__).parent.parent / "samples"
HOSTILE = "<script>alert(1)</script> ]]> \"'&amp; \u202eevil\u2066 " + "x" * 10_000


def page_of(file: Path, folder: Path, *arguments: str) -> HtmlElement:
    """The page that the command writes of a file."""
    target = folder / "page.html"
    assert run(["inspect", str(file), "--html", str(target), *arguments]) == 0
    return html.fromstring(target.read_text(encoding="utf-8"))


def words_of(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_every_block_stands_in_order_with_kind_label_path_and_text(language: str, tmp_path: Path) -> None:
    file = SAMPLES / f"A_RES_68_187.{language}.txt"
    document = read_document(file)
    page = page_of(file, tmp_path)
    shown = page.xpath("//li[starts-with(@id, 'block')]")
    assert [element.get("id") for element in shown] == [f"block{k}" for k in range(len(document.blocks))]
    for element, block in zip(shown, document.blocks, strict=True):
        (body,) = element.xpath("p[@class='text']")
        marks = "".join(map(words_of, body.xpath(".//sup")))
        assert len("".join(words_of(body).split())) == len("".join(block.text.split())) + len(marks)
        assert block.kind.value in words_of(element.xpath("p[@class='sign']")[0])
        assert [words_of(one) for one in element.xpath(".//bdi[@class='path']")] == [block.path] * bool(
            block.path
        )
        assert body.get("dir") == ("rtl" if language == "ar" else "ltr")
        assert (body.get("lang") or "").startswith(language)
    assert page.xpath("//li[starts-with(@id, 'note')]")


def test_what_was_taken_out_is_listed_with_its_reason_and_footnotes_lead_both_ways(tmp_path: Path) -> None:
    file = SAMPLES / "A_RES_68_187.fr.txt"
    document = read_document(file)
    page = page_of(file, tmp_path)
    shown = page.xpath("//li[starts-with(@id, 'removed')]")
    assert len(shown) == len(document.removed) > 0
    by_id = {element.get("id"): words_of(element) for element in shown}
    for index, removed in enumerate(document.removed):
        assert removed.reason in by_id[f"removed{index}"]
    ids = set(page.xpath("//@id"))
    links = [link for link in page.xpath("//a/@href") if link.startswith("#")]
    assert {link[1:] for link in links} <= ids
    assert "#note0" in links
    assert any(link.startswith("#reference-") for link in links)


def test_hostile_text_is_text_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "hostile.en.txt"
    file.write_text(f"A report on rivers and libraries.\n\n{HOSTILE}\n\nThe end of it.\n", encoding="utf-8")
    written = tmp_path / "page.html"
    page = page_of(file, tmp_path)
    source = written.read_text(encoding="utf-8")
    assert "<script>alert" not in source
    assert len(page.xpath("//script")) == 1
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", source)
    assert "<script>alert(1)</script> ]]>" in words_of(page)


def test_every_kind_has_a_name_and_a_look_of_its_own() -> None:
    assert set(STYLES) == set(BlockKind)
    assert len({(style.hexadecimal, style.stroke) for style in STYLES.values()}) == len(STYLES)


@pytest.fixture
def resolution(shared_data: Path) -> Path:
    file = shared_data / "un_pdfs" / "A_RES_73_8-EN.pdf"
    if not file.is_file():
        pytest.skip("the PDFs of ../shared/data are not there")
    return file


def test_the_passages_of_a_pdf_have_boxes_on_the_images_of_its_pages(
    resolution: Path, tmp_path: Path
) -> None:
    page = page_of(resolution, tmp_path)
    sheets = page.xpath("//figure[@class='sheet']/svg")
    assert len(sheets) == 2
    boxes = page.xpath("//a[contains(@class, 'box ')]")
    blocks = page.xpath("//li[starts-with(@id, 'block')]")
    assert {box.get("href")[1:] for box in boxes} >= {block.get("id") for block in blocks}
    for sheet in sheets:
        _, _, width, height = map(float, (sheet.get("viewbox") or sheet.get("viewBox")).split())
        for rect in sheet.xpath(".//rect"):
            left, top, wide, high = (float(rect.get(name)) for name in ("x", "y", "width", "height"))
            assert 0 <= left < left + wide <= width
            assert 0 <= top < top + high <= height
    # The enacting words stand above the first operative paragraph, wherever the page breaks.
    order = [box.get("href") for box in boxes if box.get("href").startswith("#block")]
    assert order.index("#block10") < order.index("#block19")


def test_images_are_those_of_the_pages_asked_for_and_all_text_is_there(
    resolution: Path, tmp_path: Path
) -> None:
    page = page_of(resolution, tmp_path, "--pages", "2,7-9")
    assert len(page.xpath("//figure[@class='sheet']")) == 1
    assert len(page.xpath("//li[starts-with(@id, 'block')]")) == 26
    assert "page 2" in words_of(page.xpath("//section[@id='text']")[0])


def test_a_page_shows_in_a_browser_what_it_says(resolution: Path, tmp_path: Path, chromium: str) -> None:
    page_of(resolution, tmp_path)
    address = (tmp_path / "page.html").as_uri()
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", address]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert "Determined to encourage strict compliance" in shown
    assert shown.count("<rect") > 26


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--pages", "1"], "there is none without --html"),
        (["--html", "page.html", "--pages", "3-1"], "names no pages"),
        (["--html", "page.html", "--pages", "1"], "--pages is for PDF"),
        (["--html", "text.en.txt"], "is FILE as well"),
        (["--html", "-", "--json"], "both write to standard output"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("text.en.txt").write_text("A report on rivers and libraries.\n", encoding="utf-8")
    assert run(["inspect", "text.en.txt", *arguments]) == 2
    assert words in capsys.readouterr().err
    assert not Path("page.html").exists()


def test_ranges_of_pages_are_counted_once_in_order_and_within_the_document() -> None:
    assert chosen_pages([(8, 9), (1, 3), (2, 2), (40, 50)], 8) == [1, 2, 3, 8]
    assert page_words([1, 2, 3, 8]) == "pages 1–3, 8"
    assert page_words([3]) == "page 3"


def test_the_example_of_the_docs_prints_what_they_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    docs = (SAMPLES.parent / "docs" / "inspect.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```console\n\$ hexapla (.*?)```", docs, re.DOTALL)
    command, *shown = block.splitlines()
    (tmp_path / "samples").symlink_to(SAMPLES)
    monkeypatch.chdir(tmp_path)
    assert run(command.split()) == 0
    assert capsys.readouterr().err.splitlines() == shown
    assert Path("resolution.html").is_file()
