"""Pairs of candidates of the pivot and another language, with the measures their probability is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tm.terms.candidates import Candidates
from tm.terms.encoded_texts import EncodedTexts
from tm.terms.term_places import CONTENT
from tm.terms.term_texts import candidate_texts, content_keys, coordinated, is_foreign
from tm.terms.word_association import WordAssociation, associate_words, by_word, turned

Floats = NDArray[np.float64]
Vectors = Callable[[Sequence[str]], NDArray[np.float32]]
# Partners of a term by co-occurrence alone: where all texts are few, a term of three rows attracts every
# other term of these rows as much.
MOST_PARTNERS = 60
# Of these so many are looked at more closely, by co-occurrence and words together.
KEPT_PARTNERS = 8
# A pair shares at least this part of the rows of the rarer term.
LEAST_SHARE = 0.1
# A term hardly stands outside a longer one that has this part of its occurrences.
ABSORBED = 0.8
# Rows in which the words of a pair are linked, and the weakest association that is a link.
LINKED_ROWS = 4
LEAST_LINK = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """What is known of a language: its texts, its candidates, and the full forms of its acronyms."""

    texts: EncodedTexts
    candidates: Candidates
    expansions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs in the order of `first`: candidates `first` of the pivot and `second` of the other language.

    `joint` int64 is the number of rows that have both; `measures` float64 `(n,)` by name.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    joint: NDArray[np.int64]
    measures: dict[str, Floats]

    def __len__(self) -> int:
        return len(self.first)

    def taken(self, chosen: NDArray[np.int64]) -> Pairs:
        """Return the pairs at these places."""
        measures = {name: values[chosen] for name, values in self.measures.items()}
        return Pairs(self.first[chosen], self.second[chosen], self.joint[chosen], measures)


def pair_candidates(pivot: Language, other: Language, vectors: Vectors, least_rows: int) -> Pairs:
    """Return the likely pairs of two languages with all their measures.

    `vectors` gives unit vectors of terms; `least_rows` is the number of rows that a pair shares at least.
    """
    pairs = _counted_pairs(pivot, other, least_rows)
    association = associate_words(pivot.texts, other.texts)
    pairs = _with_words(pairs, pivot, other, association)
    pairs = _with_absorbed(pairs, pivot, other)
    pairs = pairs.taken(_best_of_each(pairs.first, _first_guess(pairs.measures), KEPT_PARTNERS))
    pairs = _with_links(pairs, pivot, other, association)
    pairs = _with_meaning(pairs, pivot, other, vectors)
    return _with_rivals(pairs)


def _first_guess(measures: dict[str, Floats]) -> Floats:
    words = (measures["words_first"] + measures["words_second"]) / 2
    inherited = np.maximum(measures["inherited_first"], measures["inherited_second"])
    guess: Floats = measures["dice"] + 2 * np.maximum(words, inherited)
    return guess


def _counted_pairs(pivot: Language, other: Language, least_rows: int) -> Pairs:
    """Return the pairs that stand in the same rows more often than by chance, with counts and Dice."""
    from tm.terms import pair_kernels as kernels

    shared = np.intersect1d(pivot.texts.rows, other.texts.rows)
    first = pivot.candidates
    offsets, rows = _restricted(pivot, shared)
    second_offsets, second_rows = _restricted(other, shared)
    count = int(shared.max(initial=-1)) + 1
    row_offsets, row_terms = kernels.terms_by_row(second_offsets, second_rows, count)
    sizes = np.diff(second_offsets)
    arguments = (offsets, rows, row_offsets, row_terms, sizes, float(len(shared)), least_rows, MOST_PARTNERS)
    partners, joint = kernels.best_partners(*arguments)
    found = partners >= 0
    p = np.repeat(np.arange(len(first)), MOST_PARTNERS).reshape(found.shape)[found]
    q, both = partners[found].astype(np.int64), joint[found].astype(np.int64)
    n_p, n_q = np.diff(offsets)[p].astype(np.float64), sizes[q].astype(np.float64)
    measures = {
        "rows_first": n_p,
        "rows_second": n_q,
        "share_first": both / n_p,
        "share_second": both / n_q,
        "dice": 2 * both / (n_p + n_q),
        "log_likelihood": kernels.log_likelihoods(both, n_p, n_q, float(len(shared))),
    }
    foreign = is_foreign(pivot, p, other, q)
    likely = np.flatnonzero((both >= LEAST_SHARE * np.minimum(n_p, n_q)) & ~foreign)
    return Pairs(p, q, both, measures).taken(likely)


def _restricted(language: Language, shared: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return offsets and rows of the candidates, of these rows only."""
    from tm.terms import pair_kernels as kernels

    found, rows = language.candidates, language.texts.rows
    if len(shared) == len(rows):
        # All are shared: as they are, they need not be in memory.
        return found.offsets, found.rows
    kept = np.zeros(int(rows.max(initial=-1)) + 1, bool)
    kept[shared] = True
    return kernels.restricted_lists(found.offsets, found.rows, kept)


def _with_words(pairs: Pairs, pivot: Language, other: Language, association: WordAssociation) -> Pairs:
    from tm.terms import pair_kernels as kernels

    words = content_keys(pivot), content_keys(other)
    p, q = pairs.first.astype(np.int32), pairs.second.astype(np.int32)
    covered = kernels.coverage(p, q, *words, association.codes, association.strength).astype(np.float64)
    names = ("words_first", "least_word_first", "words_second", "least_word_second")
    measures = {**pairs.measures, **{name: covered[:, k] for k, name in enumerate(names)}}
    lengths = [np.diff(offsets)[numbers] for (offsets, _), numbers in zip(words, (p, q), strict=True)]
    measures["length_first"], measures["length_second"] = (one.astype(np.float64) for one in lengths)
    return Pairs(pairs.first, pairs.second, pairs.joint, measures)


def _with_absorbed(pairs: Pairs, pivot: Language, other: Language) -> Pairs:
    """Add what a pair inherits from the shorter terms that hardly stand outside its terms.

    "Donneur" translates "Licensor" word for word but only ever stands in "Donneur de licence": the longer
    term has the evidence of the shorter.
    """
    first, second = pivot.candidates, other.candidates
    measures = dict(pairs.measures)
    for name, found in (("first", first), ("second", second)):
        measures[f"absorbed_{name}"] = found.absorbed[getattr(pairs, name)]
        measures[f"independence_{name}"] = found.independence[getattr(pairs, name)]
    evidence = (measures["words_first"] + measures["words_second"]) / 2
    lengths = measures["length_first"], measures["length_second"]
    measures["inherited_first"] = _inherited(
        pairs.first, pairs.second, first, measures["absorbed_first"], lengths[0], evidence
    )
    measures["inherited_second"] = _inherited(
        pairs.second, pairs.first, second, measures["absorbed_second"], lengths[1], evidence
    )
    measures["coordinated_first"] = coordinated(pivot)[pairs.first]
    measures["coordinated_second"] = coordinated(other)[pairs.second]
    return Pairs(pairs.first, pairs.second, pairs.joint, measures)


def _inherited(
    mine: NDArray[np.int64],
    theirs: NDArray[np.int64],
    found: Candidates,
    absorbed: Floats,
    lengths: Floats,
    evidence: Floats,
) -> Floats:
    """Return the best evidence of the partner with a term that the pair's own term absorbs; 0 for none."""
    inherited = np.zeros(len(mine))
    codes = (mine << 32) | theirs
    order = np.argsort(codes)
    for length in range(1, int(lengths.max(initial=0)) + 1):
        given = np.flatnonzero((lengths == length) & (absorbed >= ABSORBED) & (found.absorbers[mine] >= 0))
        wanted = (found.absorbers[mine[given]] << 32) | theirs[given]
        place = np.minimum(np.searchsorted(codes[order], wanted), len(order) - 1)
        hit = codes[order][place] == wanted
        passed_on = np.maximum(evidence[given], inherited[given])[hit]
        np.maximum.at(inherited, order[place][hit], passed_on)
    return inherited


def _with_links(pairs: Pairs, pivot: Language, other: Language, association: WordAssociation) -> Pairs:
    from tm.terms import pair_kernels as kernels

    # Weaker ones are never links: without them those of a word are few to look through.
    strong = association.strength >= np.float32(LEAST_LINK)
    codes, strength = association.codes[strong], association.strength[strong]
    found = kernels.links_inside(
        pairs.first,
        pairs.second,
        _linkable(pivot),
        _linkable(other),
        (by_word(codes, strength), by_word(turned(codes), strength)),
        LINKED_ROWS,
        np.float32(LEAST_LINK),
    ).astype(np.float64)
    measures = {**pairs.measures, "inside_first": found[:, 0], "inside_second": found[:, 1]}
    return Pairs(pairs.first, pairs.second, pairs.joint, measures)


def _linkable(language: Language) -> tuple[NDArray[np.generic], ...]:
    """Return what `pair_kernels.links_inside` reads of a language."""
    texts, found = language.texts, language.candidates
    text_of_row = np.full(int(texts.rows.max(initial=-1)) + 1, -1, np.int64)
    text_of_row[texts.rows] = np.arange(len(texts.rows))
    content = np.where((texts.table.places & CONTENT) > 0, texts.table.keys, 0).astype(np.int32)
    where = (found.offsets, found.rows, found.places, found.lengths.astype(np.int64))
    return (*where, texts.tokens, texts.offsets, text_of_row, content)


def _best_of_each(groups: NDArray[np.int64], scores: Floats, most: int) -> NDArray[np.int64]:
    """Return the places of the `most` best scores of each group, in the order of groups."""
    order = np.lexsort((-scores, groups))
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    return order[rank < most]


def _with_meaning(pairs: Pairs, pivot: Language, other: Language, vectors: Vectors) -> Pairs:
    similarity = np.zeros(len(pairs))
    if len(pairs):
        ours, p = np.unique(pairs.first, return_inverse=True)
        theirs, q = np.unique(pairs.second, return_inverse=True)
        mine = vectors(candidate_texts(pivot, ours))
        yours = vectors(candidate_texts(other, theirs))
        for start in range(0, len(pairs), 65536):
            part = slice(start, start + 65536)
            similarity[part] = np.einsum("ij,ij->i", mine[p[part]], yours[q[part]])
    measures = {**pairs.measures, "similarity": similarity}
    return Pairs(pairs.first, pairs.second, pairs.joint, measures)


def _with_rivals(pairs: Pairs) -> Pairs:
    """Add how much better a pair is than the best other pair of its first, and of its second term."""
    guess = _first_guess(pairs.measures) / 3
    measures = dict(pairs.measures)
    for name, values in (("similarity", measures["similarity"]), ("guess", guess)):
        for side, groups in (("first", pairs.first), ("second", pairs.second)):
            measures[f"{name}_lead_{side}"] = _lead(groups, values)
    return Pairs(pairs.first, pairs.second, pairs.joint, measures)


def _lead(groups: NDArray[np.int64], values: Floats) -> Floats:
    """Return each value minus the largest other value of its group; minus 0 where there is no other."""
    if not len(values):
        return values
    order = np.lexsort((-values, groups))
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    sizes = np.diff(np.append(starts, len(order)))
    ranked = values[order]
    best = np.repeat(ranked[starts], sizes)
    next_best = np.repeat(np.where(sizes > 1, ranked[np.minimum(starts + 1, len(order) - 1)], 0.0), sizes)
    first = np.zeros(len(order), bool)
    first[starts] = True
    lead = np.empty(len(values))
    lead[order] = ranked - np.where(first, next_best, best)
    return lead
