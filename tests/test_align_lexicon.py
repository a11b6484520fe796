"""Words that go together: counts, covers and judgements against slow and obvious ones."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from align.band import full_band
from align.encoders import Encoder
from align.lexicon import Lexicon, WordCover, cover_words, learn_lexicon, teachers
from align.pairing import align_streams, gather_evidence
from align.segments import Segments, Stream, Words, measure, measure_words
from align.sides import Pair, prepare_pair
from align.weights import DEFAULT_WEIGHTS

REACH = 3
# Translations of the same four nouns, in the six languages.
NOUNS = {
    "fr": ("licence", "auteur", "oeuvre", "contrat"),
    "en": ("license", "creator", "work", "agreement"),
    "es": ("licencia", "autor", "obra", "contrato"),
    "ru": ("лицензия", "автор", "произведение", "договор"),
    "ar": ("الرخصة", "المؤلف", "العمل", "العقد"),
    "zh": ("许可", "作者", "作品", "合同"),
}


def texts_of(language: str, plan: list[tuple[int, ...]]) -> tuple[str, ...]:
    joint = "。" if language == "zh" else " "
    return tuple(joint.join(NOUNS[language][k] for k in some) for some in plan)


def stream_of(language: str, texts: tuple[str, ...], encoder: Encoder) -> Stream:
    blank = ("",) * len(texts)
    return measure(Segments(language, texts, blank, blank), encoder)


def pair_of(source: str, target: str, encoder: Encoder) -> Pair:
    draw = random.Random(f"{source}{target}")
    plan = [tuple(draw.sample(range(4), draw.randint(1, 3))) for _ in range(12)]
    streams = (
        stream_of(source, texts_of(source, plan), encoder),
        stream_of(target, texts_of(target, plan), encoder),
    )
    return prepare_pair(*streams, full_band(len(plan), len(plan)))


def types_in(words: Words, start: int, end: int) -> set[int]:
    return set(words.ids[words.first[start] : words.first[end]].tolist())


def association(pair: Pair, beads: list[tuple[int, ...]], s: int, t: int, but: int) -> float:
    """How surely two words go together, counted anew over all beads but one."""
    left = [types_in(pair.source.stream.words, p, p + a) for k, (p, _, a, _) in enumerate(beads) if k != but]
    right = [types_in(pair.target.stream.words, q, q + b) for k, (_, q, _, b) in enumerate(beads) if k != but]
    n_s, n_t = sum(s in some for some in left), sum(t in some for some in right)
    both = sum(s in x and t in y for x, y in zip(left, right, strict=True))
    if not both:
        return 0.0
    beyond = both - n_s * n_t / len(left)
    return max(beyond, 0.0) / math.sqrt(n_s * n_t) * both / (both + 1)


def cover_of(pair: Pair, beads: np.ndarray) -> tuple[Lexicon, WordCover]:
    lexicon = learn_lexicon(pair.source.stream.words, pair.target.stream.words, beads)
    at = np.minimum(np.arange(len(pair.source)), len(pair.target) - 1)
    return lexicon, cover_words(pair.source, pair.target, lexicon, beads, at, REACH)


BEADS = np.array(
    [(0, 0, 1, 1), (1, 1, 2, 2), (3, 3, 1, 1), (4, 4, 1, 2), (5, 6, 2, 1), (8, 8, 1, 1), (9, 9, 1, 1)]
)


@pytest.mark.parametrize(
    ("source", "target"), [("fr", "en"), ("fr", "ar"), ("zh", "ru"), ("es", "zh"), ("ar", "fr"), ("ru", "es")]
)
def test_counterparts_are_what_counting_all_other_beads_says(
    source: str, target: str, hash_encoder: Encoder
) -> None:
    pair = pair_of(source, target, hash_encoder)
    _, found = cover_of(pair, BEADS)
    words, others = pair.source.stream.words, pair.target.stream.words
    some = 0
    for i in range(len(pair.source)):
        own = next((k for k, (p, _, a, _) in enumerate(BEADS.tolist()) if p <= i < p + a), -1)
        for x in range(words.first[i], words.first[i + 1]):
            values = [
                association(pair, BEADS.tolist(), int(words.ids[x]), t, own) for t in range(others.types)
            ]
            assert found.known[x] == pytest.approx(max(values), abs=1e-6)
            some += max(values) > 0
            for column in range(2 * REACH + 1):
                j = i - REACH + column
                inside = types_in(others, j, j + 1) if 0 <= j < len(pair.target) else set()
                expected = max((values[t] for t in inside), default=0.0)
                assert found.best[x, column] == pytest.approx(expected, abs=1e-6)
    assert some > 5


def test_the_lexicon_turned_is_that_of_the_pair_turned(hash_encoder: Encoder) -> None:
    pair = pair_of("fr", "zh", hash_encoder)
    source, target = pair.source.stream.words, pair.target.stream.words
    turned = learn_lexicon(source, target, BEADS).turned()
    expected = learn_lexicon(target, source, BEADS[:, [1, 0, 3, 2]])
    for name in ("first", "types", "together", "source", "target"):
        np.testing.assert_array_equal(getattr(turned, name), getattr(expected, name), err_msg=name)
    assert turned.beads == expected.beads == len(BEADS)


def test_without_sure_beads_nothing_is_known(hash_encoder: Encoder) -> None:
    pair = pair_of("fr", "en", hash_encoder)
    lexicon, found = cover_of(pair, np.zeros((0, 4), dtype=np.int64))
    assert lexicon.beads == 0
    assert not found.known.any()
    assert not found.best.any()


def test_beads_without_words_and_long_lists_teach_nothing() -> None:
    names = " ".join(f"{a}{b}{c}" for a in "bcdfgh" for b in "aeiouy" for c in "klmnprst")
    words = measure_words(["auteur", "...", names])
    beads = np.array([(0, 0, 1, 1), (1, 1, 1, 1), (2, 2, 1, 1), (0, 1, 1, 1), (0, 0, 2, 1)])
    assert teachers(words, words, beads).tolist() == [[0, 0, 1, 1], [0, 0, 2, 1]]
    assert teachers(words, words, beads[:0]).shape == (0, 4)


def test_types_of_a_text_are_kept_once_and_numbered_over_all_texts() -> None:
    words = measure_words(["auteur auteur licence", "", "licence contrat"])
    assert words.first.tolist() == [0, 2, 2, 4]
    assert words.ids.tolist() == [0, 1, 1, 2]
    assert words.types == 3


@pytest.mark.parametrize("target", ["en", "es", "ru", "ar", "zh"])
def test_beads_are_judged_by_the_words_that_are_there_missing_and_elsewhere(
    target: str, hash_encoder: Encoder
) -> None:
    from align.lexicon_kernels import judge_alone, judge_words

    pair = pair_of("fr", target, hash_encoder)
    _, cover = cover_of(pair, BEADS)
    words = pair.source.stream.words
    places = np.array([(0, 1, 0, 1), (1, 3, 1, 3), (2, 4, 3, 4), (5, 8, 6, 7), (9, 11, 9, 11)])
    found = np.zeros((len(places), 4))
    judge_words(places, words.first, cover.known, cover.best, cover.first, found)
    for (i, k, j, m), judged in zip(places.tolist(), found.tolist(), strict=True):
        expected, worst = [0.0, 0.0, 0.0], math.inf
        for p in range(i, k):
            rows = range(words.first[p], words.first[p + 1])
            place = {c: p - REACH + c for c in range(2 * REACH + 1)}
            inside = [max([0.0, *(cover.best[x, c] for c, q in place.items() if j <= q < m)]) for x in rows]
            outside = [
                max(
                    [
                        0.0,
                        *(
                            cover.best[x, c]
                            for c, q in place.items()
                            if j - 3 <= q < m + 3 and not j <= q < m
                        ),
                    ]
                )
                for x in rows
            ]
            known = [cover.known[x] for x in rows]
            root = math.sqrt(1 + sum(known))
            lost = sum(max(o - n, 0) for o, n, kn in zip(outside, inside, known, strict=True) if kn > 0)
            missing = sum(max(kn - n, 0) for kn, n in zip(known, inside, strict=True))
            parts = sum(inside) / root, missing / root, lost / root
            expected = [e + part for e, part in zip(expected, parts, strict=True)]
            worst = min(worst, (sum(inside) - missing) / root)
        assert judged == pytest.approx([*expected, worst], abs=1e-6)
    alone = np.zeros((2, len(pair.source)))
    at = np.arange(len(pair.source))
    judge_alone(words.first, cover.known, cover.best, cover.first, at, alone)
    for p in range(len(pair.source)):
        rows = slice(words.first[p], words.first[p + 1])
        root = math.sqrt(1 + cover.known[rows].sum())
        assert alone[0, p] == pytest.approx(cover.best[rows].sum(axis=0).max() / root, abs=1e-6)
        assert alone[1, p] == pytest.approx(cover.known[rows].sum() / root)


def test_vectors_without_texts_have_no_words(hash_encoder: Encoder) -> None:
    from align.segments import without_texts

    spans = stream_of("fr", texts_of("fr", [(0,), (1,), (2,), (3,)]), hash_encoder).spans
    stream = without_texts(spans, np.full(4, 10.0))
    evidence = gather_evidence(stream, stream, DEFAULT_WEIGHTS)
    names = list(dict(DEFAULT_WEIGHTS.named()["beads"]))
    columns = [k for k, name in enumerate(names) if name.startswith("words")]
    assert len(columns) == 4
    assert not evidence.candidates.features[:, columns].any()
    assert len(align_streams(stream, stream).found.beads)
