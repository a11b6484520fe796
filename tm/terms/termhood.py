"""How much of a term a candidate is: C-value, and log-likelihood against general language."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tm.terms.encoded_texts import EncodedTexts
from tm.terms.general_language import RAREST, frequency

Floats = NDArray[np.float64]
# Words that the general lists are counted over, for the log-likelihood: their real sizes differ by language
# (wordfreq names them from 10^8 upwards); the smallest is taken, which is careful.
GENERAL_WORDS = 1e8


def c_values(
    content: NDArray[np.int64],
    frequencies: NDArray[np.int32],
    sums: NDArray[np.int64],
    longer: NDArray[np.int32],
) -> Floats:
    """Return the C-value of candidates (Frantzi, Ananiadou and Mima 2000).

    `content` is the number of content words; `sums` the frequencies of the `longer` candidates that contain
    it. With 1 + log2 for log2, so that one word has a value too (Barrón-Cedeño et al. 2009).
    """
    nested = np.where(longer > 0, sums / np.maximum(longer, 1), 0.0)
    return (1 + np.log2(np.maximum(content, 1))) * (frequencies - nested)


def termhoods(c_value: Floats, keyness: Floats) -> Floats:
    """Return C-value times the logarithm of the keyness: how much a unit, how special to these texts."""
    hoods: Floats = c_value * np.log1p(np.maximum(keyness, 0.0))
    return hoods


def log_likelihood(count: Floats, total: float, general: Floats, general_total: float) -> Floats:
    """Return the signed log-likelihood G2 of counts in two bodies of text (Rayson and Garside 2000).

    Positive where the first has it more often than the second; 0 where as often.
    """
    share = (count + general) / (total + general_total)
    g2 = 2 * (_surprise(count, total * share) + _surprise(general, general_total * share))
    return np.where(count / total >= general / general_total, g2, -g2)


def _surprise(observed: Floats, expected: Floats) -> Floats:
    return np.where(observed > 0, observed * np.log(np.maximum(observed, 1e-300) / expected), 0.0)


def keyness(
    texts: EncodedTexts, starts: NDArray[np.int64], lengths: NDArray[np.uint8], frequencies: NDArray[np.int32]
) -> Floats:
    """Return the log-likelihood of candidates against general language.

    A phrase is at most as frequent there as its rarest word.
    """
    general = np.array([frequency(word.lower(), texts.language) for word in texts.vocabulary] or [RAREST])
    rarest = np.full(len(starts), 1.0)
    for step in range(int(lengths.max(initial=0))):
        inside = step < lengths
        rarest[inside] = np.minimum(rarest[inside], general[texts.tokens[starts[inside] + step]])
    total = float(max(len(texts.tokens), 1))
    return log_likelihood(frequencies.astype(np.float64), total, rarest * GENERAL_WORDS, GENERAL_WORDS)
