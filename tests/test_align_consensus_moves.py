"""What other languages say of a pair, sections that moved, and results that do not depend on the machine."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from align.aligning import align_documents
from align.consensus import pool_pairs
from align.encoders import Encoder
from align.moves import Seeds, sections_of
from align.pairing import PairResult, align_streams
from align.rows import align_rows
from align.segments import Segments, measure

TESTS = Path(__file__).resolve().parent
_spec = importlib.util.spec_from_file_location("aligned_versions", TESTS / "aligned_versions.py")
versions = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(versions)
VERSIONS, document = versions.VERSIONS, versions.document
LANGUAGES = ("en", "es", "ru", "ar", "zh")


# The pair itself and one witness.
VOTERS = 2


def results_of(lines: dict[str, list[str]], encoder: Encoder) -> dict[tuple[str, str], PairResult]:
    streams = {
        code: measure(Segments(code, tuple(texts), ("",) * len(texts), ("",) * len(texts)), encoder)
        for code, texts in lines.items()
    }
    codes = list(lines)
    return {
        (a, b): align_streams(streams[a], streams[b]) for k, a in enumerate(codes) for b in codes[k + 1 :]
    }


def test_identical_witnesses_say_what_the_pair_says_only_more_sharply(hash_encoder: Encoder) -> None:
    english = [text for _, text in VERSIONS["en"]]
    results = results_of({"fr": english, "en": english, "es": english}, hash_encoder)
    own = results["fr", "en"].scores
    # Densities of the languages differ; the witnesses are made the same pair.
    same = dict.fromkeys(results, results["fr", "en"])
    pooled = pool_pairs(same, "fr", ("en", "es"))["en"].scores
    one_to_one = (own.places[:, 2:] == 1).all(axis=1)
    assert one_to_one.sum() >= 7
    np.testing.assert_allclose(pooled.beads, VOTERS * own.beads, atol=1e-9)
    # The witness is the pair the other way round.
    nulls = VOTERS * (own.source_null + own.target_null) / 2
    np.testing.assert_allclose(pooled.source_null, nulls, atol=1e-9)
    np.testing.assert_allclose(pooled.target_null, nulls, atol=1e-9)
    assert pooled.open_gap == pytest.approx(VOTERS * own.open_gap)


def test_a_language_that_merged_two_passages_does_not_vote_on_either(hash_encoder: Encoder) -> None:
    english = [text for _, text in VERSIONS["en"]]
    merged = [*english[:3], english[3] + " " + english[4], *english[5:]]
    results = results_of({"fr": english, "en": english, "es": merged}, hash_encoder)
    own, pooled = results["fr", "en"].scores, pool_pairs(results, "fr", ("en", "es"))["en"].scores
    for place, before, after in zip(own.places.tolist(), own.beads, pooled.beads, strict=True):
        if place in ([3, 3, 1, 1], [4, 4, 1, 1]):
            assert after == pytest.approx(VOTERS * before)
    for i in (3, 4):
        assert pooled.source_null[i] == pytest.approx(VOTERS * own.source_null[i])


def rows_of(lines: dict[str, list[str]], encoder: Encoder) -> list[dict[str, tuple[int, int]]]:
    streams = {
        code: measure(Segments(code, tuple(texts), ("",) * len(texts), ("",) * len(texts)), encoder)
        for code, texts in lines.items()
    }
    rows, _ = align_rows(streams, "fr")
    return [{c: span for c, span in row.ranges.items() if span[1] > span[0]} for row in rows]


STRANGER = "Le secrétariat imprime le calendrier des séances sur papier recyclé et le distribue chaque lundi."


@pytest.mark.parametrize("place", [1, 3, 5])
def test_what_only_the_pivot_has_is_not_joined_to_its_neighbours(place: int, encoder: Encoder) -> None:
    lines = {code: [text for _, text in VERSIONS[code]] for code in ("fr", *LANGUAGES)}
    lines["fr"].insert(place, STRANGER)
    rows = rows_of(lines, encoder)
    assert {"fr": (place, place + 1)} in rows
    assert len(rows) == len(lines["fr"])


@pytest.mark.parametrize("place", [2, 4])
def test_what_all_but_the_pivot_have_is_one_row_of_its_own(place: int, encoder: Encoder) -> None:
    lines = {code: [text for _, text in VERSIONS[code]] for code in ("fr", *LANGUAGES)}
    del lines["fr"][place]
    rows = rows_of(lines, encoder)
    assert dict.fromkeys(LANGUAGES, (place, place + 1)) in rows
    assert len(rows) == len(lines["en"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paragraph_that_moved_is_found_where_the_pivot_has_it_twice(
    language: str, encoder: Encoder
) -> None:
    source = [*VERSIONS["fr"][:2], VERSIONS["fr"][1], *VERSIONS["fr"][2:]]
    lines = [("", text) for _, text in VERSIONS[language]]
    moved = [lines[0], *lines[2:6], lines[1], lines[6]]
    pair = align_documents(document("fr", source), document(language, moved), encoder, ignore_labels=True)
    found = [(bead.source, bead.target) for bead in pair.beads if bead.rule == "moved"]
    assert found in ([((1, 2), (5, 6))], [((2, 3), (5, 6))])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_moved_paragraph_is_found_and_marked(language: str, encoder: Encoder) -> None:
    lines = [("", text) for _, text in VERSIONS[language]]
    moved = [lines[0], *lines[2:6], lines[1], lines[6]]
    pair = align_documents(
        document("fr", VERSIONS["fr"]), document(language, moved), encoder, ignore_labels=True
    )
    found = [(bead.source, bead.target) for bead in pair.beads if bead.rule == "moved"]
    assert found == [((1, 2), (5, 6))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_repeated_headings_are_not_moved(language: str, encoder: Encoder) -> None:
    heading = {c: (VERSIONS[c][0][0], VERSIONS[c][0][1]) for c in ("fr", language)}
    source = [heading["fr"], *VERSIONS["fr"][1:4], heading["fr"], *VERSIONS["fr"][4:]]
    target = [*VERSIONS[language][1:4], *VERSIONS[language][4:], heading[language]]
    pair = align_documents(document("fr", source), document(language, target), encoder, ignore_labels=True)
    assert [bead for bead in pair.beads if bead.rule == "moved"] == []


def test_a_section_ends_where_something_between_is_paired_or_the_order_turns() -> None:
    seeds = Seeds(np.array([2, 3, 6, 8]), np.array([10, 11, 13, 12]), np.ones(4))
    sections = sections_of(seeds, set(range(2, 9)), set(range(10, 14)))
    assert [(s.source, s.target, s.seeds) for s in sections] == [((2, 7), (10, 14), 3), ((8, 9), (12, 13), 1)]
    parted = sections_of(seeds, {2, 3, 6, 8}, set(range(10, 14)))
    assert [(s.source, s.seeds) for s in parted] == [((2, 4), 2), ((6, 7), 1), ((8, 9), 1)]


_SCRIPT = """
import sys
if sys.argv[1] == "blocked":
    sys.modules["numba"] = None
sys.path[:0] = [{tests!r}]
from aligned_versions import VERSIONS, document
from hash_encoder import HashEncoder
from align.aligning import align_documents
lines = [*VERSIONS["en"][:2], *VERSIONS["en"][4:], *VERSIONS["en"][2:4]]
pair = align_documents(document("fr", VERSIONS["en"]), document("en", lines), HashEncoder())
for bead in pair.beads:
    print(bead.source, bead.target, bead.rule, *(f"{{x:{digits}}}" for x in (bead.probability, bead.score)))
"""


def run_script(mode: str, seed: str, digits: str) -> str:
    script = _SCRIPT.format(tests=str(TESTS), digits=digits)
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONWARNINGS": "error"}
    done = subprocess.run(
        [sys.executable, "-c", script, mode],
        cwd=TESTS.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.long
def test_without_numba_the_result_is_the_same() -> None:
    compiled = run_script("compiled", "1", ".9f")
    assert len(compiled.splitlines()) >= 5
    assert run_script("blocked", "1", ".9f") == compiled


@pytest.mark.long
def test_another_hash_seed_gives_the_same_numbers() -> None:
    assert run_script("compiled", "1", ".17g") == run_script("compiled", "2", ".17g")
