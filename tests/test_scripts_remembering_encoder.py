"""The encoder that remembers gives the vectors of the encoder inside, and asks it for new ones only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from align.encoders import Encoder
from align.runs import encode_spans

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
TEXTS = ["Premier point.", "第二点", "النقطة الثالثة", "Четвёртый пункт", "Quinto punto.", "The sixth point."]


@pytest.fixture
def remembering(tmp_path: Path) -> Iterator[Any]:
    sys.path.insert(0, str(SCRIPTS))
    import remembering_encoder

    yield remembering_encoder
    sys.path.remove(str(SCRIPTS))


class Counting:
    """The encoder inside, with a list of what it was asked for."""

    def __init__(self, inner: Encoder) -> None:
        self.inner = inner
        self.identity = inner.identity
        self.dimension = inner.dimension
        self.asked: list[str] = []

    def encode(self, texts: Any) -> Any:
        self.asked.extend(texts)
        return self.inner.encode(texts)


def test_spans_and_texts_are_those_of_the_encoder_inside(
    remembering: Any, hash_encoder: Encoder, tmp_path: Path
) -> None:
    encoder = remembering.RememberingEncoder(hash_encoder, "test", tmp_path)
    for texts in (TEXTS, TEXTS[::-1], [*TEXTS[:2], "extra", *TEXTS[2:]], TEXTS[:2], []):
        np.testing.assert_array_equal(encoder.encode_spans(texts, 4), encode_spans(hash_encoder, texts, 4))
        np.testing.assert_array_equal(encoder.encode(texts), hash_encoder.encode(texts))


def test_known_runs_are_not_encoded_again_and_only_runs_over_a_change_are(
    remembering: Any, hash_encoder: Encoder, tmp_path: Path
) -> None:
    inner = Counting(hash_encoder)
    encoder = remembering.RememberingEncoder(inner, "test", tmp_path)
    encoder.encode_spans(TEXTS, 2)
    asked = len(inner.asked)
    assert asked == 11
    encoder.encode_spans(TEXTS[2:], 2)
    encoder.encode([*TEXTS, "Premier point. 第二点"])
    assert len(inner.asked) == asked
    encoder.encode_spans([*TEXTS[:3], *TEXTS[4:]], 2)
    assert set(inner.asked[asked:]) == {TEXTS[2], TEXTS[4], f"{TEXTS[2]} {TEXTS[4]}"}


def test_what_was_saved_is_known_to_the_next_encoder_of_that_name_only(
    remembering: Any, hash_encoder: Encoder, tmp_path: Path
) -> None:
    first = remembering.RememberingEncoder(hash_encoder, "test", tmp_path)
    spans = first.encode_spans(TEXTS, 3)
    first.save()
    inner = Counting(hash_encoder)
    again = remembering.RememberingEncoder(inner, "test", tmp_path)
    np.testing.assert_array_equal(again.encode_spans(TEXTS, 3), spans)
    assert inner.asked == []
    remembering.RememberingEncoder(inner, "other", tmp_path).encode(TEXTS)
    assert inner.asked == TEXTS
