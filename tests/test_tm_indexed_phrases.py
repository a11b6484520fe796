"""What the lexical index names for a phrase: every row that has it, and rows are read no more than needed."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from align.encoders import Encoder
from tm import concordance
from tm.clean_text import clean_text
from tm.concordance import find_phrase
from tm.concordancing.indexed_phrases import (
    WordForm,
    WordRun,
    candidate_rows,
    phrase_conditions,
)
from tm.concordancing.phrase_patterns import compile_phrase, occurrence_spans
from tm.errors import QueryError
from tm.lexical.analysis import analyse
from tm.lexical.lexical_index import lexical_index_in_memory
from tm.memory import Memory, open_memory
from tm.memory_folder import lexical_folder, write_set
from tm.publication import publish
from tm.units import UNIT_SCHEMA, units_of

# Words whose spellings meet after folding, or meet only in the index, in all six languages; what joins them.
PARTS = [
    "état", "États", "etat", "l’eau", "œuvre", "Straße", "co2", "2co",
    "19", "019", "١٩", "1 000", "A/RES/68/187", "rivers", "river-bank",
    "ríos", "rio", "реки", "рёки", "река", "الأنهار", "والأنهار",
    "انهار", "نهر", "كَتَبَ", "كـتب", "人权", "权", "人", "河流", "河", "第十九条",
    "第19条", "19条", "（一）", "«", "»", "“", "”", '"', ",", "-", "_", "'",
    " ", "  ", "ﬁ", "fi", "Ａ", "a", "b", "e\u0301", "q\u0303", "ёж",
    "x" * 70, "ا" * 70, "١", "0", "00",
]  # fmt: skip
WILD = ["*", "?", " * ", "*a", "a*", "*", "\\*", "？"]
texts = st.lists(st.sampled_from([*PARTS, " ", " "]), min_size=1, max_size=9).map("".join)
phrases = st.lists(st.sampled_from([*PARTS, *WILD, " "]), min_size=1, max_size=4).map("".join)


def table(lines: list[str], language: str = "fr") -> pl.DataFrame:
    rows = [
        {
            "unit_id": f"u{number}", "level": "paragraph", "set_name": "s", "pivot": "fr", "position": number,
            "language": language, "text": line, "kind": "paragraph", "document": "d", "path": "", "label": "",
            "unit_probability": 1.0, "probability": 1.0, "vector_id": number, "origin": "aligned",
            "flags": "",
        }
        for number, line in enumerate(lines)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=UNIT_SCHEMA)


def index_of(lines: list[str], language: str) -> Any:
    return lexical_index_in_memory(table(lines, language)).indexes["paragraph", language]


@settings(max_examples=120, deadline=None)
@given(
    lines=st.lists(texts, min_size=1, max_size=12),
    asked=st.lists(phrases, min_size=1, max_size=12),
    language=st.sampled_from(["ar", "en", "es", "fr", "ru", "zh"]),
)
@example(language="ar", lines=["والأنهار", "x" * 70], asked=["الأنهار", "*x", "x*", "x" * 70])
@example(
    language="zh", lines=["a1b", "a b", "ab", "a-b", "a中b"], asked=["a*b", "a * b", "a?b", "a*中", "a*中b"]
)
def test_no_row_with_the_phrase_is_missed(lines: list[str], asked: list[str], language: str) -> None:
    """The oracle is the pattern on every text."""
    kept = [clean_text(line)[0] or "." for line in lines]
    part = index_of(kept, language)
    for phrase in asked:
        try:
            compiled = compile_phrase(phrase)
        except QueryError:
            continue
        having = {row for row, line in enumerate(kept) if list(occurrence_spans(compiled, line))}
        rows = candidate_rows(part, compiled)
        assert rows is None or having <= set(rows), (phrase, kept)
        assert rows is None or rows == sorted(rows)


@pytest.mark.parametrize(
    ("phrase", "conditions"),
    [
        ("libertés fondamentales", [WordRun(("libertes", "fondamentales"))]),
        ("droits * l'homme", [WordRun(("droits",)), WordRun(("l", "homme"))]),
        ("terroris*", [WordForm("terroris", begins=True)]),
        ("*isation", [WordForm("isation", ends=True)]),
        ("organi?ation", [WordForm("organi", begins=True), WordForm("ation", ends=True)]),
        ("حقوق الإنسان", [WordForm("حقوق", ends=True), WordRun(("الانسان",))]),
        ("*رهاب", [WordForm("رهاب", ends=True)]),
        ("人权", [WordRun(("人", "权"))]),
        ("第*条", [WordRun(("第",)), WordRun(("条",))]),
        ("реч*ой", [WordForm("реч", begins=True), WordForm("ой", ends=True)]),
        ("1 000 000", [WordRun(("1", "0", "0"))]),
        ("-*", []),
    ],
)
def test_a_phrase_asks_for_words_of_the_index(phrase: str, conditions: list[object]) -> None:
    assert phrase_conditions(compile_phrase(phrase)) == conditions


def test_words_of_the_conditions_are_those_of_the_index() -> None:
    for word in ("École", "рёбра", "الأمة", "人", "ﬁn", "٠١٩"):
        (condition,) = phrase_conditions(compile_phrase(f"- {word}"))
        assert isinstance(condition, WordRun)
        assert list(condition.words) == analyse(word, "fr").words


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder) -> Memory:
    write_set(tmp_path, "rivers00", units_of(tm_sets.rivers()))
    publish(tmp_path, ["rivers00"], hash_encoder)
    return open_memory(tmp_path, hash_encoder)


@pytest.mark.parametrize(
    ("language", "phrase"),
    [
        ("fr", "les riv*"), ("en", "of *"), ("es", "* ríos"), ("ru", "рек*"), ("ar", "الأنهار"),
        ("zh", "河流"), ("zh", "决*处"), ("ar", "*نهار"), ("fr", "volcan"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("limit", [None, 1])
def test_with_and_without_the_index_the_occurrences_are_the_same(
    memory: Memory, monkeypatch: pytest.MonkeyPatch, language: str, phrase: str, limit: int | None
) -> None:
    monkeypatch.setattr(concordance, "_MOST_CANDIDATES", 2.0)
    show = [code for code in memory.languages if code != language]
    scanned = find_phrase(
        memory.units(), compile_phrase(phrase), language=language, show=show, limit=limit, languages=6
    )
    assert memory.concordance(phrase, language=language, limit=limit) == scanned
    assert bool(scanned) is (phrase != "volcan")


def test_only_rows_that_may_have_the_phrase_are_read(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("every row was read")

    monkeypatch.setattr(concordance, "_all_rows", refuse)
    assert len(memory.concordance("eau potable", language="fr")) == 1
    assert memory.concordance("volcan", language="fr") == []


def test_without_a_kept_index_every_row_is_read_and_the_occurrences_are_the_same(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_index = memory.concordance("рек*", language="ru")
    shutil.rmtree(lexical_folder(memory.generation))

    def refuse(*_: object) -> None:
        raise AssertionError("an index was made for one phrase")

    monkeypatch.setattr("tm.memory.lexical_index_in_memory", refuse)
    assert open_memory(memory.folder).concordance("рек*", language="ru") == with_index
    assert len(with_index) == 4
