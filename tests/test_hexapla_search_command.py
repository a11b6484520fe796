"""`hexapla search` by mode and with filters, to read and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hexapla.command_line import run

Capture = pytest.CaptureFixture[str]


def hits(capsys: Capture, *arguments: str) -> list[dict[str, Any]]:
    assert run(["search", *arguments, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
@pytest.mark.parametrize("query", ["A/RES/66/171", "٦٦/١٧١"])
def test_a_cited_resolution_is_found_in_each_language(
    sample_memory: Path, capsys: Capture, language: str, query: str
) -> None:
    first = hits(capsys, str(sample_memory), query, "--in", language, "-k", "1")[0]
    assert "171" in first["texts"][language].translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
    assert first["legs"]["lexical"]["rank"] == 1


def test_each_mode_says_its_legs(sample_memory: Path, capsys: Capture) -> None:
    query = [str(sample_memory), "coopération internationale", "-k", "5"]
    assert all(list(hit["legs"]) == ["dense"] for hit in hits(capsys, *query, "--mode", "dense"))
    assert all(list(hit["legs"]) == ["lexical"] for hit in hits(capsys, *query, "--mode", "lexical"))
    names = {tuple(hit["legs"]) for hit in hits(capsys, *query)}
    assert ("dense", "lexical") in names
    assert run(["search", *query]) == 0
    assert "dense 1 (0." in capsys.readouterr().out


def test_filters_restrict_the_units(sample_memory: Path, capsys: Capture) -> None:
    query = [str(sample_memory), "coopération", "-k", "99"]
    everything = hits(capsys, *query)
    assert {hit["symbol"] for hit in everything} == {"A/RES/68/187", None}
    for option, value in (("--body", "A"), ("--session", "68"), ("--symbol", "A/RES/"), ("--year", "2013")):
        found = hits(capsys, *query, option, value)
        assert {hit["symbol"] for hit in found} == {"A/RES/68/187"}, option
    operative = hits(capsys, *query, "--kind", "operative", "--symbol", "A/RES")
    assert operative
    assert all(hit["path"].startswith("OP") for hit in operative)
    assert all(hit["probability"] >= 0.95 for hit in hits(capsys, *query, "--min-probability", "0.95"))
    assert hits(capsys, *query, "--origin", "imported") == []
    assert len(hits(capsys, *query, "--origin", "aligned")) == len(everything)


def test_wrong_usage_says_what_can_be_asked(sample_memory: Path, capsys: Capture) -> None:
    memory = str(sample_memory)
    for arguments, message in (
        (["--kind", "poem"], 'there is no kind "poem". Known are: '),
        (["--min-probability", "2"], "2.0 is not in the range 0.0<=x<=1.0"),
        (["--mode", "fast"], "'fast' is not one of 'hybrid', 'dense', 'lexical'"),
    ):
        assert run(["search", memory, "eau", *arguments]) == 2
        assert message in capsys.readouterr().err
    assert run(["search", memory, "***", "--mode", "lexical"]) == 2
    assert "no word to look for" in capsys.readouterr().err
    assert run(["search", memory, "x " * 5000]) == 2
    assert "at most 8000 are searched" in capsys.readouterr().err
