"""The candidates of a language as texts: as they are written most often, all their forms, their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tm.terms.encoded_texts import EncodedTexts
from tm.terms.term_places import CONTENT
from tm.terms.word_lists import word_list
from tm.terms.words import joined_words

if TYPE_CHECKING:
    from tm.terms.pairing import Language

# Stretches Arabic letters for the eye only.
_TATWEEL = "\u0640"
# Scripts in which a run of Latin letters is a quotation of another version.
_NOT_LATIN = ("ar", "ru", "zh")


def written(texts: EncodedTexts, start: int, length: int) -> str:
    """Return the run as it is written, its first word without clitics, Arabic without tatweel."""
    tokens = texts.tokens[start : start + length].tolist()
    own = texts.table.own_words[texts.table.own[tokens[0]]]
    words = [own, *(texts.vocabulary[token] for token in tokens[1:])]
    return joined_words(words, texts.language).replace(_TATWEEL, "")


def candidate_texts(language: Language, numbers: NDArray[np.int64]) -> list[str]:
    """Return the most frequent form of each of these candidates."""
    starts, lengths = language.candidates.starts[numbers], language.candidates.lengths[numbers]
    runs = zip(starts.tolist(), lengths.tolist(), strict=True)
    return [written(language.texts, start, length) for start, length in runs]


def candidate_forms(language: Language, number: int) -> dict[str, int]:
    """Return the forms of a candidate with their counts, most frequent first."""
    found = language.candidates
    forms: dict[str, int] = {}
    for place in range(found.form_offsets[number], found.form_offsets[number + 1]):
        text = written(language.texts, int(found.form_starts[place]), int(found.form_lengths[place]))
        forms[text] = forms.get(text, 0) + int(found.form_counts[place])
    return forms


def candidate_key(language: Language, number: int) -> str:
    """Return the keys of the words of a candidate, joined by spaces."""
    table, found = language.texts.table, language.candidates
    start, length = int(found.starts[number]), int(found.lengths[number])
    tokens = language.texts.tokens[start : start + length].tolist()
    keys = [table.keys[tokens[0]], *(table.inner_keys[token] for token in tokens[1:])]
    return " ".join(table.names[key] for key in keys if key)


def content_keys(language: Language) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return offsets and keys of the content words of each candidate."""
    texts, found = language.texts, language.candidates
    lengths = found.lengths.astype(np.int64)
    owners = np.repeat(np.arange(len(found)), lengths)
    before = np.concatenate([[0], np.cumsum(lengths)])
    tokens = texts.tokens[np.arange(before[-1]) - before[owners] + found.starts[owners]]
    content = (texts.table.places[tokens] & CONTENT) > 0
    offsets = np.searchsorted(owners[content], np.arange(len(found) + 1)).astype(np.int64)
    return offsets, texts.table.keys[tokens[content]].astype(np.int32)


def coordinated(language: Language) -> NDArray[np.float64]:
    """Say of each candidate whether it has a conjunction inside: 1.0 or 0.0."""
    texts, found = language.texts, language.candidates
    conjunctions = word_list(texts.language, "conjunctions")
    of_key = np.array([bool(conjunctions & set(name.split())) for name in texts.table.names])
    inside = of_key[texts.table.inner_keys]
    result = np.zeros(len(found))
    for step in range(1, int(found.lengths.max(initial=1))):
        longer = step < found.lengths
        result[longer] = np.maximum(result[longer], inside[texts.tokens[found.starts[longer] + step]])
    return result


def is_foreign(
    pivot: Language, first: NDArray[np.int64], other: Language, second: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Say of each pair whether one is a quotation in Latin letters that the other does not have as well.

    "Creative Commons" in a Chinese text is the same name; "Licensed Material" is the English text beside it.
    """
    if other.texts.language not in _NOT_LATIN or pivot.texts.language in _NOT_LATIN:
        return np.zeros(len(first), bool)
    names = candidate_texts(other, np.arange(len(other.candidates)))
    latin = {k for k, name in enumerate(names) if any("a" <= letter.lower() <= "z" for letter in name)}
    foreign = np.zeros(len(first), bool)
    places = np.flatnonzero(np.isin(second, list(latin)))
    pivots = candidate_texts(pivot, first[places])
    for place, text in zip(places.tolist(), pivots, strict=True):
        foreign[place] = text.casefold() != names[int(second[place])].casefold()
    return foreign
