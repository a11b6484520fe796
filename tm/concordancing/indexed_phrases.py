"""Which rows may have a phrase, by the lexical index: all that have it, and few others.

The index has words without accents, numbers without leading zeros, Arabic letters written one way; a phrase
is compared more strictly. So what the index names is a condition that every occurrence fulfils, and the
pattern of the phrase decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tm.concordancing.phrase_patterns import (
    Phrase,
    Sign,
    Word,
    is_arabic,
    is_han_sign,
    is_letter,
    is_lone_star,
)
from tm.lexical.lexical_index import tantivy_library
from tm.lexical.words import LONGEST_WORD, folded_words, surface


@dataclass(frozen=True, slots=True)
class WordRun:
    """Words of the index that follow each other."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordForm:
    """A word of the index of which only the beginning, the end or a part is known."""

    part: str
    begins: bool = False
    ends: bool = False

    @property
    def expression(self) -> str:
        """The regular expression of the word, of which the index has the first 64 letters."""
        before, after = "" if self.begins else ".*", "" if self.ends else ".*"
        return f"{before}{self.part[:LONGEST_WORD]}{after}"


Condition = WordRun | WordForm


def candidate_rows(part: Any, phrase: Phrase) -> list[int] | None:
    """Return the rows of a tantivy index that may have the phrase, in order; None where it cannot tell."""
    conditions = phrase_conditions(phrase)
    if not conditions:
        return None
    library = tantivy_library()
    searcher = part.searcher()
    clauses = [(library.Occur.Must, _clause(part.schema, one)) for one in conditions]
    query = library.Query.const_score_query(library.Query.boolean_query(clauses), 1.0)
    count = searcher.search(query, 1, count=True).count
    hits = searcher.search(query, max(1, count), count=False).hits
    return sorted(searcher.fast_field_values("row", [address for _, address in hits]))


def phrase_conditions(phrase: Phrase) -> list[Condition]:
    """Return what the words of every text fulfil that has the phrase."""
    conditions: list[Condition] = []
    run: list[str] = []
    for slot in _slots(phrase.words):
        if isinstance(slot, str):
            run.append(slot)
            continue
        conditions += [WordRun(tuple(run))] if run else []
        run = []
        conditions += [slot] if slot is not None else []
    conditions += [WordRun(tuple(run))] if run else []
    return list(dict.fromkeys(conditions))


def _clause(schema: Any, condition: Condition) -> Any:
    query = tantivy_library().Query
    if isinstance(condition, WordForm):
        return query.regex_query(schema, "words", condition.expression)
    if len(condition.words) == 1:
        return query.term_query(schema, "words", condition.words[0])
    return query.phrase_query(schema, "words", list(condition.words))


# A word of the index, a form, or None where the next word need not follow.
_Slot = str | WordForm | None


def _slots(words: Sequence[Word]) -> Iterator[_Slot]:
    for number, word in enumerate(words):
        if is_lone_star(word):
            yield None
            continue
        place = 0
        for in_run, group in groupby(word, lambda sign: sign.wild or is_letter(sign)):
            signs = tuple(group)
            if in_run:
                open_left = number == 0 and place == 0 and is_arabic(signs[0])
                beside_han = _beside_han(word, place, len(signs))
                yield from _run_slots(signs, beside_han=beside_han, open_left=open_left)
            else:
                yield from (surface(sign.text) for sign in signs if is_han_sign(sign))
            place += len(signs)


def _beside_han(word: Word, place: int, size: int) -> bool:
    around = (word[place - 1 : place] if place else ()) + word[place + size : place + size + 1]
    return any(map(is_han_sign, around))


def _run_slots(run: tuple[Sign, ...], *, beside_han: bool, open_left: bool) -> Iterator[_Slot]:
    """Yield the slots of letters and wildcards; `open_left`: other letters may stand before."""
    if not any(sign.wild for sign in run):
        found = [plain for word in folded_words(_text(run)) if (plain := surface(word))]
        if open_left and found:
            yield from (None, WordForm(found.pop(0), ends=True), None)
        yield from found
        return
    yield None
    # A star beside a Han character stands for letters and Han characters alike: it bounds no word.
    if not beside_han:
        yield from _parts(run, open_left=open_left)
    yield None


def _parts(run: tuple[Sign, ...], *, open_left: bool) -> Iterator[_Slot]:
    """Yield the letters between wildcards: a wildcard may be a digit, which the index parts from letters."""
    place = 0
    for kind, group in groupby(run, lambda sign: "wild" if sign.wild else sign.text.isdigit()):
        signs = tuple(group)
        if kind is False:
            begins = place == 0 and not open_left
            yield from (None, WordForm(surface(_text(signs)), begins=begins, ends=_ends(run, place, signs)))
        place += len(signs)


def _ends(run: tuple[Sign, ...], place: int, signs: tuple[Sign, ...]) -> bool:
    return place + len(signs) == len(run)


def _text(signs: Sequence[Sign]) -> str:
    return "".join(sign.text for sign in signs)
