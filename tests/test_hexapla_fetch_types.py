"""`hexapla fetch` looks at what was really sent; a real server on loopback that lies about types."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SYMBOL = "A/RES/68/187"
OLE_DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "WordDocument".encode("utf-16-le")
OLE_OTHER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "Workbook".encode("utf-16-le")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("data", "kind", "says"),
    [
        (b"<!DOCTYPE html><html><body>Error 404</body></html>", "application/pdf", "says application/pdf"),
        (b"%PDF-1.4\n%%EOF\n", "text/html", "says text/html, and what it sent is PDF"),
        (b"", "application/pdf", "the file is empty"),
        (b" \r\n ", "text/plain", "the file is empty"),
        (b"MZ\x90\x00 program", "application/pdf", "the file is a program"),
        (b"\x7fELF", "application/octet-stream", "the file is a program"),
        (b"#!/bin/sh\nrm\n", "text/plain", "the file is a program"),
        (b"\x89PNG\r\n\x1a\n", "application/pdf", "an image (PNG)"),
        (b"PK\x03\x04 no archive", WORD, "ZIP archive is damaged"),
        (b"{\\rtf1}", "application/msword", "no PDF, Word file or text but RTF"),
        (OLE_OTHER, "application/msword", "an old binary Office file"),
        (b"\x00\x01\x02 binary", "text/plain", "neither text nor a known document"),
        (b"plain words", "application/pdf", "says application/pdf, and what it sent is PLAIN"),
        (b"plain words", "image/png", "says image/png"),
    ],
)  # fmt: skip
def test_what_is_no_document_or_another_than_the_server_says_is_refused(
    data: bytes, kind: str, says: str, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.whole(data, kind))
    left = fetching.only_left_out(fetching.fetch(fetch_server, tmp_path))
    assert says in left.reason
    assert len(fetch_server.requests) == 1
    assert fetching.no_document_is_there(tmp_path)


@pytest.mark.parametrize(
    ("data", "kind", "extension"),
    [
        (b"%PDF-1.4\n%%EOF\n", "application/pdf", "pdf"),
        (b"%PDF-1.4\n%%EOF\n", "Application/PDF; charset=binary", "pdf"),
        (b"%PDF-1.4\n%%EOF\n", "application/octet-stream", "pdf"),
        (b"%PDF-1.4\n%%EOF\n", None, "pdf"),
        (OLE_DOC, "application/msword", "doc"),
        (b"<html><body><p>Texte</p></body></html>", "text/html", "html"),
        (b"<?xml version='1.0'?><doc>Texte</doc>", "application/xml", "xml"),
        ("Текст\n".encode("utf-16"), "text/plain", "txt"),
    ],
)  # fmt: skip
def test_the_extension_follows_the_content(
    data: bytes, kind: str | None, extension: str, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.whole(data, kind))
    fetching.fetch(fetch_server, tmp_path)
    assert (tmp_path / f"A_RES_68_187.fr.{extension}").read_bytes() == data


@pytest.mark.parametrize("kind", [WORD, "application/msword", "application/octet-stream", "application/zip"])
def test_a_word_document_is_known_by_its_parts(
    kind: str, fetching: ModuleType, fetch_server: Any, tmp_path: Path, samples: Path
) -> None:
    data = (samples / "accord_archives_ES.docx").read_bytes()
    fetch_server.serve(SYMBOL, fetching.whole(data, kind), "es")
    fetching.fetch(fetch_server, tmp_path, languages=["es"])
    assert (tmp_path / "A_RES_68_187.es.docx").read_bytes() == data


def test_an_answer_that_is_packed_although_asked_not_to_is_refused(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.whole(b"\x1f\x8b" * 40, encoding="gzip"))
    assert (
        "compressed although asked not to"
        in fetching.only_left_out(fetching.fetch(fetch_server, tmp_path)).reason
    )


def test_a_service_of_files_that_answers_with_a_page_has_no_document(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    from hexapla.fetching.sources import FILES, Source, Sources

    source = Source(f"http://{fetch_server.host}/{{language}}/{{symbol}}", types=FILES)
    sources = Sources((source,), fetching.sources_of(fetch_server.host).hosts)
    fetch_server.serve(SYMBOL, fetching.whole(b"<html><body>No document found</body></html>", "text/html"))
    left = fetching.only_left_out(fetching.fetch(fetch_server, tmp_path, sources=sources))
    assert left.reason == "127.0.0.1 sends HTML, and no document"
