"""Many searches at one go: answered as one by one, errors in their places, few calls of the encoder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from align.encoders import Encoder, Vectors
from tm.errors import QueryError
from tm.memory import Memory, open_memory
from tm.memory_folder import write_set
from tm.publication import publish
from tm.search_batches import SearchQuery
from tm.search_filters import Filters
from tm.units import units_of

QUERIES = [
    "ميـاه الشرب",
    "drinking water",
    "agua potable",
    "eau potable",
    "питьевую воду",
    "饮用水",
    '"of rivers"',
    "A/68/12",
]


class CountingEncoder:
    """Says how many texts were encoded in each call."""

    def __init__(self, inner: Encoder) -> None:
        self._inner = inner
        self.identity, self.dimension = inner.identity, inner.dimension
        self.calls: list[int] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.calls.append(len(texts))
        return self._inner.encode(texts)


@pytest.fixture
def counting(hash_encoder: Encoder) -> CountingEncoder:
    return CountingEncoder(hash_encoder)


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder, counting: CountingEncoder) -> Memory:
    write_set(tmp_path, "rivers00", units_of(tm_sets.rivers()))
    publish(tmp_path, ["rivers00"], hash_encoder)
    opened = open_memory(tmp_path, counting)
    # Opening it compares the vectors of a few texts.
    assert opened.encoder is counting
    counting.calls.clear()
    return opened


@pytest.mark.parametrize("mode", ["dense", "lexical", "hybrid"])
@pytest.mark.parametrize("options", [{}, {"languages": ["ru", "zh"]}, {"level": "sentence", "k": 2}])
def test_the_answers_are_those_of_each_search_alone(
    memory: Memory, mode: str, options: dict[str, object]
) -> None:
    answers = list(memory.search_many(QUERIES, mode=mode, **options))  # type: ignore[arg-type]
    assert [answer.query for answer in answers] == QUERIES
    assert [answer.number for answer in answers] == list(range(1, 9))
    for answer in answers:
        alone = memory.search(answer.query, mode=mode, **options)  # type: ignore[arg-type]
        assert (list(answer.hits), answer.error) == (alone, None)


def test_queries_are_encoded_together_and_lexical_ones_not_at_all(
    memory: Memory, counting: CountingEncoder
) -> None:
    assert len(list(memory.search_many([f"eau {number}" for number in range(130)], k=1))) == 130
    assert counting.calls == [64, 64, 2]
    counting.calls.clear()
    list(memory.search_many(QUERIES, mode="lexical"))
    assert counting.calls == []


def test_what_is_wrong_with_a_query_is_its_error_and_stops_nothing(memory: Memory) -> None:
    asked = [
        SearchQuery("eau potable", ("fr",)), SearchQuery("x", ("de",)), "", " \u0000",
        SearchQuery("?", None, "unreadable"),
        "a" * 9000, "=cmd|' /C calc'!A0", "\u202e<b>", "饮用水",
    ]  # fmt: skip
    answers = list(memory.search_many(asked, k=1))
    assert [answer.error is None for answer in answers] == [
        True,
        False,
        False,
        False,
        False,
        False,
        True,
        True,
        True,
    ]
    assert 'language "de"' in str(answers[1].error)
    assert answers[2].error == answers[3].error
    assert answers[4].error == "unreadable"
    assert "9000" in str(answers[5].error)
    assert answers[0].hits[0].language == "fr"
    assert answers[-1].number == 9
    (only_signs,) = memory.search_many(["***"], mode="lexical")
    assert "no word to look for" in str(only_signs.error)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"mode": "fuzzy"}, 'no mode "fuzzy"'), ({"level": "word"}, 'no level "word"'), ({"k": 0}, "0 hits"),
        ({"languages": ["de"]}, 'language "de"'), ({"filters": Filters(min_probability=2.0)}, "probability"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_all_is_said_before_any_answer(
    memory: Memory, options: dict[str, object], says: str
) -> None:
    with pytest.raises(QueryError, match=says):
        memory.search_many(["eau"], **options)  # type: ignore[arg-type]


def test_queries_are_read_as_they_are_answered(memory: Memory) -> None:
    read: list[int] = []

    def endless() -> Iterator[str]:
        number = 0
        while True:
            read.append(number)
            yield f"eau {number}"
            number += 1

    answers = memory.search_many(endless(), k=1, mode="lexical")
    for _ in range(70):
        next(answers)
    assert len(read) == 128
