"""Few paragraphs beside few of another document, and beside those that say the same: what is paired.

Paragraphs are drawn in a row from a gold set, ordinals masked: 1, 2, 3, 5 or 9 of them. Of another family of
sets nothing may be paired; of the same rows in another language everything.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from bench_figures import Figure
from bench_systems import hexapla, stream_of
from gold_sets import GoldSet, load_gold_sets
from published_weights import WEIGHTS_FOLDER, family_weights

from align.encoders import load_encoder
from align.segments import Stream
from corpora.label_paths import mask_ordinals

PART = "unrelated"
SIZES = (1, 2, 3, 5, 9)
# Draws of each size: as many strangers, as many versions.
DRAWS = 300
# Other draws than those from which the settings of `align/relatedness.py` were chosen.
_SEED = "unrelated"


def unrelated_figures(folder: Path, weights: Path = WEIGHTS_FOLDER) -> list[Figure]:
    """For each size: the share of paragraphs paired with strangers, and with what says the same."""
    encoder, sets, draw = load_encoder(), load_gold_sets(folder), random.Random(_SEED)
    paired: dict[tuple[int, str], list[float]] = defaultdict(list)

    def stream(texts: Sequence[str], language: str) -> Stream:
        return stream_of(language, [mask_ordinals(text, language) for text in texts], encoder)

    for size in SIZES:
        while len(paired[size, "strangers"]) < DRAWS or len(paired[size, "versions"]) < DRAWS:
            gold = draw.choice(sets)
            first, second = draw.sample(sorted(gold.versions), 2)
            source, version = _same_rows(gold, first, second, size, draw)
            stranger = _stranger(sets, gold, second, size, draw)
            if not source or not stranger:
                continue
            fitted = family_weights(gold.family, weights).weights
            for name, target in (("strangers", stranger), ("versions", version)):
                beads = hexapla(stream(source, first), stream(target, second), fitted)
                covered = sum(len(bead.source) for bead in beads if bead.source and bead.target)
                paired[size, name].append(covered / size)
    return [
        Figure(
            PART,
            name,
            "any",
            f"share paired, {size} paragraphs",
            sum(shares) / len(shares),
            len(shares) * size,
        )
        for (size, name), shares in sorted(paired.items(), key=lambda item: (item[0][1], item[0][0]))
    ]


def _same_rows(
    gold: GoldSet, first: str, second: str, size: int, draw: random.Random
) -> tuple[list[str], list[str]]:
    """`size` neighbouring rows that both versions have, in both; nothing where there are fewer."""
    texts, others = ({row: text for text, row in gold.versions[code]} for code in (first, second))
    rows = [row for row in texts if row in others]
    if len(rows) < size:
        return [], []
    start = draw.randrange(len(rows) - size + 1)
    chosen = rows[start : start + size]
    return [texts[row] for row in chosen], [others[row] for row in chosen]


def _stranger(
    sets: Sequence[GoldSet], gold: GoldSet, language: str, size: int, draw: random.Random
) -> list[str]:
    """`size` neighbouring paragraphs of another family in this language; none where there is none."""
    others = [o for o in sets if o.family != gold.family and len(o.versions.get(language, ())) >= size]
    if not others:
        return []
    version = draw.choice(others).versions[language]
    start = draw.randrange(len(version) - size + 1)
    return [text for text, _ in version[start : start + size]]
