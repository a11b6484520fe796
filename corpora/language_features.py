"""Tells the languages of many texts at once: what py3langid computes text by text, in arrays.

The library walks its automaton a byte at a time in Python. The automaton forgets: its states are the last
few bytes read, so a walk that begins a few bytes earlier than it counts is right, and many short walks are
done side by side.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt
    from py3langid.langid import LanguageIdentifier

    Ints = npt.NDArray[np.intp]

# After so many bytes the state does not depend on where a walk began: no feature of the model is longer.
_MEMORY = 8
# Bytes that one walk counts; short texts take short walks, that there are many side by side.
_STRIDES = (_MEMORY, 32)
_BYTES_A_STEP = 600


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """The tables of a py3langid model, for some languages.

    `next_state[row_start[state] + byte]` is the next state; `feature[state]` the feature that is found there,
    or -1; `weights` are log probabilities (features, languages) and `priors` those of the languages.
    """

    languages: tuple[str, ...]
    next_state: npt.NDArray[np.uint32]
    row_start: Ints
    feature: Ints
    weights: npt.NDArray[np.float32]
    priors: npt.NDArray[np.float32]


def language_model(identifier: LanguageIdentifier) -> LanguageModel:
    """The tables of an identifier that is restricted to the languages wanted."""
    return LanguageModel(
        tuple(identifier.nb_classes),
        np.asarray(identifier.tk_nextmove),
        np.asarray(identifier.tk_row, dtype=np.intp) << 8,
        np.asarray(identifier.tk_output, dtype=np.intp),
        np.asarray(identifier.nb_ptc, dtype=np.float32),
        np.asarray(identifier.nb_pc, dtype=np.float32),
    )


def classify_texts(model: LanguageModel, texts: Sequence[str]) -> list[tuple[str, float]]:
    """The likeliest language of each text and its probability among those of the model."""
    encoded = [_encode(text) for text in texts]
    numbers, features = _features(model, encoded)
    scores = _scores(model, numbers, features, len(texts))
    lengths = np.array([len(text) or 1 for text in encoded], dtype=np.float32)
    scores /= np.sqrt(lengths)[:, None]
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    best = chances.argmax(axis=1)
    return [(model.languages[k], float(row[k])) for k, row in zip(best, chances, strict=True)]


def _encode(text: str) -> bytes:
    lower = text.lower() if text.isupper() else text
    return unicodedata.normalize("NFC", lower).encode("utf-8", "surrogatepass")


def _features(model: LanguageModel, encoded: Sequence[bytes]) -> tuple[Ints, Ints]:
    """Every feature found, with the number of its text, in no order."""
    gap = bytes(_MEMORY)
    lengths = [len(text) + _MEMORY for text in encoded]
    size = sum(lengths)
    stride = min(max(size // _BYTES_A_STEP, _STRIDES[0]), _STRIDES[1])
    walks = -(-size // stride)
    # Zeros between the texts, where no feature goes on, lead back to the first state.
    joined = gap.join(encoded).ljust(walks * stride, b"\0")
    counted = np.frombuffer(joined, dtype=np.uint8).reshape(walks, stride).T
    before = np.zeros((_MEMORY, walks), dtype=np.uint8)
    before[:, 1:] = counted[-_MEMORY:, :-1]
    states = np.zeros(walks, dtype=np.intp)
    for column in before:
        states = model.next_state[model.row_start[states] + column]
    walked = np.empty((stride, walks), dtype=np.intp)
    for step, column in enumerate(np.ascontiguousarray(counted)):
        states = model.next_state[model.row_start[states] + column]
        walked[step] = states
    found = model.feature[walked.T.ravel()]
    places = np.flatnonzero(found >= 0)
    return np.searchsorted(np.cumsum(lengths), places, side="right"), found[places]


def _scores(model: LanguageModel, numbers: Ints, features: Ints, texts: int) -> npt.NDArray[np.float64]:
    """Log probabilities (texts, languages); zeros for a text without a feature."""
    size = len(model.weights)
    keys, counts = np.unique(numbers * size + features, return_counts=True)
    scores = np.zeros((texts, len(model.languages)))
    firsts = np.searchsorted(keys, np.arange(texts + 1) * size)
    owners = np.flatnonzero(firsts[1:] > firsts[:-1])
    if len(owners):
        weighted = np.log1p(counts)[:, None] * model.weights[keys % size]
        scores[owners] = np.add.reduceat(weighted, firsts[owners], axis=0) + model.priors
    return scores
