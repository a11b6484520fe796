"""A language without its texts: only the words of its candidates, once they have been paired."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tm.terms.pairing import Language


def without_texts(language: Language) -> Language:
    """Return the language with the tokens of the forms of its candidates alone.

    The texts of a million units take hundreds of megabytes a language; the candidates keep their rows.
    """
    texts, found = language.texts, language.candidates
    lengths = found.form_lengths.astype(np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    inside = np.arange(starts[-1]) - np.repeat(starts[:-1], lengths)
    tokens = texts.tokens[np.repeat(found.form_starts, lengths) + inside]
    form_starts = starts[:-1]
    nothing = np.zeros(0, np.int64)
    return Language(
        replace(texts, tokens=tokens, offsets=np.zeros(1, np.int64), rows=np.zeros(0, np.int32)),
        replace(found, form_starts=form_starts, starts=form_starts[found.form_offsets[:-1]], places=nothing),
    )
