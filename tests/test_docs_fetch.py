"""The example of docs/fetch.md prints what the page shows; its file, its lists and its numbers are true."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from hexapla.command_line import run
from hexapla.fetching.allowed_hosts import DEFAULT_HOSTS
from hexapla.fetching.content_types import ContentType
from hexapla.fetching.downloads import FetchSettings
from hexapla.fetching.sources import DEFAULT_SOURCES, FILES, read_sources
from hexapla.fetching.transfers import MOST_REDIRECTS

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "fetch.md").read_text(encoding="utf-8")


def test_the_example_prints_what_the_page_shows(
    fetching: ModuleType,
    fetch_server: Any,
    samples: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for language in ("fr", "ru"):
        text = (samples / f"A_RES_68_187.{language}.txt").read_bytes().replace(b"\r\n", b"\n")
        fetch_server.serve("A/RES/68/187", fetching.text(text, etag=f'"{language}"'), language)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources.toml").write_text(
        f'allowed_hosts = ["{fetch_server.host}"]\n'
        f'[[source]]\naddress = "http://{fetch_server.host}/{{language}}/{{symbol}}"\n',
        encoding="utf-8",
    )
    blocks = re.findall(r"```console\n\$ hexapla (.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        command, *shown = block.splitlines()
        assert run([*command.split(), "--rate", "10"]) == 0
        assert capsys.readouterr().out.splitlines() == shown


def test_the_file_of_sources_on_the_page_is_one(tmp_path: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "sources.toml"
    path.write_text(block, encoding="utf-8")
    sources = read_sources(path)
    assert [source.address_of("A/RES/68/187", "zh") for source in sources.patterns] == [
        "https://documents.example/zh/A/RES/68/187",
        "https://files.example:8443/get?symbol=A/RES/68/187&language=C",
    ]
    assert sources.patterns[0].types == {ContentType.PDF, ContentType.DOCX}


def test_the_packaged_patterns_and_hosts_are_those_of_the_page() -> None:
    shown = re.findall(r"^    (https://\S+)$", PAGE, re.MULTILINE)
    assert shown == [source.address for source in DEFAULT_SOURCES.patterns]
    assert {source.types for source in DEFAULT_SOURCES.patterns} == {FILES}
    (hosts,) = re.findall(r"The packaged hosts: (.*?)\.\n\n", PAGE, re.DOTALL)
    assert tuple(re.split(r",\s+", hosts)) == DEFAULT_HOSTS


def test_the_numbers_of_the_page_are_those_of_the_settings() -> None:
    settings = FetchSettings(DEFAULT_SOURCES, "hexapla/test")
    words = " ".join(PAGE.split())
    assert f"Connections have {settings.timeouts.connect_seconds:.0f} seconds" in words
    assert f"inside an answer {settings.timeouts.read_seconds:.0f}," in words
    assert f"a whole answer {settings.timeouts.whole_seconds:.0f} (" in words
    assert f"more than {settings.retries.longest_wait_seconds:.0f} seconds" in words
    assert f"seconds, {settings.retries.longest_pause_seconds:.0f} at most" in words
    assert settings.retries.attempts == 5
    assert f"{MOST_REDIRECTS} redirects at most" in words
    assert settings.largest_bytes == 100_000_000
