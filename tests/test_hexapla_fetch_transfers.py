"""`hexapla fetch` from a service that stalls, truncates and throttles; a real server on loopback."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from hexapla.fetching.http_client import Timeouts
from hexapla.fetching.retries import RetryPolicy

SYMBOL = "A/RES/68/187"


def test_versions_in_six_languages_are_fetched_with_a_ledger_and_checksums(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    for language, text in fetching.TEXTS.items():
        date = "Fri, 02 Jan 2026 03:04:05 GMT"
        fetch_server.serve(SYMBOL, fetching.text(text, etag=f'"{language}"', last_modified=date), language)
    result = fetching.fetch(fetch_server, tmp_path, languages=fetching.SIX)
    assert int(result.exit_status) == 0
    assert {path.name for path in tmp_path.iterdir()} == {
        ".fetching", "fetched.json", "SHA256SUMS",
        *(f"A_RES_68_187.{language}.txt" for language in fetching.SIX),
    }  # fmt: skip
    ledger = json.loads((tmp_path / "fetched.json").read_text(encoding="utf-8"))
    assert ledger["format"] == 1
    assert [entry["language"] for entry in ledger["files"]] == ["ar", "en", "es", "fr", "ru", "zh"]
    sums = (tmp_path / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    for entry, line in zip(ledger["files"], sums, strict=True):
        data = (tmp_path / entry["name"]).read_bytes()
        assert data.decode() == fetching.TEXTS[entry["language"]]
        assert line == f"{hashlib.sha256(data).hexdigest()}  {entry['name']}"
        assert entry == {
            "symbol": SYMBOL,
            "language": entry["language"],
            "name": entry["name"],
            "address": f"http://{fetch_server.host}/{entry['language']}/{SYMBOL}",
            "final_address": f"http://{fetch_server.host}/{entry['language']}/{SYMBOL}",
            "etag": f'"{entry["language"]}"',
            "last_modified": "Fri, 02 Jan 2026 03:04:05 GMT",
            "sha256": hashlib.sha256(data).hexdigest(),
            "size_bytes": len(data),
            "type": "txt",
            "fetched_at": "2026-01-02T03:04:05+00:00",
        }


def test_a_request_says_who_asks_and_asks_for_the_bytes_as_they_are(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.whole(fetching.PDF))
    fetching.fetch(fetch_server, tmp_path)
    (request,) = fetch_server.requests
    assert request.headers["user-agent"] == "hexapla/test"
    assert request.headers["accept-encoding"] == "identity"
    assert not {"cookie", "authorization", "range", "if-none-match"} & set(request.headers)


@pytest.mark.parametrize("retry_after", ["7", "Fri, 02 Jan 2026 03:04:12 GMT"])
def test_a_server_that_throttles_is_asked_again_when_it_says(
    retry_after: str, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    throttled = fetching.status(429, {"Retry-After": retry_after})
    fetch_server.serve(SYMBOL, fetching.in_turn(throttled, fetching.whole(fetching.PDF)))
    clock = fetching.SkippingClock()
    result = fetching.fetch(fetch_server, tmp_path, clock=clock)
    assert [file.state.value for file in result.files] == ["new"]
    assert [pause for pause in clock.slept if pause > 0.1] == [pytest.approx(7.0)]


def test_a_server_that_asks_for_an_hour_is_not_asked_again_and_that_is_told(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.status(429, {"Retry-After": "3600"}))
    clock = fetching.SkippingClock()
    result = fetching.fetch(fetch_server, tmp_path, symbols=[SYMBOL, "A/68/457"], clock=clock)
    assert len(fetch_server.requests) == 1
    assert clock.slept == []
    assert [left.reason for left in result.left_out] == [
        "127.0.0.1 asks for fewer requests (429), and asks to wait 3600 s, longer than the 120 s of a run",
        f"{fetch_server.host} is not asked again: 127.0.0.1 asks for fewer requests (429), and asks to wait "
        "3600 s, longer than the 120 s of a run",
    ]
    assert result.left_out[0].advice == "run the same command again later"


@pytest.mark.parametrize("code", [500, 502, 503, 504, 429])
def test_a_fault_is_asked_again_after_longer_and_longer_pauses_and_not_for_ever(
    code: int, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.status(code))
    clock = fetching.SkippingClock()
    left = fetching.only_left_out(
        fetching.fetch(fetch_server, tmp_path, clock=clock, retries=RetryPolicy(attempts=4), rate=1e9)
    )
    assert len(fetch_server.requests) == 4
    # Three quarters of 1, 2 and 4 seconds: the chance of this clock is a half.
    assert [pause for pause in clock.slept if pause > 0.1] == [0.75, 1.5, 3.0]
    assert f"({code})" in left.reason


@pytest.mark.parametrize("code", [400, 401, 403, 404, 408, 410, 451])
def test_what_the_server_refuses_is_asked_once(
    code: int, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.status(code))
    left = fetching.only_left_out(fetching.fetch(fetch_server, tmp_path))
    assert len(fetch_server.requests) == 1
    assert str(code) in left.reason
    assert left.address == f"http://{fetch_server.host}/fr/{SYMBOL}"
    assert left.advice


def test_missing_languages_are_listed_and_the_others_are_there(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    for language in ("ar", "zh", "ru"):
        fetch_server.serve(SYMBOL, fetching.text(fetching.TEXTS[language]), language)
    result = fetching.fetch(fetch_server, tmp_path, languages=fetching.SIX)
    assert int(result.exit_status) == 3
    assert [file.entry.language for file in result.files] == ["ar", "zh", "ru"]
    assert [(left.symbol, left.language, left.reason) for left in result.left_out] == [
        (SYMBOL, language, "127.0.0.1 has no such document (404)") for language in ("en", "fr", "es")
    ]


@pytest.mark.parametrize("name", ["stall", "stall_inside", "garbage", "many_headers"])
def test_a_server_that_stalls_or_talks_nonsense_is_asked_again(
    name: str, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.in_turn(getattr(fetching, name)(), fetching.whole(fetching.PDF)))
    short = Timeouts(connect_seconds=2, read_seconds=0.5, whole_seconds=10)
    result = fetching.fetch(fetch_server, tmp_path, timeouts=short)
    assert [file.entry.size_bytes for file in result.files] == [len(fetching.PDF)]
    assert len(fetch_server.requests) == 2


@pytest.mark.parametrize("name", ["drip", "drip_head"])
def test_a_server_that_sends_byte_by_byte_is_cut_off(
    name: str, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, getattr(fetching, name)())
    short = Timeouts(connect_seconds=2, read_seconds=2, whole_seconds=0.4)
    once = RetryPolicy(attempts=1)
    left = fetching.only_left_out(fetching.fetch(fetch_server, tmp_path, timeouts=short, retries=once))
    assert (left.reason, left.advice) == (
        "the answer takes too long as a whole", "allow more time with --timeout",
    )  # fmt: skip
    assert fetching.no_document_is_there(tmp_path)


def test_nobody_at_the_address_is_told_and_the_host_is_given_up(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    nobody = "127.0.0.1:9"
    result = fetching.fetch(
        fetch_server, tmp_path, [SYMBOL, "A/68/457"], sources=fetching.sources_of(nobody, fetch_server.host)
    )
    assert "cannot be reached" in result.left_out[0].tried[0].reason
    assert "(host=" not in result.left_out[0].tried[0].reason
    assert "is not asked again" in result.left_out[1].tried[0].reason
    assert [one.reason for one in result.left_out[1].tried][1] == "127.0.0.1 has no such document (404)"


@pytest.mark.parametrize("cut", [0, 1, 10_000])
def test_a_truncated_answer_is_asked_again_and_never_kept(
    cut: int, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.cut_after(cut))
    left = fetching.only_left_out(fetching.fetch(fetch_server, tmp_path))
    assert len(fetch_server.requests) == 3
    assert "cut off" in left.reason or "broke off" in left.reason
    assert fetching.no_document_is_there(tmp_path)


@pytest.mark.parametrize("name", ["unmeasured", "short length", "chunks"])
def test_half_a_pdf_is_noticed_whatever_the_server_says_of_its_length(
    name: str, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    half = fetching.PDF[:9000]
    behaviour = {
        "unmeasured": fetching.unmeasured(half),
        "short length": fetching.whole(half),
        "chunks": fetching.chunked([half], ended=False),
    }[name]
    fetch_server.serve(SYMBOL, fetching.in_turn(behaviour, fetching.whole(fetching.PDF)))
    result = fetching.fetch(fetch_server, tmp_path)
    assert [file.entry.size_bytes for file in result.files] == [len(fetching.PDF)]
    assert len(fetch_server.requests) == 2


def test_an_answer_in_chunks_is_put_together(fetching: ModuleType, fetch_server: Any, tmp_path: Path) -> None:
    data = fetching.PDF
    fetch_server.serve(SYMBOL, fetching.chunked([data[:7], data[7:20_000], data[20_000:]]))
    fetching.fetch(fetch_server, tmp_path)
    assert (tmp_path / "A_RES_68_187.fr.pdf").read_bytes() == data


@pytest.mark.parametrize("name", ["endless", "promised", "chunks"])
def test_a_file_beyond_the_limit_is_refused_at_its_head_or_on_the_way(
    name: str, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    behaviour = {
        "endless": fetching.endless(),
        "promised": fetching.whole(fetching.PDF),
        "chunks": fetching.chunked([fetching.PDF]),
    }[name]
    fetch_server.serve(SYMBOL, behaviour)
    left = fetching.only_left_out(fetching.fetch(fetch_server, tmp_path, largest_bytes=20_000))
    assert left.advice == "allow more with --max-size"
    assert len(fetch_server.requests) == 1
    assert [path.name for path in (tmp_path / ".fetching").iterdir()] == ["lock"]


def test_requests_to_one_host_keep_their_distance(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    for language, text in fetching.TEXTS.items():
        fetch_server.serve(SYMBOL, fetching.text(text), language)
    clock = fetching.SkippingClock()
    fetching.fetch(fetch_server, tmp_path, languages=fetching.SIX, clock=clock, rate=0.05)
    assert len(clock.slept) == 5
    assert all(10 < pause <= 20 for pause in clock.slept)


def test_sources_are_tried_in_order_until_one_has_the_document(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    from hexapla.fetching.sources import Source, Sources

    hosts = fetching.sources_of(fetch_server.host).hosts
    names = {"fr": "F", "ru": "R"}
    patterns = (
        Source(f"http://{fetch_server.host}/first/{{language}}/{{symbol}}"),
        Source(f"http://{fetch_server.host}/second?s={{symbol}}&l={{language}}", languages=names),
    )
    fetch_server.answers[f"/second?s={SYMBOL}&l=F"] = fetching.whole(fetching.PDF)
    fetch_server.answers[f"/first/ar/{SYMBOL}"] = fetching.whole(fetching.PDF)
    fetch_server.answers[f"/second?s={SYMBOL}&l=es"] = fetching.status(403)
    result = fetching.fetch(
        fetch_server, tmp_path, languages=["fr", "ar", "es"], sources=Sources(patterns, hosts)
    )
    assert [file.entry.address.rpartition("/")[0] for file in result.files] == [
        f"http://{fetch_server.host}/second?s=A/RES/68", f"http://{fetch_server.host}/first/ar/A/RES/68",
    ]  # fmt: skip
    (left,) = result.left_out
    assert left.reason == "127.0.0.1 answers with status 403"
    assert [one.reason for one in left.tried] == [
        "127.0.0.1 has no such document (404)", "127.0.0.1 answers with status 403",
    ]  # fmt: skip


def test_a_host_behind_a_redirect_is_given_up_and_not_the_one_before_it(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    nobody = "127.0.0.1:9"
    sources = fetching.sources_of(fetch_server.host, allowed=[nobody])
    fetch_server.serve(SYMBOL, fetching.redirect(f"http://{nobody}/x.pdf"))
    fetch_server.serve("A/68/457", fetching.redirect(f"http://{nobody}/y.pdf"))
    fetch_server.serve("A/RES/66/171", fetching.whole(fetching.PDF))
    symbols = [SYMBOL, "A/68/457", "A/RES/66/171"]
    result = fetching.fetch(fetch_server, tmp_path, symbols, sources=sources)
    assert [file.entry.symbol for file in result.files] == ["A/RES/66/171"]
    assert "cannot be reached" in result.left_out[0].reason
    assert result.left_out[1].reason.startswith(f"{nobody} is not asked again: ")
