"""One HTTP request: no redirect, no retry, no proxy, no cookie; the answer comes in pieces.

A connection is looked at before anything is sent over it: whoever answers for an allowed name must be on the
open network, whatever the name service says.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hexapla.fetching.allowed_hosts import Place, is_public_address
from hexapla.fetching.clocks import Clock
from hexapla.fetching.errors import AddressFailed, Refused, Unanswered

if TYPE_CHECKING:
    from urllib3 import HTTPConnectionPool
    from urllib3.connection import HTTPConnection
    from urllib3.response import BaseHTTPResponse

_PIECE_BYTES = 65_536
# How a message of urllib3 begins: with the connection, "HTTPSConnection(host='undocs.org', port=443): ".
_OBJECT = re.compile(r"^\w+\(host=[^)]*\): ")
_AGAIN_LATER = "run the same command again later"
_TOO_LONG, _MORE_TIME = "the answer takes too long as a whole", "allow more time with --timeout"


@dataclass(frozen=True, slots=True)
class Timeouts:
    """`connect`: until a connection stands; `read`: between two pieces; `whole`: of one request in all."""

    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    whole_seconds: float = 300.0


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` with names in lower case; `pieces` raises `Unanswered` where the body does not come."""

    status: int
    headers: Mapping[str, str]
    pieces: Iterator[bytes]


@contextmanager
def open_answer(
    place: Place, headers: Mapping[str, str], timeouts: Timeouts, clock: Clock, *, may_be_private: bool
) -> Iterator[Answer]:
    """Ask for one address. Raises `Unanswered` without an answer, `Refused` for one that may not be heard."""
    from urllib3 import Timeout

    end = clock.monotonic() + timeouts.whole_seconds
    watch = _Watch()
    pool = _pool(place, watch, may_be_private=may_be_private)
    with _telling_failures(place, watch):
        try:
            with _cutting_off(watch, timeouts.whole_seconds):
                response = pool.urlopen(
                    "GET", place.target, headers=dict(headers), retries=False, redirect=False,
                    preload_content=False, decode_content=False, assert_same_host=False,
                    timeout=Timeout(connect=timeouts.connect_seconds, read=timeouts.read_seconds),
                )  # fmt: skip
            named = {name.lower(): value for name, value in response.headers.items()}
            try:
                if watch.cut_off:
                    # http.client takes a header that ends early for a whole one.
                    raise Unanswered(_TOO_LONG, _MORE_TIME)
                yield Answer(response.status, named, _pieces(response, end, clock))
            finally:
                response.close()
        finally:
            pool.close()


def _pieces(response: BaseHTTPResponse, end: float, clock: Clock) -> Iterator[bytes]:
    # read1 gives what has come: read would wait for a whole piece from a server that sends byte by byte.
    while piece := response.read1(_PIECE_BYTES):
        yield piece
        if clock.monotonic() > end:
            raise Unanswered(_TOO_LONG, _MORE_TIME)


class _Watch:
    """The connection of a request, for the one who may have to cut it off."""

    connection: HTTPConnection | None = None
    cut_off = False

    def cut(self) -> None:
        self.cut_off = True
        wire = self.connection.sock if self.connection is not None else None
        if wire is not None:
            try:
                wire.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


@contextmanager
def _cutting_off(watch: _Watch, seconds: float) -> Iterator[None]:
    # A header that comes byte by byte keeps every single read short of its limit.
    timer = threading.Timer(seconds, watch.cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _pool(place: Place, watch: _Watch, *, may_be_private: bool) -> HTTPConnectionPool:
    """Return a pool whose connections report to `watch` and are looked at before use."""
    from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
    from urllib3.connection import HTTPConnection, HTTPSConnection

    class Guarded(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            watch.connection = self
            wire = super()._new_conn()
            peer = str(wire.getpeername()[0])
            if not (may_be_private or is_public_address(peer)):
                wire.close()
                raise Refused(
                    f"{place.host} leads to {peer}, which is no address of the open network",
                    "if that is meant, list the host under private_hosts in a file given with --sources",
                )
            return wire

    class GuardedTls(Guarded, HTTPSConnection):
        pass

    pool: HTTPConnectionPool
    if place.scheme == "https":
        pool = HTTPSConnectionPool(place.host, place.port, maxsize=1)
        pool.ConnectionCls = GuardedTls
    else:
        pool = HTTPConnectionPool(place.host, place.port, maxsize=1)
        pool.ConnectionCls = Guarded
    return pool


@contextmanager
def _telling_failures(place: Place, watch: _Watch) -> Iterator[None]:
    from urllib3 import exceptions

    try:
        yield
    except (exceptions.NewConnectionError, exceptions.ConnectTimeoutError) as error:
        reason = f"{place.host} cannot be reached ({_cause(error)})"
        raise Unanswered(reason, _AGAIN_LATER, given_up=place.host_and_port) from error
    except exceptions.SSLError as error:
        raise _of_encryption(place, error) from error
    except exceptions.ReadTimeoutError as error:
        raise Unanswered(f"{place.host} does not go on", _AGAIN_LATER) from error
    except (exceptions.HTTPError, ConnectionError, TimeoutError) as error:
        if watch.cut_off:
            raise Unanswered(_TOO_LONG, _MORE_TIME) from error
        raise Unanswered(f"{place.host} broke off ({_cause(error)})", _AGAIN_LATER) from error


def _of_encryption(place: Place, error: Exception) -> AddressFailed:
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in error.args):
        advice = "check the certificates of this system, or set SSL_CERT_FILE"
        return Refused(f"the certificate of {place.host} is not trusted", advice)
    return Unanswered(f"encryption with {place.host} failed ({_cause(error)})", _AGAIN_LATER)


def _cause(error: Any) -> str:
    """What happened, in a few words: the message without the object that urllib3 puts before it."""
    text = " ".join(str(error).split())
    text = _OBJECT.sub("", text.rpartition(">: ")[2]) or type(error).__name__
    return "".join(character if character.isprintable() else "\ufffd" for character in text)[:200]
