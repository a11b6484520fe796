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
    _States = npt.NDArray[np.uint32]

# After so many bytes the state does not depend on where a walk began: no feature of the model is longer.
_MEMORY = 6
# Bytes that one walk counts; short texts take short walks, that there are many side by side.
_STRIDES = (4, 16)
_BYTES_A_STEP = 600


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """The tables of a py3langid model, for some languages.

    `next_state[row_start[state] + byte]` is the next state; `feature[state]` the feature that is found there,
    or -1; `weights` are log probabilities (features, languages) and `priors` those of the languages. A row of
    `weights` lies together: a few thousand of them, far apart, are taken for each document.
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
        np.ascontiguousarray(identifier.nb_ptc, dtype=np.float32),
        np.asarray(identifier.nb_pc, dtype=np.float32),
    )


def classify_texts(model: LanguageModel, texts: Sequence[str]) -> list[tuple[str, float]]:
    """The likeliest language of each text and its probability among those of the model."""
    return classify_whole_and_texts(model, texts, 0)[1:]


def classify_whole_and_texts(
    model: LanguageModel, texts: Sequence[str], chars: int
) -> list[tuple[str, float]]:
    """As `classify_texts`; first what the first `chars` characters of all texts joined by line breaks are.

    Each byte is walked over once for both.
    """
    encoded = [_encode(text) for text in texts]
    whole_bytes = len(_encode("\n".join(texts)[:chars]))
    numbers, features = _features(model, encoded, whole_bytes)
    scores = _scores(model, numbers, features, len(texts) + 1)
    lengths = np.array([whole_bytes or 1, *(len(text) or 1 for text in encoded)], dtype=np.float32)
    scores /= np.sqrt(lengths)[:, None]
    best = scores.argmax(axis=1)
    scores -= scores.max(axis=1, keepdims=True)
    chances = 1 / np.exp(scores).sum(axis=1)
    return [(model.languages[k], chance) for k, chance in zip(best.tolist(), chances.tolist(), strict=True)]


def _encode(text: str) -> bytes:
    lower = text.lower() if text.isupper() else text
    return unicodedata.normalize("NFC", lower).encode("utf-8", "surrogatepass")


def _features(model: LanguageModel, encoded: Sequence[bytes], whole_bytes: int) -> tuple[Ints, Ints]:
    """Every feature found, with its number: 0 in the whole, from 1 in each text; sorted by that."""
    # A line break at the end: there is a byte even where all texts are empty.
    joined = b"\n".join([*encoded, b""])
    lengths = np.array([len(text) + 1 for text in encoded])
    bounds = lengths.cumsum()
    found = _walk(model, joined)
    whole = found[:whole_bytes]
    whole = whole[whole >= 0]
    found = _from_starts(model, found, joined, bounds - lengths, bounds)
    places = (found >= 0).nonzero()[0]
    numbers = np.zeros(len(whole) + len(places), dtype=np.intp)
    numbers[len(whole) :] = np.arange(1, len(encoded) + 1).repeat(lengths).take(places)
    return numbers, np.concatenate((whole, found[places]))


def _walk(model: LanguageModel, text: bytes) -> Ints:
    """Feature that ends at each byte, or -1."""
    stride = min(max(len(text) // _BYTES_A_STEP, _STRIDES[0]), _STRIDES[1])
    walks = -(-len(text) // stride)
    padded = np.zeros((walks + -(-_MEMORY // stride)) * stride, dtype=np.intp)
    padded[_MEMORY : _MEMORY + len(text)] = np.frombuffer(text, dtype=np.uint8)
    columns = np.ascontiguousarray(padded.reshape(-1, stride).T)
    states = np.zeros(walks, dtype=np.uint32)
    walked = np.empty((stride, walks), dtype=np.uint32)
    # Walk k counts the bytes from k * stride on, and begins with those before them.
    for step in range(_MEMORY + stride):
        later, column = divmod(step, stride)
        states = _step(model, states, columns[column, later : later + walks])
        if step >= _MEMORY:
            walked[step - _MEMORY] = states
    return model.feature.take(walked.T.ravel()[: len(text)])


def _step(model: LanguageModel, states: _States, column: Ints) -> _States:
    rows = model.row_start.take(states)
    rows += column
    return model.next_state.take(rows)


def _from_starts(model: LanguageModel, found: Ints, joined: bytes, starts: Ints, bounds: Ints) -> Ints:
    """The features found, where each text is walked from its own start and line breaks between are none's."""
    own = found.copy()
    own[bounds - 1] = -1
    places = starts[:, None] + np.arange(_MEMORY - 1)
    inside = places < bounds[:, None] - 1
    characters = np.frombuffer(joined, dtype=np.uint8).astype(np.intp).take(places.T, mode="clip")
    states = np.zeros(len(bounds), dtype=np.uint32)
    walked = np.empty(places.shape, dtype=np.intp)
    for step, column in enumerate(characters):
        states = _step(model, states, column)
        walked[:, step] = states
    own[places[inside]] = model.feature.take(walked[inside])
    return own


def _scores(model: LanguageModel, numbers: Ints, features: Ints, texts: int) -> npt.NDArray[np.float64]:
    """Log probabilities (texts, languages); zeros for a text without a feature."""
    size = len(model.weights)
    scores = np.zeros((texts, len(model.languages)))
    if not len(features):
        return scores
    keys = numbers * size
    keys += features
    keys.sort()
    new = (keys[1:] != keys[:-1]).nonzero()[0] + 1
    starts = np.concatenate(([0], new))
    counts = np.concatenate((new, [len(keys)])) - starts
    keys = keys.take(starts)
    firsts = keys.searchsorted(np.arange(texts + 1) * size)
    owners = (firsts[1:] > firsts[:-1]).nonzero()[0]
    weighted = model.weights.take(keys % size, axis=0).astype(np.float64)
    weighted *= np.log1p(counts)[:, None]
    scores[owners] = np.add.reduceat(weighted, firsts[owners], axis=0) + model.priors
    return scores
