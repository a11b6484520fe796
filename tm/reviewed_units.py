"""What reviewers decided, put into effect on a table of units: texts are replaced, verdicts are noted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from tm.detailed_units import ACCEPTED, EDITED, REJECTED
from tm.review_journal import Decision, Verdict
from tm.unit_columns import text_hash

_WORDS = {Verdict.ACCEPT: ACCEPTED, Verdict.EDIT: EDITED, Verdict.REJECT: REJECTED}
# A text by unit id and language; what becomes of it: the text and the word for `reviewed`, None: as before.
Place = tuple[str, str]
Updates = dict[Place, tuple[str, str | None]]


@dataclass(frozen=True, slots=True)
class ReviewedUnits:
    """A table after the decisions, in its old order, with the column `reviewed`.

    `applied` are the decisions in effect, at most one a unit and pair; `stale` the latest ones about texts
    that are no longer there; `unknown` the latest ones about units that are not: in the order of the journal.
    `unsettled` are ids of paragraphs that no longer agree with their sentences, since only one of the two
    was edited and the other could not be changed alike.
    """

    units: pl.DataFrame
    applied: tuple[Decision, ...]
    stale: tuple[Decision, ...]
    unknown: tuple[Decision, ...]
    unsettled: tuple[str, ...]


def apply_decisions(units: pl.DataFrame, journal: Sequence[Decision]) -> ReviewedUnits:
    """Apply a journal, oldest first, to a table with the columns `tm.units.UNIT_SCHEMA`, as it was built.

    A decision holds where both texts are those of the table or those that earlier decisions made of them.
    What it says is noted in `reviewed` of the target language: "accepted", "edited" (the text is replaced; a
    later accept leaves it "edited"), "rejected". Probabilities stay as measured. What is decided of a
    paragraph that is one sentence holds for that sentence, and the reverse; the sentences of a rejected
    paragraph are rejected; an edited sentence is replaced in its paragraph where that has it once.
    """
    raw = _texts_of(units, {one.unit_id for one in journal})
    state = _State(raw)
    for one in journal:
        state.apply(one)
    direct: Updates = {place: (state.texts[place], word) for place, word in state.words.items()}
    shared, unsettled = _shared(units, direct, raw)
    return ReviewedUnits(
        units=_updated(units, {**shared, **direct}),
        applied=state.of_kind("applied"),
        stale=state.of_kind("stale"),
        unknown=state.of_kind("unknown"),
        unsettled=unsettled,
    )


class _State:
    """The texts and words by unit id and language while the journal is gone through."""

    def __init__(self, raw: Mapping[Place, str]) -> None:
        self.raw, self.texts = raw, dict(raw)
        self.words: dict[Place, str] = {}
        self.last: dict[tuple[str, str, str], tuple[Decision, str]] = {}

    def of_kind(self, kind: str) -> tuple[Decision, ...]:
        return tuple(one for one, found in self.last.values() if found == kind)

    def apply(self, one: Decision) -> None:
        # The latest decision about a pair stands last in the order of the journal.
        self.last.pop(one.key, None)
        self.last[one.key] = one, self._apply(one)

    def _apply(self, one: Decision) -> str:
        source, target = (one.unit_id, one.source_language), (one.unit_id, one.target_language)
        if source not in self.raw or target not in self.raw:
            return "unknown"
        if not (self._is(source, one.source_hash) and self._is(target, one.target_hash)):
            return "stale"
        # Judged was the text as it was built, if the hash is that one's: an earlier edit is then taken back.
        if one.target_hash == text_hash(self.raw[target]):
            self.texts[target] = self.raw[target]
        if one.verdict is Verdict.EDIT:
            self.texts[target] = one.corrected
        edited = one.verdict is Verdict.ACCEPT and self.texts[target] != self.raw[target]
        self.words[target] = EDITED if edited else _WORDS[one.verdict]
        return "applied"

    def _is(self, place: Place, known: str) -> bool:
        return known in (text_hash(self.texts[place]), text_hash(self.raw[place]))


def _texts_of(units: pl.DataFrame, ids: set[str]) -> dict[Place, str]:
    found = units.filter(pl.col("unit_id").is_in(sorted(ids))).select("unit_id", "language", "text")
    return {(unit_id, language): text for unit_id, language, text in found.iter_rows()}


def _shared(
    units: pl.DataFrame, direct: Updates, raw: Mapping[Place, str]
) -> tuple[Updates, tuple[str, ...]]:
    """Return what follows for the paragraphs and sentences of what was decided about, and what disagrees."""
    parents = _parents(units, {unit_id for unit_id, _ in direct})
    family = units.filter(pl.col("parent_id").is_in(parents)).select(
        "parent_id", "language", "unit_id", "text"
    )
    above = {**_texts_of(units, set(parents)), **{p: raw[p] for p in direct if p in raw}}
    sentences: dict[Place, dict[str, str]] = {}
    for parent, language, unit_id, text in family.iter_rows():
        sentences.setdefault((parent, language), {})[unit_id] = text
    shared: Updates = {}
    unsettled: set[str] = set()
    for place, parts in sentences.items():
        found = _shared_in(place, above.get(place, ""), parts, direct)
        if found is None:
            unsettled.add(place[0])
        else:
            shared.update(found)
    return shared, tuple(sorted(unsettled))


def _parents(units: pl.DataFrame, ids: set[str]) -> list[str]:
    """Return these ids and those of the paragraphs of which they are sentences, sorted."""
    named = units.filter(pl.col("unit_id").is_in(sorted(ids)))
    return sorted(ids | set(named["parent_id"].drop_nulls()))


def _shared_in(
    place: Place, paragraph: str, parts: Mapping[str, str], direct: Mapping[Place, tuple[str, str | None]]
) -> Updates | None:
    """Return what follows within one paragraph in one language; None where text and sentences disagree."""
    language = place[1]
    own = {unit_id: direct[unit_id, language] for unit_id in parts if (unit_id, language) in direct}
    decided = direct.get(place)
    if list(parts.values()) == [paragraph]:
        (unit_id,) = parts
        shared: Updates = {(unit_id, language): decided} if decided else {}
        return {**shared, **({place: own[unit_id]} if own else {})}
    if decided is not None and decided[1] == REJECTED:
        return {(unit_id, language): (text, REJECTED) for unit_id, text in parts.items()}
    if decided is not None:
        return {} if decided[0] == paragraph and not _changed(own, parts) else None
    for unit_id, new in _changed(own, parts).items():
        if paragraph.count(parts[unit_id]) != 1:
            return None
        paragraph = paragraph.replace(parts[unit_id], new)
    return {place: (paragraph, None)}


def _changed(own: Mapping[str, tuple[str, str | None]], parts: Mapping[str, str]) -> dict[str, str]:
    return {unit_id: text for unit_id, (text, _) in own.items() if text != parts[unit_id]}


def _updated(units: pl.DataFrame, updates: Updates) -> pl.DataFrame:
    schema = {"unit_id": pl.String, "language": pl.String, "_text": pl.String, "_reviewed": pl.String}
    rows = [(*place, *update) for place, update in sorted(updates.items())]
    table = pl.DataFrame(rows, schema=schema, orient="row")
    joined = units.join(table, on=["unit_id", "language"], how="left", maintain_order="left")
    return joined.with_columns(
        pl.coalesce("_text", "text").alias("text"), pl.coalesce("_reviewed", "reviewed").alias("reviewed")
    ).drop("_text", "_reviewed")
