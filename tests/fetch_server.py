"""A document service on loopback that behaves as it is told, and a way to fetch from it without waiting.

Not a test: conftest loads it for the tests of `hexapla fetch`.
"""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from hexapla.fetching.allowed_hosts import AllowedHosts, host_entries
from hexapla.fetching.clocks import Clock
from hexapla.fetching.downloads import FetchSettings, fetch_documents
from hexapla.fetching.fetch_results import FetchResult
from hexapla.fetching.http_client import Timeouts
from hexapla.fetching.retries import RetryPolicy
from hexapla.fetching.sources import Source, Sources

SIX = ("ar", "zh", "en", "fr", "ru", "es")
PDF = (
    b"%PDF-1.4\n1 0 obj <</Type/Catalog>> endobj\n"
    + b"% filling\n" * 3000
    + b"trailer <</Root 1 0 R>>\n%%EOF\n"
)
TEXTS = {
    "ar": "١ - تقرر نشر تقرير؛\n",
    "zh": "1. 决定发表一份报告；\n",
    "en": "1. Decides to publish a report;\n",
    "fr": "1. Décide de publier un rapport ;\n",
    "ru": "1. постановляет опубликовать доклад;\n",
    "es": "1. Decide publicar un informe;\n",
}
Behaviour = Callable[["Handler"], None]


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    at: float


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = unquote(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.requests.append(Request(path, headers, time.monotonic()))
        self.close_connection = True
        self.server.answers.get(path, status(404))(self)

    def asked(self, name: str) -> str | None:
        return self.headers.get(name)

    def head(self, code: int, headers: dict[str, str]) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        self.answers: dict[str, Behaviour] = {}
        self.requests: list[Request] = []
        self.released = threading.Event()
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that go away are the point of these tests."""

    def serve(self, symbol: str, behaviour: Behaviour, language: str = "fr") -> None:
        self.answers[f"/{language}/{symbol}"] = behaviour

    def paths(self) -> list[str]:
        return [request.path for request in self.requests]


def text(body: str | bytes, **settings: object) -> Behaviour:
    data = body.encode() if isinstance(body, str) else body
    return whole(data, "text/plain; charset=utf-8", **settings)  # type: ignore[arg-type]


def whole(
    data: bytes,
    kind: str | None = "application/pdf",
    *,
    etag: str | None = None,
    last_modified: str | None = None,
    ranges: bool = True,
    encoding: str | None = None,
) -> Behaviour:
    """The document as a good server gives it: ranges and conditions are honoured."""

    def answer(handler: Handler) -> None:
        named = {
            "Content-Type": kind,
            "ETag": etag,
            "Last-Modified": last_modified,
            "Content-Encoding": encoding,
        }
        headers = {name: value for name, value in named.items() if value}
        asked_etag, asked_date = handler.asked("If-None-Match"), handler.asked("If-Modified-Since")
        if (asked_etag and asked_etag == etag) or (
            not asked_etag and asked_date and asked_date == last_modified
        ):
            handler.head(304, headers)
            return
        asked = handler.asked("Range")
        if ranges and asked and handler.asked("If-Range") in (etag, last_modified):
            first = int(asked.removeprefix("bytes=").removesuffix("-"))
            rest = data[first:]
            span = f"bytes {first}-{len(data) - 1}/{len(data)}"
            handler.head(206, {**headers, "Content-Range": span, "Content-Length": str(len(rest))})
            handler.wfile.write(rest)
            return
        handler.head(200, {**headers, "Content-Length": str(len(data))})
        handler.wfile.write(data)

    return answer


def status(code: int, headers: dict[str, str] | None = None, body: bytes = b"no") -> Behaviour:
    def answer(handler: Handler) -> None:
        handler.head(code, {"Content-Length": str(len(body)), "Content-Type": "text/html", **(headers or {})})
        handler.wfile.write(body)

    return answer


def redirect(location: str, code: int = 302) -> Behaviour:
    return status(code, {"Location": location})


def refresh(location: str, seconds: int = 0) -> Behaviour:
    meta = f'<META HTTP-EQUIV="refresh" CONTENT="{seconds}; URL={location}">'
    page = f"<html><head>{meta}</head><body></body></html>"
    return whole(page.encode(), "text/html; charset=utf-8")


def cut_after(count: int, data: bytes = PDF, headers: dict[str, str] | None = None) -> Behaviour:
    """Promise the whole, send a part, hang up."""

    def answer(handler: Handler) -> None:
        named = {"Content-Type": "application/pdf", "Content-Length": str(len(data)), **(headers or {})}
        handler.head(200, named)
        handler.wfile.write(data[:count])

    return answer


def chunked(pieces: Sequence[bytes], *, ended: bool = True, kind: str = "application/pdf") -> Behaviour:
    def answer(handler: Handler) -> None:
        handler.head(200, {"Content-Type": kind, "Transfer-Encoding": "chunked"})
        for piece in pieces:
            handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        if ended:
            handler.wfile.write(b"0\r\n\r\n")

    return answer


def unmeasured(data: bytes) -> Behaviour:
    """Neither a length nor chunks: the end of the connection is the end of the file."""

    def answer(handler: Handler) -> None:
        handler.head(200, {"Content-Type": "application/pdf", "Connection": "close"})
        handler.wfile.write(data)

    return answer


def endless() -> Behaviour:
    def answer(handler: Handler) -> None:
        handler.head(200, {"Content-Type": "application/pdf", "Connection": "close"})
        handler.wfile.write(b"%PDF-1.4\n")
        while not handler.server.released.is_set():
            handler.wfile.write(b"x" * 65_536)

    return answer


def stall() -> Behaviour:
    """Take the request and say nothing."""
    return lambda handler: void(handler.server.released.wait(20))


def stall_inside(data: bytes = PDF) -> Behaviour:
    """Send half, then nothing."""

    def answer(handler: Handler) -> None:
        handler.head(200, {"Content-Type": "application/pdf", "Content-Length": str(len(data))})
        handler.wfile.write(data[: len(data) // 2])
        handler.server.released.wait(20)

    return answer


def drip(data: bytes = PDF) -> Behaviour:
    """One byte after the other, each in good time."""

    def answer(handler: Handler) -> None:
        handler.head(200, {"Content-Type": "application/pdf", "Content-Length": str(len(data))})
        for byte in data:
            handler.wfile.write(bytes([byte]))
            if handler.server.released.wait(0.05):
                return

    return answer


def drip_head() -> Behaviour:
    """A header that never ends, one byte after the other."""

    def answer(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not handler.server.released.wait(0.05):
            handler.wfile.write(b"x")

    return answer


def garbage() -> Behaviour:
    return lambda handler: void(handler.wfile.write(b"\x16\x03\x01 this is no HTTP\r\n\r\n"))


def many_headers() -> Behaviour:
    """More header lines than any answer needs."""
    return status(200, {f"X-{number}": "x" for number in range(2000)})


def void(_value: object) -> None:
    """Make a statement of an expression."""


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """The first request gets the first, and so on; the last one stays."""
    left = list(behaviours)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)


@dataclass
class SkippingClock:
    """Real time, in which sleeping takes none; `slept` has the pauses in seconds."""

    slept: list[float] = field(default_factory=list)

    def clock(self, start: datetime.datetime | None = None) -> Clock:
        begin = start or datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
        return Clock(
            monotonic=lambda: time.monotonic() + sum(self.slept),
            sleep=self.slept.append,
            now=lambda: begin + datetime.timedelta(seconds=sum(self.slept)),
            chance=lambda: 0.5,
        )


def sources_of(*hosts: str, allowed: Sequence[str] = (), private: Sequence[str] = ()) -> Sources:
    patterns = tuple(Source(f"http://{host}/{{language}}/{{symbol}}") for host in hosts)
    return Sources(patterns, AllowedHosts(host_entries([*hosts, *allowed]), host_entries(private)))


def settings_of(sources: Sources, **changes: object) -> FetchSettings:
    usual: dict[str, object] = {
        "rate": 1000.0,
        "timeouts": Timeouts(connect_seconds=2, read_seconds=2, whole_seconds=10),
        "retries": RetryPolicy(attempts=3),
        "largest_bytes": 1_000_000,
    }
    return FetchSettings(sources, "hexapla/test", **{**usual, **changes})  # type: ignore[arg-type]


def fetch(
    server: Server,
    folder: Path,
    symbols: Sequence[str] = ("A/RES/68/187",),
    languages: Sequence[str] = ("fr",),
    *,
    sources: Sources | None = None,
    clock: SkippingClock | None = None,
    **changes: object,
) -> FetchResult:
    """Fetch from the server; pauses take no time."""
    settings = settings_of(sources or sources_of(server.host), **changes)
    return fetch_documents(symbols, languages, folder, settings, clock=(clock or SkippingClock()).clock())


def only_left_out(result: Any) -> Any:
    """The only version asked for, which could not be had."""
    assert result.files == ()
    assert int(result.exit_status) == 1
    (left,) = result.left_out
    return left


def no_document_is_there(folder: Path) -> bool:
    """Whether a folder holds nothing but what is hidden."""
    return [path.name for path in folder.iterdir() if not path.name.startswith(".")] == []
