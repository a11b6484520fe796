"""What encoders are given: Arabic without the marks that they do not know, everything else as it is."""

from __future__ import annotations

import numpy as np
import pytest

from align.embedded_text import embedded_text
from align.encoders import Encoder
from align.segments import Segments, measure


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("نَسْبُ الـمُصنَّف", "نسب المصنف"),
        ("الحمايـة الاجتمـاعية", "الحماية الاجتماعية"),
        ("هٰذا", "هذا"),
        ("المادة ٣ (أ)", "المادة ٣ (أ)"),
        ("Être né à Orléans", "Être né à Orléans"),
        ("й ё Ñ 第三条", "й ё Ñ 第三条"),
    ],
)
def test_vowel_marks_and_tatweel_are_left_out_and_nothing_else(text: str, expected: str) -> None:
    assert embedded_text(text) == expected


def test_vocalised_and_plain_arabic_are_aligned_alike(encoder: Encoder) -> None:
    texts = ("نَسْبُ الـمُصنَّف", "مُدَّة الرُّخصة", "الإنهاء")
    blank = ("",) * 3
    marked = measure(Segments("ar", texts, blank, blank), encoder)
    plain = measure(Segments("ar", tuple(map(embedded_text, texts)), blank, blank), encoder)
    np.testing.assert_array_equal(marked.spans, plain.spans)
