"""Which documents a fetched one links or cites.

Links are read where they stand in the bytes (text, HTML, XML, DOCX), in the annotations of a PDF, and where
the reader lifted them out of the text; citations in the paragraphs and footnotes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from corpora.documents import Document
from corpora.errors import CorporaError
from corpora.file_types import DAMAGED_ARCHIVE
from corpora.furniture import LINK
from corpora.languages import LANGUAGES
from corpora.reading_options import ReadingOptions, Recognition
from corpora.symbols import SymbolKind, find_symbols, symbol_of_url
from hexapla.document_reading import UNFORESEEN, defect_in_words
from hexapla.fetching.allowed_hosts import DEFAULT_HOSTS
from hexapla.fetching.cited_resolutions import is_decision, symbol_of_number
from hexapla.fetching.document_symbols import is_of_known_organ
from hexapla.fetching.fetch_results import NotTaken
from hexapla.fetching.pdf_links import pdf_links

_ABSOLUTE = re.compile(r"https?://[^\s<>\"'\\`|]{4,500}", re.IGNORECASE)
# "/fr/A/RES/72/246" leads to the host of the page.
_RELATIVE = re.compile(rf"(?<![\w/.:-])/(?:{'|'.join(LANGUAGES)})/[A-Z]{{1,10}}/[^\s<>\"'\\`|]{{1,100}}")
_RELATIONSHIPS = "word/_rels/document.xml.rels"
_MOST_RELATIONSHIP_BYTES = 5_000_000
_DOCUMENT_HOSTS = frozenset(DEFAULT_HOSTS) - {"www.un.org"}
_ASK_FOR_IT = "ask for it by its symbol if it is wanted"


@dataclass(frozen=True, slots=True)
class Mentions:
    """`linked` and `cited` are symbols in order, each once and in one of the two; `unclear` is not taken."""

    linked: tuple[str, ...]
    cited: tuple[str, ...]
    unclear: tuple[NotTaken, ...] = ()


def mentions_of(path: Path, language: str, symbol: str) -> Mentions:
    """Return what a file mentions beside itself. Of one that cannot be read only the links."""
    from corpora.read_document import read_document

    unclear: dict[str, NotTaken] = {}
    document: Document | None = None
    try:
        # Recognising scans takes seconds a page, and their symbols come out wrong.
        document = read_document(path, language, ReadingOptions(ocr=Recognition.NEVER))
    except UNFORESEEN as error:
        reason, advice = defect_in_words("reading it", error), "report this with the file, please"
        unclear[path.name] = NotTaken(symbol, "unread", path.name, reason, advice)
    except CorporaError as error:
        reason = f"its citations cannot be read: {getattr(error, 'reason', error)}"
        advice = getattr(error, "advice", "") or _ASK_FOR_IT
        unclear[path.name] = NotTaken(symbol, "unread", path.name, reason, advice)
    linked = {symbol: None}
    for address in _addresses(path, document):
        target = symbol_of_url(address)
        if target is not None and is_of_known_organ(target):
            linked[target] = None
        elif _names_a_document(address, target):
            reason = "the address names no symbol" if target is None else "unknown kind of symbol"
            unclear[address] = NotTaken(target or address, "linked", path.name, reason, _ASK_FOR_IT)
    cited: dict[str, None] = {}
    for found, reason in _citations(document, symbol) if document is not None else ():
        if reason:
            unclear.setdefault(found, NotTaken(found, "cited", path.name, reason, _ASK_FOR_IT))
        elif found not in linked:
            cited[found] = None
    return Mentions(tuple(linked)[1:], tuple(cited), tuple(unclear.values()))


def _addresses(path: Path, document: Document | None) -> Iterator[str]:
    """Addresses of the document service, and relative ones, as they are written."""
    texts = [_raw_text(path)]
    if document is not None:
        texts += [removed.text for removed in document.removed if removed.reason == LINK]
    for text in texts:
        for match in _ABSOLUTE.finditer(text):
            address = _unwrapped(match.group())
            if _is_of_the_united_nations(address):
                yield address
        yield from (_unwrapped(match.group()) for match in _RELATIVE.finditer(text))


def _raw_text(path: Path) -> str:
    """Return a file as Latin-1, in which addresses are as everywhere; of a DOCX or PDF, its links."""
    data = path.read_bytes()
    if b"%PDF-" in data[:1024]:
        return "\n".join(pdf_links(data))
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_RELATIONSHIPS) as stream:
                data = stream.read(_MOST_RELATIONSHIP_BYTES)
        except (*DAMAGED_ARCHIVE, KeyError):
            return ""
    return data.decode("latin-1").replace("&amp;", "&")


def _unwrapped(address: str) -> str:
    """Take off what closes a sentence or a Markdown link; brackets of a symbol as 1325(2000) stay."""
    address = address.rstrip(".,;:!?*_]}")
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(".,;:!?*_]}")
    return address


def _is_of_the_united_nations(address: str) -> bool:
    host = _host(address)
    return host in DEFAULT_HOSTS or host.endswith(".un.org") or host.removeprefix("www.") == "undocs.org"


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _names_a_document(address: str, symbol: str | None) -> bool:
    """Whether an address was meant to lead to a document, rather than to a page about something."""
    return symbol is not None or (_host(address) in _DOCUMENT_HOSTS and "/" in address.split("//")[-1][:-1])


def _citations(document: Document, symbol: str) -> Iterator[tuple[str, str]]:
    """Each symbol that the text names, with the reason why it cannot be taken, "" where it can."""
    own = {symbol, document.symbol or symbol}
    for block in (*document.blocks, *document.footnotes):
        for found in find_symbols(block.text):
            before, after = block.text[: found.start], block.text[found.end :]
            target: str | None = found.symbol
            if found.kind is SymbolKind.RESOLUTION_NUMBER:
                if is_decision(before, after):
                    yield found.symbol, "a decision, which has no document of its own"
                    continue
                target = symbol_of_number(found.symbol, before, after, symbol)
            if target in own:
                continue
            if target is None:
                yield found.symbol, "which organ adopted it is not clear"
            elif not is_of_known_organ(target):
                yield target, "unknown kind of symbol"
            else:
                yield target, ""
