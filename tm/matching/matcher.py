"""Matching sentences against a memory: a query in the source language, units with both languages."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tm.clean_text import clean_text
from tm.errors import QueryError
from tm.matching.fuzzy_index import find_texts
from tm.matching.index_files import IndexPlace, open_index, open_pair
from tm.matching.match import (
    ANY_LEVEL,
    NEGATION,
    NO_WORDS,
    Match,
    MatchAnswer,
    MatchRequest,
    Neighbours,
)
from tm.matching.negations import differs_in_negation
from tm.matching.omegat_scores import omegat_scores
from tm.matching.pair_columns import PairColumns, composed_over
from tm.matching.ranked_units import Context, RankedUnit, rank_units
from tm.matching.score import HIGHEST, LOWEST_THRESHOLD
from tm.matching.tokens import TokenisedText, Tokeniser
from tm.matching.unit_rows import Row, UnitRows
from tm.matching.word_diff import DiffOp, diff_words
from tm.units import LEVELS


class Matcher:
    """The fuzzy index of a source language, open; `notes` are remarks for the user."""

    def __init__(self, place: IndexPlace, units: pl.LazyFrame) -> None:
        self._place = place
        self._units = units
        self._rows = UnitRows(units)
        self._tokeniser = Tokeniser(place.language)
        self._pairs: dict[str, PairColumns] = {}
        self.index, note = open_index(place, units)
        self.notes = [note] if note else []

    def tokenise(self, text: str) -> TokenisedText:
        """Return a text as the memory keeps texts, and its tokens."""
        return self._tokeniser.tokenise_one(clean_text(text)[0])

    def answer(self, query: str, request: MatchRequest, around: Neighbours | None = None) -> MatchAnswer:
        """Return the matches of one query; a request must have been checked (`check_request`)."""
        tokens = self.tokenise(query)
        words = len(tokens.words)
        if not words:
            return MatchAnswer(tokens.text, 0, (), NO_WORDS)
        pair = self._pair(request.target)
        ranked = rank_units(
            self.index,
            pair,
            find_texts(self.index, tokens, request.threshold),
            self._context(tokens, around or Neighbours()),
            threshold=request.threshold,
            count=request.k,
            level=None if request.level == ANY_LEVEL else LEVELS.index(request.level),
        )
        source_rows = [int(self.index.unit_row[one.unit]) for one in ranked]
        target_rows = [int(pair.target_row[one.unit]) for one in ranked]
        rows = self._rows.read({*source_rows, *target_rows})
        matches = tuple(
            self._match(tokens, one, rows[source], rows[target])
            for one, source, target in zip(ranked, source_rows, target_rows, strict=True)
        )
        return MatchAnswer(tokens.text, words, matches)

    def _pair(self, target: str) -> PairColumns:
        if target not in self._pairs:
            self._pairs[target], note = open_pair(self._place, self._units, self.index, target)
            self.notes += [note] if note else []
        return self._pairs[target]

    def _context(self, query: TokenisedText, around: Neighbours) -> Context:
        previous, following = (
            self.tokenise(text) if text else None for text in (around.previous, around.next)
        )
        return Context(
            surface=query.surface_hash,
            previous=previous.words_hash if previous is not None and len(previous.words) else None,
            next=following.words_hash if following is not None and len(following.words) else None,
        )

    def _match(self, query: TokenisedText, ranked: RankedUnit, source: Row, target: Row) -> Match:
        diff = diff_words(query, self._tokeniser.tokenise_one(source["text"]))
        negated = differs_in_negation(query.text, source["text"], self._place.language)
        changed = any(part.op is not DiffOp.EQUAL for part in diff)
        return Match(
            score=ranked.score,
            base=ranked.base,
            edits=ranked.edits,
            penalties=ranked.penalties,
            previous_equal=ranked.previous_equal,
            next_equal=ranked.next_equal,
            omegat=omegat_scores(query.text, source["text"]),
            warnings=(NEGATION,) if negated and changed else (),
            diff=diff,
            unit_id=source["unit_id"],
            level=source["level"],
            source_text=source["text"],
            target_text=target["text"],
            units=ranked.units,
            set_name=source["set_name"],
            symbol=source["symbol"],
            document=source["document"],
            path=source["path"],
            page=source["page"],
            probability=min(source["probability"], target["probability"]),
            via=composed_over((source["language"], source["via"]), (target["language"], target["via"])),
        )


def check_request(request: MatchRequest, languages: Sequence[str]) -> None:
    """Raise `QueryError` for a language, threshold, count or level that cannot be."""
    for language in (request.source, request.target):
        if language not in languages:
            known = ", ".join(languages) or "none"
            raise QueryError(f'The memory has no text in the language "{language}". It has: {known}.')
    if request.source == request.target:
        raise QueryError(f"A pair needs two languages, not {request.source} twice.")
    if not LOWEST_THRESHOLD <= request.threshold <= HIGHEST:
        raise QueryError(
            f"The threshold is {request.threshold}; it must be from {LOWEST_THRESHOLD} to {HIGHEST} percent."
        )
    if request.k < 1:
        raise QueryError(f"{request.k} matches were asked for; ask for at least 1.")
    if request.level not in (ANY_LEVEL, *LEVELS):
        raise QueryError(f'There is no level "{request.level}". Use {ANY_LEVEL}, {" or ".join(LEVELS)}.')
