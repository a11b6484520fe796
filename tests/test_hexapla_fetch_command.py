"""`hexapla fetch` as its users run it: output, messages, exit statuses, its file of sources."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from hexapla.command_line import run
from hexapla.fetching.errors import SourcesError
from hexapla.fetching.sources import DEFAULT_SOURCES, read_sources

ROOT = Path(__file__).resolve().parent.parent
SYMBOL = "A/RES/68/187"
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def sources_file(fetch_server: Any, tmp_path: Path) -> str:
    path = tmp_path / "sources.toml"
    path.write_text(
        f'allowed_hosts = ["{fetch_server.host}"]\n'
        f'[[source]]\naddress = "http://{fetch_server.host}/{{language}}/{{symbol}}"\n',
        encoding="utf-8",
    )
    return str(path)


def options(sources_file: str, folder: Path, *more: str) -> list[str]:
    return ["--sources", sources_file, "--out", str(folder), "--rate", "10", "--attempts", "1", *more]


def test_six_languages_are_fetched_and_built_into_one_set(
    fetching: ModuleType, fetch_server: Any, sources_file: str, tmp_path: Path, capsys: Capture, samples: Path
) -> None:
    for language in fetching.SIX:
        data = (samples / f"A_RES_68_187.{language}.txt").read_bytes()
        fetch_server.serve(SYMBOL, fetching.text(data), language)
    folder = tmp_path / "docs"
    assert run(["fetch", "a/res/68/187", *options(sources_file, folder), "--contact", "me@example.org"]) == 0
    shown = capsys.readouterr()
    assert "6 files of 1 document" in shown.out
    assert "A/RES/67/99 (cited in A_RES_68_187.ar.txt): beyond --follow 0" in shown.err
    assert {request.headers["user-agent"] for request in fetch_server.requests} == {
        f"hexapla/{__import__('hexapla').__version__} (me@example.org)"
    }


def test_json_lines_are_what_the_schema_says(
    fetching: ModuleType, fetch_server: Any, sources_file: str, tmp_path: Path, capsys: Capture
) -> None:
    schema = json.loads((ROOT / "docs" / "schemas" / "fetch.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    fetch_server.serve(SYMBOL, fetching.text("Rappelant sa résolution 66/171 et sa décision 55/488,\n"))
    arguments = ["fetch", SYMBOL, SYMBOL, "--languages", "fr,ru", "--json"]
    assert run([*arguments, *options(sources_file, tmp_path / "docs")]) == 3
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    for record in records:
        validator.validate(record)
    assert [record["record"] for record in records] == [
        "file", "left out", "not taken", "not taken", "total",
    ]  # fmt: skip
    assert records[1]["language"] == "ru"
    assert records[1]["tried"] == [
        {
            "address": f"http://{fetch_server.host}/ru/{SYMBOL}",
            "reason": "127.0.0.1 has no such document (404)",
        }
    ]
    assert records[-1]["counts"] == {
        "files": 1, "symbols": 1, "new": 1, "unchanged": 0, "changed": 0, "restored": 0, "left_out": 1,
        "not_taken": 2,
    }  # fmt: skip


def test_a_version_left_out_is_listed_with_address_reason_and_advice(
    fetch_server: Any, sources_file: str, tmp_path: Path, capsys: Capture
) -> None:
    assert run(["fetch", SYMBOL, "--languages", "zh", *options(sources_file, tmp_path / "docs")]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert (
        f"  A/RES/68/187 zh: 127.0.0.1 has no such document (404). http://{fetch_server.host}/zh/{SYMBOL} "
        "Try: check the symbol, or ask for other languages: not every document exists in all\n" in shown.err
    )
    assert shown.err.endswith("hexapla: nothing could be fetched.\n")


def test_a_long_wait_is_told(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path, capsys: Capture, sources_file: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    import hexapla.fetching.downloads as downloads

    monkeypatch.setattr(downloads, "Clock", lambda: fetching.SkippingClock().clock())
    throttled = fetching.status(429, {"Retry-After": "30"})
    fetch_server.serve(SYMBOL, fetching.in_turn(throttled, fetching.whole(fetching.PDF)))
    arguments = ["fetch", SYMBOL, "--languages", "fr", *options(sources_file, tmp_path / "docs")]
    assert run([*arguments, "--attempts", "2"]) == 0
    assert "127.0.0.1 asks for fewer requests (429); waiting 30 s\n" in capsys.readouterr().err


def test_what_was_fetched_before_an_interruption_is_kept(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path, capsys: Capture, sources_file: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    import hexapla.fetching.downloads as downloads

    def interrupted(address: str, *arguments: Any, **settings: Any) -> Any:
        if "/ru/" in address:
            raise KeyboardInterrupt
        return transfer(address, *arguments, **settings)

    transfer = downloads.transfer
    monkeypatch.setattr(downloads, "transfer", interrupted)
    for language in ("fr", "ru"):
        fetch_server.serve(SYMBOL, fetching.whole(fetching.PDF, etag='"one"'), language)
    arguments = ["fetch", SYMBOL, "--languages", "fr,ru", *options(sources_file, tmp_path / "docs")]
    assert run(arguments) == 1
    assert capsys.readouterr().err == (
        "hexapla: stopped; what was fetched is kept, and the same command goes on from there.\n"
    )
    monkeypatch.setattr(downloads, "transfer", transfer)
    assert run([*arguments, "--json"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [record["state"] for record in records if record["record"] == "file"] == ["unchanged", "new"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["fetch", "../x", "--out", "d"], '"../x" is no document symbol. Try: one as A/RES/68/187'),
        (["fetch", SYMBOL, "A/RES/1?x", "--out", "d"], "is no document symbol"),
        (["fetch", "66/171", "--out", "d"], "does not say which organ. Try: its symbol, as A/RES/66/171"),
        (["fetch", SYMBOL, "--languages", "de", "--out", "d"], 'no documents in "de". Choose among: ar, zh'),
        (["fetch", SYMBOL, "--out", "d", "--contact", "a\r\nX: y"], "--contact has to be plain ASCII"),
        (["fetch", SYMBOL, "--out", "d", "--rate", "0"], "0"),
        (["fetch", SYMBOL, "--out", "d", "--follow", "9"], "9 is not in the range"),
        (["fetch", SYMBOL], "missing option '--out'"),
        (["fetch", "--out", "d"], "missing argument 'SYMBOL...'"),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_message_and_nothing_is_asked(
    arguments: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    message = capsys.readouterr().err
    assert says in message
    assert len(message.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("allowed_hosts = [", "this is no TOML"),
        ('colour = "red"', 'there is no setting "colour". Known are: allowed_hosts'),
        ("allowed_hosts = 1", "allowed_hosts is no list of names"),
        ('allowed_hosts = ["http://undocs.org"]', 'allowed_hosts has "http://undocs.org"'),
        ('allowed_hosts = ["undocs.org:99999"]', "allowed_hosts has"),
        ('private_hosts = ["localhost"]', "private_hosts has localhost. Try: list it under allowed_hosts"),
        ("source = 3", "source is no table"),
        ("source = []", "source is no table"),
        ("[[source]]\ntypes = ['pdf']", "a source has no address"),
        ("[[source]]\naddress = 'https://undocs.org/{symbol}'", "must have {symbol} and {language}"),
        ("[[source]]\naddress = 'https://undocs.org/{symbol}/{language}/{x}'", "nothing else in braces"),
        ("[[source]]\naddress = 'https://undocs.org/{symbol}/{language}/{'", "nothing else in braces"),
        ("[[source]]\naddress = 'https://{language}.un.org/{symbol}'", "a placeholder in its host"),
        ("[[source]]\naddress = 'https://example.org/{language}/{symbol}'", "not among the allowed hosts"),
        ("[[source]]\naddress = 'ftp://undocs.org/{language}/{symbol}'", "neither http nor https"),
        ("[[source]]\naddress = 'https://a:b@undocs.org/{language}/{symbol}'", "a user name or a password"),
        ("[[source]]\naddress = 'https://undocs.org:81/{language}/{symbol}'", "undocs.org:81 is not among"),
        ("[[source]]\naddress = 'https://undocs.org/{language}/{symbol}'\ntypes = ['exe']", "Known are: doc"),
        ("[[source]]\naddress = 'https://undocs.org/{language}/{symbol}'\nlanguages = {de='D'}",
         "languages has de"),
        ("[[source]]\naddress = 'https://undocs.org/{language}/{symbol}'\nlanguages = 1",
         "no table of names"),
        ("[[source]]\nadress = 'x'", 'there is no setting "adress"'),
    ],
)  # fmt: skip
def test_a_wrong_file_of_sources_is_told_with_its_setting(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourcesError, match=re.escape(says)) as caught:
        read_sources(path)
    assert str(caught.value).startswith(str(path))


def test_a_wrong_file_of_sources_ends_the_command(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "sources.toml"
    path.write_text("colour = 1", encoding="utf-8")
    arguments = ["fetch", SYMBOL, "--out", str(tmp_path / "docs"), "--sources"]
    assert run([*arguments, str(path)]) == 1
    assert 'there is no setting "colour"' in capsys.readouterr().err
    assert run([*arguments, str(tmp_path / "none.toml")]) == 1
    assert "no such file" in capsys.readouterr().err


def test_an_empty_file_of_sources_is_the_packaged_one(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text("", encoding="utf-8")
    assert read_sources(path) == DEFAULT_SOURCES


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_the_packaged_addresses_name_symbol_and_language(language: str) -> None:
    addresses = [source.address_of("S/RES/1325(2000)", language) for source in DEFAULT_SOURCES.patterns]
    assert addresses == [
        f"https://undocs.org/{language}/S/RES/1325(2000)",
        f"https://docs.un.org/{language}/S/RES/1325(2000)",
        f"https://documents.un.org/api/symbol/access?s=S/RES/1325(2000)&l={language}&t=pdf",
    ]
    for address in addresses:
        DEFAULT_SOURCES.hosts.check(address)


def test_asking_for_help_loads_no_network() -> None:
    program = (
        "import sys\nfrom hexapla.command_line import run\nrun(['fetch', '--help'])\n"
        "print('LOADED', *sorted({'urllib3', 'http.client', 'ssl', 'lxml', 'polars'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "LOADED"
