"""How often kinds are right by what told them. Written by `scripts/fit_kind_probabilities.py`."""

from __future__ import annotations

from typing import Final

from corpora.documents import BlockKind

# For what the documents did not show.
UNSEEN: Final = 0.5

KIND_PROBABILITIES: Final[dict[tuple[BlockKind, str], float]] = {
    (BlockKind.CLOSING, "place, against the shape"): 0.993,
    (BlockKind.CLOSING, "set phrase"): 0.99,
    (BlockKind.ENACTING_WORDS, "set phrase"): 0.99,
    (BlockKind.FURNITURE, "set phrase"): 0.998,
    (BlockKind.HEADING, "label"): 0.997,
    (BlockKind.HEADING, "markup"): 0.999,
    (BlockKind.HEADING, "place"): 0.714,
    (BlockKind.HEADING, "set phrase"): 0.966,
    (BlockKind.HEADING, "shape"): 0.785,
    (BlockKind.ITEM, "label"): 0.853,
    (BlockKind.ITEM, "markup"): 0.873,
    (BlockKind.OPERATIVE, "label"): 0.669,
    (BlockKind.OPERATIVE, "opening words"): 0.815,
    (BlockKind.PARAGRAPH, "label"): 0.953,
    (BlockKind.PARAGRAPH, "place"): 0.877,
    (BlockKind.PARAGRAPH, "place, against the shape"): 0.008,
    (BlockKind.PREAMBULAR, "opening words"): 0.991,
    (BlockKind.PREAMBULAR, "place"): 0.804,
    (BlockKind.PREAMBULAR, "place, against the shape"): 0.25,
    (BlockKind.SOURCE_NOTE, "set phrase"): 0.986,
    (BlockKind.TABLE_ROW, "markup"): 0.937,
    (BlockKind.TITLE, "markup"): 0.994,
    (BlockKind.TITLE, "place"): 0.875,
    (BlockKind.TITLE, "set phrase"): 0.974,
    (BlockKind.TITLE, "shape"): 0.521,
    (BlockKind.VOTE_LIST, "set phrase"): 0.922,
}
