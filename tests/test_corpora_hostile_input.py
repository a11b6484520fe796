"""Hostile files are read or refused within limits, with a message that names the file and the place."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import pytest

from corpora.documents import Document
from corpora.errors import CorporaError, ReadingError, UnsafeDocument
from corpora.read_document import read_document
from corpora.readers import pdf_guard

SENTENCE = "The committee decides to continue its work on the question."
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARAGRAPH = f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
SECONDS = 10.0


def read(folder: Path, name: str, data: bytes) -> Document:
    """Read a file, in no more time than any small file may take."""
    (folder / name).write_bytes(data)
    start = time.process_time()
    try:
        return read_document(folder / name, "en")
    finally:
        assert time.process_time() - start < SECONDS


def refusal(folder: Path, name: str, data: bytes) -> ReadingError:
    with pytest.raises(ReadingError) as caught:
        read(folder, name, data)
    assert str(folder / name) in str(caught.value)
    assert "Try: " in str(caught.value)
    return caught.value


def packed(**parts: str | bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return data.getvalue()


def docx(body: str, **parts: str | bytes) -> bytes:
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return packed(**{"word__document.xml": document}, **parts)


def pdf(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    written = [b"%d 0 obj\n%s\nendobj\n" % (number, content) for number, content in enumerate(objects, 1)]
    head = b"%PDF-1.4\n"
    *offsets, end = accumulate(map(len, written), initial=len(head))
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, end)
    start = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return b"".join([head, *written, start, table, trailer])


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)


def one_page(content: bytes, resources: bytes = b"/Font << /F1 5 0 R >>", *more: bytes) -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << %s >> >>"
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page % resources, content, FONT, *more])


def shown(text: str) -> bytes:
    return b"BT /F1 12 Tf 50 700 Td (%s) Tj ET" % text.encode()


def test_a_cyclic_page_tree_is_refused(tmp_path: Path) -> None:
    nodes = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 5 >>",
        b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 5 >>",
    ]

    assert "damaged" in refusal(tmp_path, "cycle.pdf", pdf(nodes)).reason


def test_a_page_tree_a_hundred_thousand_pages_long_is_refused(tmp_path: Path) -> None:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] >>"
    tree = b"<< /Type /Pages /Count 100000 /Kids [%s] >>" % (b"3 0 R " * 100_000)
    data = pdf([b"<< /Type /Catalog /Pages 2 0 R >>", tree, page])

    assert refusal(tmp_path, "long.pdf", data).reason == "100000 pages, more than the limit of 5000"


def test_a_form_that_draws_itself_does_no_harm(tmp_path: Path) -> None:
    form = stream(
        b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    )
    resources = b"/Font << /F1 5 0 R >> /XObject << /X 6 0 R >>"
    content = stream(shown(SENTENCE) + b" /X Do")

    document = read(tmp_path, "itself.pdf", one_page(content, resources, form))

    assert [block.text for block in document.blocks] == [SENTENCE]


def doubling_forms(depth: int) -> bytes:
    """Each form draws the next one twice; the last has text."""
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X %d 0 R >> >>"
    forms = [stream(b"/X Do /X Do", entries % (7 + k)) for k in range(depth)]
    last = stream(
        shown("x"), b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> >>"
    )
    return one_page(stream(b"/X Do"), b"/XObject << /X 6 0 R >>", *forms, last)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("forms.pdf", doubling_forms(30)),
        ("zeros.pdf", one_page(stream(zlib.compress(b"BT ET " * 20_000_000), b"/Filter /FlateDecode"))),
        (
            "glyphs.pdf",
            one_page(stream(zlib.compress(shown("a" * 3000) * 3000), b"/Filter /FlateDecode")),
        ),
    ],
    ids=["forms that draw each other", "a stream that unpacks to 120 MB", "nine million characters"],
)
def test_a_pdf_made_to_exhaust_its_reader_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes
) -> None:
    monkeypatch.setattr(pdf_guard, "_SECONDS", 2)
    monkeypatch.setattr(pdf_guard, "_MEMORY_BYTES", 400_000_000)

    error = refusal(tmp_path, name, data)

    assert isinstance(error, UnsafeDocument) or "no text layer" in error.reason


def test_a_doubtful_pdf_is_read_all_the_same_where_it_does_no_harm(tmp_path: Path) -> None:
    wordy = one_page(stream(shown(SENTENCE) + b" " * 5_000_000))
    plain = one_page(stream(shown(SENTENCE)))
    assert (pdf_guard.is_doubtful(wordy), pdf_guard.is_doubtful(plain)) == (True, False)

    apart, here = (read(tmp_path, name, data) for name, data in (("wordy.pdf", wordy), ("plain.pdf", plain)))

    assert [block.text for block in apart.blocks] == [block.text for block in here.blocks] == [SENTENCE]


def test_what_a_process_apart_refuses_is_refused_with_its_reason(tmp_path: Path) -> None:
    crowded = shown("a" * 1000) * 300
    for content in (crowded, crowded + b" " * 5_000_000):
        error = refusal(tmp_path, "crowded.pdf", one_page(stream(content)))

        assert (error.place, "characters, more than the limit of 200000" in error.reason) == ("page 1", True)


def test_a_hundred_thousand_fonts_are_read_or_refused(tmp_path: Path) -> None:
    count = 100_000
    fonts = b" ".join(b"/F%d %d 0 R" % (k, 6 + k) for k in range(count))
    content = stream(b"BT 50 700 Td /F1 12 Tf (%s) Tj ET" % SENTENCE.encode())

    document = read(tmp_path, "fonts.pdf", one_page(content, b"/Font << %s >>" % fonts, *[FONT] * count))

    assert [block.text for block in document.blocks] == [SENTENCE]


def test_parts_of_a_docx_that_lead_out_of_it_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(
        f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="2">{PARAGRAPH}</w:footnote></w:footnotes>'
    )
    targets = ("../../secret.xml", str(secret), secret.as_uri())
    links = "".join(f'<Relationship Type="x/footnotes" Target="{target}"/>' for target in targets)
    reference = '<w:p><w:r><w:t>Text of it.</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    rels = {"word___rels/document.xml.rels": f"<Relationships>{links}</Relationships>"}

    document = read(tmp_path, "led.docx", docx(PARAGRAPH + reference, **rels, **{"..__..__evil.txt": "x"}))

    assert [block.text for block in document.blocks] == [SENTENCE, "Text of it."]
    assert not document.footnotes
    assert sorted(path.name for path in tmp_path.iterdir()) == ["led.docx", "secret.xml"]


@pytest.mark.parametrize("mebibytes", [11, 40, 120])
def test_a_docx_that_unpacks_to_a_thousand_times_its_size_is_refused(tmp_path: Path, mebibytes: int) -> None:
    data = docx(PARAGRAPH + "<w:p/>" * (mebibytes * 1_048_576 // 6))

    assert "a zip bomb" in refusal(tmp_path, "bomb.docx", data).reason


def test_a_docx_nested_a_hundred_thousand_deep_is_refused_with_its_line(tmp_path: Path) -> None:
    error = refusal(tmp_path, "deep.docx", docx("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000))

    assert (isinstance(error, UnsafeDocument), error.place) == (True, "line 1")


def test_styles_that_are_based_on_each_other_do_no_harm(tmp_path: Path) -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>'
        for one, other in (("A", "B"), ("B", "A"))
    )
    link = '<Relationship Type="x/styles" Target="styles.xml"/>'
    parts = {
        "word__styles.xml": f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>',
        "word___rels/document.xml.rels": f"<Relationships>{link}</Relationships>",
    }
    body = PARAGRAPH.replace("<w:r>", '<w:pPr><w:pStyle w:val="A"/></w:pPr><w:r>', 1)

    assert [block.text for block in read(tmp_path, "styles.docx", docx(body, **parts)).blocks] == [SENTENCE]


@pytest.mark.parametrize("name", ["deep.xml", "deep.html"])
def test_a_million_nested_elements_are_refused_with_their_line(tmp_path: Path, name: str) -> None:
    start = "<html><body>" if name.endswith("html") else "<doc>"

    error = refusal(tmp_path, name, f"{start}{'<div>' * 1_000_000}{SENTENCE}".encode())

    assert (isinstance(error, UnsafeDocument), error.place) == (True, "line 1")


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;',
        '<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY x "&b;&b;&b;">',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding(tmp_path: Path, declaration: str, encoding: str) -> None:
    source = f"<?xml version='1.0' encoding='{encoding}'?><!DOCTYPE doc [{declaration}]><doc><p>&x;</p></doc>"

    error = refusal(tmp_path, "entities.xml", source.encode(encoding))

    assert (isinstance(error, UnsafeDocument), error.place) == (True, "DOCTYPE")


def test_files_that_xml_would_include_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("a secret")
    include = f'<xi:include href="{(tmp_path / "secret.txt").as_uri()}" parse="text"/>'
    source = f'<doc xmlns:xi="http://www.w3.org/2001/XInclude">{include}<p>{SENTENCE}</p></doc>'

    assert [block.text for block in read(tmp_path, "include.xml", source.encode()).blocks] == [SENTENCE]


def test_an_element_of_a_hundred_thousand_attributes_is_refused_with_its_line(tmp_path: Path) -> None:
    attributes = " ".join(f"a{k}=1" for k in range(100_000))

    error = refusal(
        tmp_path, "wide.html", f"<html><body>\n<p {attributes}>{SENTENCE}</p></body></html>".encode()
    )

    assert (error.place, "100000 attributes" in error.reason) == ("line 2", True)


def test_lists_that_never_close_neither_nest_without_end_nor_take_long(tmp_path: Path) -> None:
    opened = "".join(f"1. {SENTENCE} {k};\n\n" for k in range(3000))
    closed = "".join(f"2. {SENTENCE} {k};\n\n" for k in range(3000))

    document = read(tmp_path, "lists.txt", (opened + closed).encode())

    assert len(document.blocks) == 6000
    assert max(block.path.count("/") for block in document.blocks) < 12


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\x00", "\x1b[2J"])
def test_hidden_characters_do_not_reach_the_text(tmp_path: Path, mark: str) -> None:
    text = f"{SENTENCE[:20]}{mark}{SENTENCE[20:]}\n\n" * 20

    document = read(tmp_path, "hidden.txt", text.encode())

    seen = "".join(block.text for block in document.blocks)
    assert not set(seen) & set("\u202e\u2066\x00\x1b")


def test_every_message_of_a_reader_is_one_line(tmp_path: Path) -> None:
    for name, data in (("a.docx", b"no"), ("b.pdf", b"%PDF-1.4\n\n\n"), ("c.xml", b"<a>\n<b>\n</a>\n")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(CorporaError) as caught:
            read_document(tmp_path / name, "en")
        assert "\n" not in str(caught.value)
