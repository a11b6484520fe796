"""What a second request and a second run of `hexapla fetch` ask for; a real server on loopback."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from hexapla.fetching.errors import FolderBusy, LedgerError
from hexapla.fetching.retries import RetryPolicy

SYMBOL = "A/RES/68/187"
NAME = "A_RES_68_187.fr.pdf"
TAG = '"one"'
DATE = "Fri, 02 Jan 2026 03:04:05 GMT"


def states(result: Any) -> list[str]:
    return [file.state.value for file in result.files]


@pytest.mark.parametrize(("etag", "date"), [(TAG, None), (None, DATE), (TAG, DATE), ('W/"weak"', DATE)])
def test_what_was_cut_off_is_resumed_where_it_ended(
    etag: str | None, date: str | None, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    named = {name: value for name, value in (("ETag", etag), ("Last-Modified", date)) if value}
    cut = fetching.cut_after(10_000, headers=named)
    whole = fetching.whole(fetching.PDF, etag=etag, last_modified=date)
    fetch_server.serve(SYMBOL, fetching.in_turn(cut, whole))
    fetching.fetch(fetch_server, tmp_path)
    assert (tmp_path / NAME).read_bytes() == fetching.PDF
    first, second = fetch_server.requests
    assert "range" not in first.headers
    assert second.headers["range"] == "bytes=10000-"
    assert second.headers["if-range"] == (TAG if etag == TAG else DATE)
    assert [path.name for path in (tmp_path / ".fetching").iterdir()] == ["lock"]


def test_a_run_that_gave_up_is_resumed_by_the_next(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.cut_after(10_000, headers={"ETag": TAG}))
    result = fetching.fetch(fetch_server, tmp_path, retries=RetryPolicy(attempts=1))
    assert result.left_out[
        0
    ].reason == f"the answer was cut off after 10000 of {len(fetching.PDF)} bytes" or (
        "broke off" in result.left_out[0].reason
    )
    (part,) = (tmp_path / ".fetching").glob("A_RES_68_187.fr.*.part")
    assert part.read_bytes() == fetching.PDF[:10_000]
    fetch_server.serve(SYMBOL, fetching.whole(fetching.PDF, etag=TAG))
    assert states(fetching.fetch(fetch_server, tmp_path)) == ["new"]
    assert fetch_server.requests[-1].headers["range"] == "bytes=10000-"
    assert (tmp_path / NAME).read_bytes() == fetching.PDF


def test_a_part_is_no_document_for_a_build(fetching: ModuleType, fetch_server: Any, tmp_path: Path) -> None:
    from corpora.discovery import discover

    fetch_server.serve(SYMBOL, fetching.cut_after(10_000, headers={"ETag": TAG}))
    fetch_server.serve(SYMBOL, fetching.whole(fetching.PDF), "ru")
    fetching.fetch(fetch_server, tmp_path, languages=["fr", "ru"], retries=RetryPolicy(attempts=1))
    assert len([*(tmp_path / ".fetching").glob("A_RES_68_187.fr.*.part")]) == 1
    found = discover([tmp_path])
    assert [file.name for file in found.files] == ["A_RES_68_187.ru.pdf"]
    assert found.remarks == ()


@pytest.mark.parametrize("name", ["ignores ranges", "changed meanwhile", "no validator"])
def test_a_server_that_sends_all_again_gives_all_again(
    name: str, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    other = fetching.PDF.replace(b"filling", b"FILLING")
    first = fetching.cut_after(10_000, headers={} if name == "no validator" else {"ETag": TAG})
    second = {
        "ignores ranges": fetching.whole(other, etag=TAG, ranges=False),
        "changed meanwhile": fetching.whole(other, etag='"two"'),
        "no validator": fetching.whole(other),
    }[name]
    fetch_server.serve(SYMBOL, fetching.in_turn(first, second))
    fetching.fetch(fetch_server, tmp_path)
    assert (tmp_path / NAME).read_bytes() == other
    assert ("range" in fetch_server.requests[1].headers) is (name != "no validator")


@pytest.mark.parametrize(
    "span",
    ["bytes 0-99/{size}", "bytes 9999-{last}/{size}", "bytes 10000-10099/10100", "bytes 10000-10099",
     "pages 10000-{last}/{size}", ""],
)  # fmt: skip
def test_another_part_than_asked_for_is_not_put_behind(
    span: str, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    size = len(fetching.PDF)
    cut = fetching.cut_after(10_000, headers={"ETag": TAG})
    named = {"Content-Range": span.format(size=size, last=size - 1), "ETag": TAG}
    # As long as the rest, and the end of a PDF: nothing but the header tells.
    rest = b"x" * ((100 if "10099" in span else size - 10_000) - 6) + b"%%EOF\n"
    wrong = fetching.status(206, {"Content-Type": "application/pdf", **named}, rest)
    fetch_server.serve(SYMBOL, fetching.in_turn(cut, wrong, fetching.whole(fetching.PDF, etag=TAG)))
    fetching.fetch(fetch_server, tmp_path)
    assert (tmp_path / NAME).read_bytes() == fetching.PDF
    assert ["range" in request.headers for request in fetch_server.requests] == [False, True, False]


def test_a_part_of_another_edition_is_not_put_behind(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    size = len(fetching.PDF)
    cut = fetching.cut_after(10_000, headers={"ETag": TAG})
    span = {"ETag": '"two"', "Content-Range": f"bytes 10000-{size - 1}/{size}"}
    other = fetching.status(
        206, {"Content-Type": "application/pdf", **span}, b"x" * (size - 10_006) + b"%%EOF\n"
    )
    fetch_server.serve(SYMBOL, fetching.in_turn(cut, other, fetching.whole(fetching.PDF, etag='"two"')))
    fetching.fetch(fetch_server, tmp_path)
    assert (tmp_path / NAME).read_bytes() == fetching.PDF


def test_a_range_that_is_not_there_begins_anew(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    cut = fetching.cut_after(10_000, headers={"ETag": TAG})
    nothing = fetching.status(416)
    fetch_server.serve(SYMBOL, fetching.in_turn(cut, nothing, fetching.whole(fetching.PDF, etag=TAG)))
    assert states(fetching.fetch(fetch_server, tmp_path)) == ["new"]
    assert ["range" in request.headers for request in fetch_server.requests] == [False, True, False]


@pytest.mark.parametrize(("etag", "date"), [(TAG, None), (None, DATE), (TAG, DATE)])
def test_a_second_run_asks_whether_something_changed_and_keeps_the_file(
    etag: str | None, date: str | None, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.whole(fetching.PDF, etag=etag, last_modified=date))
    fetching.fetch(fetch_server, tmp_path)
    before = (tmp_path / "fetched.json").read_text(encoding="utf-8")
    written = (tmp_path / NAME).stat().st_mtime_ns
    result = fetching.fetch(fetch_server, tmp_path)
    assert (states(result), int(result.exit_status)) == (["unchanged"], 0)
    asked = fetch_server.requests[-1].headers
    assert (asked.get("if-none-match"), asked.get("if-modified-since")) == (etag, date)
    assert (tmp_path / "fetched.json").read_text(encoding="utf-8") == before
    assert (tmp_path / NAME).stat().st_mtime_ns == written


def test_a_document_that_changed_there_is_changed_here(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    other = fetching.PDF.replace(b"filling", b"FILLING")
    fetch_server.serve(SYMBOL, fetching.whole(fetching.PDF, etag=TAG))
    fetching.fetch(fetch_server, tmp_path)
    fetch_server.serve(SYMBOL, fetching.whole(other, etag='"two"'))
    assert states(fetching.fetch(fetch_server, tmp_path)) == ["changed"]
    assert (tmp_path / NAME).read_bytes() == other
    assert hashlib.sha256(other).hexdigest() in (tmp_path / "SHA256SUMS").read_text(encoding="utf-8")


@pytest.mark.parametrize("damage", ["missing", "altered"])
def test_a_file_that_is_gone_or_altered_is_fetched_anew(
    damage: str, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.whole(fetching.PDF, etag=TAG))
    fetching.fetch(fetch_server, tmp_path)
    if damage == "missing":
        (tmp_path / NAME).unlink()
    else:
        (tmp_path / NAME).write_bytes(fetching.PDF[:-1])
    assert states(fetching.fetch(fetch_server, tmp_path)) == ["restored"]
    assert "if-none-match" not in fetch_server.requests[-1].headers
    assert (tmp_path / NAME).read_bytes() == fetching.PDF


def test_conditions_are_not_told_to_another_address(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.redirect("/temporary/1.pdf"))
    for number in (1, 2):
        fetch_server.answers[f"/temporary/{number}.pdf"] = fetching.whole(fetching.PDF, etag=TAG)
    fetching.fetch(fetch_server, tmp_path)
    fetch_server.serve(SYMBOL, fetching.redirect("/temporary/2.pdf"))
    assert states(fetching.fetch(fetch_server, tmp_path)) == ["unchanged"]
    assert all("if-none-match" not in request.headers for request in fetch_server.requests)


def test_a_304_that_nobody_asked_for_is_no_document(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.status(304, body=b""))
    result = fetching.fetch(fetch_server, tmp_path)
    assert [left.reason for left in result.left_out] == ["127.0.0.1 answers with status 304"]


def test_a_document_in_another_format_takes_the_place_of_the_old_one(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.text(fetching.TEXTS["fr"]))
    fetching.fetch(fetch_server, tmp_path)
    fetch_server.serve(SYMBOL, fetching.whole(fetching.PDF))
    assert states(fetching.fetch(fetch_server, tmp_path)) == ["changed"]
    assert {path.name for path in tmp_path.iterdir()} == {NAME, "fetched.json", "SHA256SUMS", ".fetching"}


def test_a_file_that_was_not_fetched_is_not_written_over(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    (tmp_path / NAME).write_bytes(b"mine")
    fetch_server.serve(SYMBOL, fetching.whole(fetching.PDF))
    (left,) = fetching.fetch(fetch_server, tmp_path).left_out
    assert left.reason == f"{NAME} is there already and was not fetched"
    assert (tmp_path / NAME).read_bytes() == b"mine"
    (tmp_path / NAME).write_bytes(fetching.PDF)
    assert states(fetching.fetch(fetch_server, tmp_path)) == ["new"]


def test_a_failure_later_leaves_the_file_of_an_earlier_run(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.whole(fetching.PDF, etag=TAG))
    fetching.fetch(fetch_server, tmp_path)
    fetch_server.serve(SYMBOL, fetching.whole(b"<html>sorry</html>", "application/pdf"))
    result = fetching.fetch(fetch_server, tmp_path)
    assert (len(result.left_out), int(result.exit_status)) == (1, 1)
    assert (tmp_path / NAME).read_bytes() == fetching.PDF
    assert json.loads((tmp_path / "fetched.json").read_text(encoding="utf-8"))["files"][0]["name"] == NAME


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="there is no sha256sum here")
def test_sha256sum_checks_the_list(fetching: ModuleType, fetch_server: Any, tmp_path: Path) -> None:
    symbols = ["S/RES/1325(2000)", SYMBOL]
    for symbol in symbols:
        fetch_server.serve(symbol, fetching.whole(fetching.PDF))
    fetching.fetch(fetch_server, tmp_path, symbols=symbols)
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 2)


@pytest.mark.parametrize(
    "text",
    ["", "{}", '{"format": 2, "files": []}', '{"format": 1, "files": [{"symbol": "A/1"}]}', "[]"],
)
def test_a_damaged_ledger_is_told_and_left_alone(
    text: str, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    (tmp_path / "fetched.json").write_text(text, encoding="utf-8")
    with pytest.raises(LedgerError, match="no ledger of fetched files"):
        fetching.fetch(fetch_server, tmp_path)
    assert fetch_server.requests == []


@pytest.mark.parametrize("name", ["../outside.pdf", "a/b.pdf", ".hidden", "a\\b.pdf", ""])
def test_a_ledger_does_not_lead_out_of_its_folder(
    name: str, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.whole(fetching.PDF))
    fetching.fetch(fetch_server, tmp_path)
    path = tmp_path / "fetched.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    record["files"][0]["name"] = name
    path.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(LedgerError):
        fetching.fetch(fetch_server, tmp_path)


def test_a_page_that_leads_on_does_not_take_the_place_of_what_came(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.refresh("/files/N13.pdf"))
    cut = fetching.cut_after(10_000, headers={"ETag": TAG})
    fetch_server.answers["/files/N13.pdf"] = fetching.in_turn(cut, fetching.whole(fetching.PDF, etag=TAG))
    fetching.fetch(fetch_server, tmp_path)
    assert [request.headers.get("range") for request in fetch_server.requests] == [
        None, None, None, "bytes=10000-",
    ]  # fmt: skip
    assert (tmp_path / NAME).read_bytes() == fetching.PDF


@pytest.mark.parametrize("etag", ["one", '"a b"', '"a"\r\n "b"', '"é"', '"' + "x" * 400 + '"', '""" '])
def test_an_etag_that_cannot_be_sent_back_is_not_kept(
    etag: str, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.whole(fetching.PDF, etag=etag))
    for state in ("new", "unchanged"):
        (file,) = fetching.fetch(fetch_server, tmp_path).files
        assert (file.state.value, file.entry.etag) == (state, None)
    assert "if-none-match" not in fetch_server.requests[-1].headers


def test_one_process_fetches_into_a_folder(fetching: ModuleType, fetch_server: Any, tmp_path: Path) -> None:
    from tm.write_lock import write_lock

    with write_lock(tmp_path / ".fetching"), pytest.raises(FolderBusy, match="another process fetches into"):
        fetching.fetch(fetch_server, tmp_path)
    assert fetch_server.requests == []
