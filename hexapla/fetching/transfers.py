"""From one address to one whole file: redirects followed by hand, the rest asked for where a part is there.

A single attempt; `hexapla.fetching.retries` asks again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from hexapla.fetching.allowed_hosts import AllowedHosts, Place
from hexapla.fetching.clocks import Clock
from hexapla.fetching.content_types import ContentType, check_declared, declared_type, detect_content
from hexapla.fetching.errors import Missing, Refused, Unanswered
from hexapla.fetching.http_client import Answer, Timeouts, open_answer
from hexapla.fetching.landing_pages import refresh_target
from hexapla.fetching.partial_files import PartFile, PartNotes, Parts
from hexapla.fetching.rate_limit import RateLimit
from hexapla.fetching.retries import retry_after_seconds

MOST_REDIRECTS = 8
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GONE = frozenset({404, 410})
_CONTENT_RANGE = re.compile(r"bytes (?P<first>\d{1,15})-(?P<last>\d{1,15})/(?P<total>\d{1,15}|\*)")
_ETAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]{0,300}"')
_DATE = re.compile(r"[A-Za-z0-9,: +-]{1,60}")
_AGAIN_LATER = "run the same command again later"
_BY_HAND = "look at the address in a browser"


@dataclass(frozen=True, slots=True)
class Wire:
    """What every request needs. `largest_bytes` is the limit for one file.

    `given_up` has the hosts that are not asked any more in this run, each with the reason.
    """

    hosts: AllowedHosts
    limit: RateLimit
    clock: Clock
    timeouts: Timeouts
    user_agent: str
    largest_bytes: int
    given_up: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """What an earlier answer said of the file that is there; asked with at the same final address only."""

    final_address: str
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class Transfer:
    """A whole file in its part, or, with `content` None, word that the known one is unchanged."""

    final_address: str
    part: PartFile
    content: ContentType | None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class _Step:
    """Where an answer leads: on to another place, or to an end."""

    onward: Place | None = None
    end: Transfer | None = None


def transfer(
    address: str, parts: Parts, wire: Wire, *, known: Known | None = None, types: frozenset[ContentType]
) -> Transfer:
    """Fetch `address` into one of `parts`.

    Raises `Missing`, `Refused`, or `Unanswered`; after the last, a part may hold bytes for the next attempt.
    """
    place = wire.hosts.check(address)
    for _ in range(MOST_REDIRECTS + 1):
        if place.host_and_port in wire.given_up:
            cause = wire.given_up[place.host_and_port]
            raise Refused(f"{place.host_and_port} is not asked again: {cause}", _AGAIN_LATER)
        step = _one_request(place, parts.of(place.url), wire, known, types)
        if step.end is not None:
            return step.end
        assert step.onward is not None
        place = step.onward
    raise Refused(f"more than {MOST_REDIRECTS} redirects, the last to {place.url[:200]}", _BY_HAND)


def _one_request(
    place: Place, part: PartFile, wire: Wire, known: Known | None, types: frozenset[ContentType]
) -> _Step:
    notes = part.notes()
    headers = {"User-Agent": wire.user_agent, "Accept": "*/*", "Accept-Encoding": "identity"}
    if notes is not None:
        headers |= {"Range": f"bytes={part.size_bytes}-", "If-Range": notes.validator or ""}
    conditions = _conditions(known, place) if notes is None else {}
    headers |= conditions
    wire.limit.wait(place.host_and_port)
    private = wire.hosts.may_be_private(place)
    with open_answer(place, headers, wire.timeouts, wire.clock, may_be_private=private) as answer:
        if answer.status in _REDIRECTS:
            return _redirect(place, answer, wire)
        if answer.status == 304 and conditions:
            return _Step(end=Transfer(place.url, part, None))
        _check_status(answer, place, part, wire)
        _store(answer, place, part, notes, wire.largest_bytes)
    return _examined(place, part, answer, wire, types)


def _conditions(known: Known | None, place: Place) -> dict[str, str]:
    if known is None or known.final_address != place.url:
        return {}
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value}


def _redirect(place: Place, answer: Answer, wire: Wire) -> _Step:
    location = answer.headers.get("location", "")
    if not location:
        raise Refused(f"{place.host} redirects without saying where to", _BY_HAND)
    # http.client reads headers as Latin-1; addresses that are not ASCII are UTF-8.
    location = location.encode("latin-1", "replace").decode("utf-8", "replace")
    return _Step(onward=wire.hosts.next_place(place, location))


def _check_status(answer: Answer, place: Place, part: PartFile, wire: Wire) -> None:
    """Return for 200 and 206; raise what each other status means."""
    status = answer.status
    if status in (200, 206):
        return
    if status in _GONE:
        raise Missing(f"{place.host} has no such document ({status})", _OTHER_LANGUAGE)
    if status == 416:
        part.discard()
        raise Unanswered(f"{place.host} has no rest of what came before (416)", _AGAIN_LATER)
    if status == 429 or status >= 500:
        wait = retry_after_seconds(answer.headers.get("retry-after"), wire.clock.now())
        what = "asks for fewer requests" if status == 429 else "has a fault"
        reason = f"{place.host} {what} ({status})"
        raise Unanswered(reason, _AGAIN_LATER, wait_seconds=wait, host=place.host_and_port)
    raise Refused(f"{place.host} answers with status {status}", _BY_HAND)


_OTHER_LANGUAGE = "check the symbol, or ask for other languages: not every document exists in all"


def _store(answer: Answer, place: Place, part: PartFile, notes: PartNotes | None, largest: int) -> None:
    """Write what comes to the part: behind what is there for the rest of a file, else from the beginning."""
    if answer.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise Refused(f"{place.host} sends it compressed although asked not to", _BY_HAND)
    if answer.status == 206:
        expected = _rest_expected(answer, place, part, notes)
    else:
        expected = _length(answer)
        part.start(PartNotes(place.url, *_validators(answer), expected))
    if expected is not None and expected > largest:
        part.discard()
        raise _too_large(f"{expected / 1e6:.1f} MB", largest)
    try:
        _append(answer, part.path, largest)
    except Refused:
        part.discard()
        raise
    came = part.size_bytes
    if expected is None and came == 0:
        # A header that was cut off looks like one without a length.
        raise Unanswered(f"{place.host} sends nothing", _AGAIN_LATER)
    if expected is not None and came != expected:
        raise Unanswered(f"the answer was cut off after {came} of {expected} bytes", _AGAIN_LATER)


def _append(answer: Answer, path: Path, largest: int) -> None:
    came = path.stat().st_size
    with path.open("ab") as stream:
        for piece in answer.pieces:
            came += len(piece)
            if came > largest:
                raise _too_large("more", largest)
            stream.write(piece)


def _validators(answer: Answer) -> tuple[str | None, str | None]:
    """ETag and Last-Modified, where they are such that they can be sent back."""
    etag, date = (answer.headers.get(name, "").strip() for name in ("etag", "last-modified"))
    return (
        etag if _ETAG.fullmatch(etag) else None,
        date if _DATE.fullmatch(date) else None,
    )


def _too_large(what: str, largest: int) -> Refused:
    reason = f"the file has {what}, and the limit is {largest / 1e6:.1f} MB"
    return Refused(reason, "allow more with --max-size")


def _length(answer: Answer) -> int | None:
    text = answer.headers.get("content-length", "").strip()
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else None


def _rest_expected(answer: Answer, place: Place, part: PartFile, notes: PartNotes | None) -> int | None:
    """Return the size of the whole file. Raises `Unanswered`, the part gone, where this is no rest of it."""
    match = _CONTENT_RANGE.fullmatch(answer.headers.get("content-range", "").strip())
    total = int(match["total"]) if match and match["total"].isdecimal() else None
    same = (
        notes is not None
        and match is not None
        and int(match["first"]) == part.size_bytes
        and (total is None or notes.total_bytes in (None, total))
        and (_validators(answer)[0] or notes.etag) == notes.etag
    )
    if not same or notes is None:
        part.discard()
        raise Unanswered(f"{place.host} sends another part than it was asked for", _AGAIN_LATER)
    return total if total is not None else notes.total_bytes


def _examined(
    place: Place, part: PartFile, answer: Answer, wire: Wire, types: frozenset[ContentType]
) -> _Step:
    """Look at what came: a document, a page that leads on, or something else, which is not kept."""
    try:
        data = part.path.read_bytes()
        content = detect_content(data)
        onward = refresh_target(data) if content is ContentType.HTML else None
        if onward is not None and declared_type(answer.headers.get("content-type")) in _PAGE_TYPES:
            part.discard()
            return _Step(onward=wire.hosts.next_place(place, onward))
        check_declared(content, answer.headers.get("content-type"))
        if content not in types:
            raise Refused(f"{place.host} sends {content.name}, and no document", _BY_HAND)
    except (Refused, Unanswered):
        part.discard()
        raise
    return _Step(end=Transfer(place.url, part, content, *_validators(answer)))


_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", ""})
