"""How often kinds are right by what told them. Written by `scripts/fit_kind_probabilities.py`."""

from __future__ import annotations

from typing import Final

from corpora.documents import BlockKind

# For what the documents did not show.
UNSEEN: Final = 0.5

KIND_PROBABILITIES: Final[dict[tuple[BlockKind, str], float]] = {
    (BlockKind.CLOSING, "place, against the shape"): 0.995,
    (BlockKind.CLOSING, "set phrase"): 0.996,
    (BlockKind.ENACTING_WORDS, "set phrase"): 0.997,
    (BlockKind.FURNITURE, "set phrase"): 0.999,
    (BlockKind.HEADING, "label"): 0.999,
    (BlockKind.HEADING, "markup"): 0.999,
    (BlockKind.HEADING, "set phrase"): 0.986,
    (BlockKind.HEADING, "shape"): 0.978,
    (BlockKind.ITEM, "label"): 0.999,
    (BlockKind.ITEM, "markup"): 0.984,
    (BlockKind.OPERATIVE, "label"): 0.999,
    (BlockKind.OPERATIVE, "opening words"): 0.972,
    (BlockKind.PARAGRAPH, "label"): 1.0,
    (BlockKind.PARAGRAPH, "place"): 0.993,
    (BlockKind.PREAMBULAR, "opening words"): 0.999,
    (BlockKind.PREAMBULAR, "place"): 0.974,
    (BlockKind.SOURCE_NOTE, "set phrase"): 0.997,
    (BlockKind.TABLE_ROW, "markup"): 0.998,
    (BlockKind.TITLE, "markup"): 0.997,
    (BlockKind.TITLE, "place"): 0.976,
    (BlockKind.TITLE, "set phrase"): 0.993,
    (BlockKind.TITLE, "shape"): 0.994,
    (BlockKind.VOTE_LIST, "set phrase"): 0.991,
}
