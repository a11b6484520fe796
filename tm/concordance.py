"""Concordance: a phrase in its context, with the counterparts in other languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import polars as pl

from tm.errors import QueryError
from tm.text_folding import fold_text, folded_offsets
from tm.units import LEVELS

Phrase = re.Pattern[str]

# Letters and digits of scripts whose words stand apart (Latin, Greek, Cyrillic), folded; and Arabic letters,
# where "and", "the", "to" join the word that follows. Chinese has no word breaks.
_APART = "[a-z0-9\u00df-\u024f\u0370-\u052f\u1e00-\u1fff]"
_ARABIC = "[\u0620-\u064a\u066e-\u06d3]"


@dataclass(frozen=True, slots=True)
class ConcordanceHit:
    """One occurrence of a phrase.

    `left + match + right` is the whole text of the unit in `language`, as in the original. `counterparts`
    holds the texts of the unit in the languages asked for, where they exist.
    """

    unit_id: str
    language: str
    left: str
    match: str
    right: str
    counterparts: dict[str, str]
    document: str
    path: str
    page: int | None
    probability: float


def compile_phrase(phrase: str) -> Phrase:
    """Return the pattern of the phrase in folded text; raises `QueryError` where nothing is left of it.

    Words match whole, except in Chinese and at the beginning of an Arabic word; `*` at the end of a word
    stands for its remaining letters. Spaces match any run of spaces, and none beside a quotation mark.
    """
    folded = fold_text(unicodedata.normalize("NFC", phrase)).strip()
    words = [_word_pattern(word) for word in folded.split()]
    if not folded.strip("*\"' "):
        raise QueryError("The phrase is empty. Give at least one word.")
    return re.compile(_with_loose_quotes(" +".join(words)))


def occurrences(phrase: Phrase, text: str) -> Iterator[tuple[str, str, str]]:
    """Yield (left, match, right) for each occurrence in `text`, which they partition, from left to right."""
    folded = fold_text(text)
    offsets: list[int] | None = None
    for match in phrase.finditer(folded):
        if offsets is None:
            offsets = folded_offsets(text)
        # A mark dropped by folding belongs to the character before it.
        start, end = offsets[match.start()], _end(offsets, match.end())
        yield text[:start], text[start:end], text[end:]


def find_phrase(
    units: pl.LazyFrame, phrase: Phrase, *, language: str, show: Sequence[str], limit: int | None
) -> list[ConcordanceHit]:
    """Return the occurrences in the paragraphs of `language`, in order, at most `limit`."""
    hits = list(islice(_hits(units, phrase, language), limit))
    ids = list({hit.unit_id for hit in hits})
    chosen = pl.col("unit_id").is_in(ids) & pl.col("language").is_in(list(show))
    texts = units.filter(chosen).select("unit_id", "language", "text").collect()
    by_unit = {(unit_id, code): text for unit_id, code, text in texts.iter_rows()}
    return [replace(hit, counterparts=_in_order(by_unit, hit.unit_id, show)) for hit in hits]


def _in_order(texts: Mapping[tuple[str, str], str], unit_id: str, languages: Sequence[str]) -> dict[str, str]:
    return {code: texts[unit_id, code] for code in languages if (unit_id, code) in texts}


def _hits(units: pl.LazyFrame, phrase: Phrase, language: str) -> Iterator[ConcordanceHit]:
    columns = ("unit_id", "text", "document", "path", "page", "unit_probability")
    chosen = (pl.col("level") == LEVELS[0]) & (pl.col("language") == language)
    for unit_id, text, document, path, page, probability in (
        units.filter(chosen).select(columns).collect().iter_rows()
    ):
        for left, match, right in occurrences(phrase, text):
            yield ConcordanceHit(unit_id, language, left, match, right, {}, document, path, page, probability)


def _end(offsets: list[int], folded_end: int) -> int:
    """Return where the original of folded characters before `folded_end` ends."""
    last = offsets[folded_end - 1]
    return next((offset for offset in offsets[folded_end:] if offset > last), offsets[-1])


def _word_pattern(word: str) -> str:
    open_ended = word.endswith("*") and len(word) > 1
    stem = word.removesuffix("*") if open_ended else word
    before = f"(?<!{_APART})" if re.match(_APART, stem[0]) else ""
    after = "".join(f"(?!{script})" for script in (_APART, _ARABIC) if re.match(script, stem[-1]))
    return before + re.escape(stem) + (r"\w*" if open_ended else after)


def _with_loose_quotes(pattern: str) -> str:
    """Let « word » match "word": spaces inside quotation marks may be there or not."""
    return re.sub(r'(?: \+)?"(?: \+)?', ' *" *', pattern).removeprefix(" *").removesuffix(" *")
