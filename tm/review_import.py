"""A returned review into the journal of a memory: each row is recorded, or listed with what is wrong."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import polars as pl

from tm.errors import ReviewError
from tm.memory import Memory, open_memory
from tm.reproducible_time import prescribed_moment
from tm.review_journal import Decision, Verdict, decisions, record
from tm.review_rows import ReviewRow, review_rows
from tm.unit_columns import CORRECTED, VERDICTS, text_hash
from tm.xlsx_package import xlsx_times


class Outcome(StrEnum):
    """What became of a row; all but the first three are for someone to look at."""

    APPLIED = "applied"
    REPEATED = "recorded already"
    UNCHANGED = "no verdict"
    STALE = "the text has changed since"
    UNKNOWN = "unknown unit"
    BAD_VERDICT = "bad verdict"
    NO_TEXT = "edit without text"
    TOUCHED = "text changed in its own column"
    FORMULA = "formula"
    CONTRADICTION = "contradicts an earlier row"


SETTLED = frozenset({Outcome.APPLIED, Outcome.REPEATED, Outcome.UNCHANGED})


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of a row: its sheet ("" in a text file), its row or line from 1, and what to try next."""

    sheet: str
    row: int
    unit_id: str
    outcome: Outcome
    advice: str = ""


@dataclass(frozen=True, slots=True)
class ReviewReport:
    """What an import did: an outcome for every row, in order."""

    file: Path
    pair: tuple[str, str] | None
    outcomes: tuple[RowOutcome, ...]

    @property
    def counts(self) -> Mapping[Outcome, int]:
        """Rows by outcome, all outcomes in the order of `Outcome`."""
        found = Counter(row.outcome for row in self.outcomes)
        return {outcome: found[outcome] for outcome in Outcome}

    @property
    def problems(self) -> tuple[RowOutcome, ...]:
        """The rows that someone has to look at."""
        return tuple(row for row in self.outcomes if row.outcome not in SETTLED)


def import_review(memory: Path, file: Path, *, reviewer: str | None = None) -> ReviewReport:
    """Record the verdicts of a returned XLSX, CSV or TSV file in the journal of the memory; report every row.

    `reviewer` signs the rows that name nobody in a column "reviewer". The moment of a decision is when an
    XLSX file was last saved, else SOURCE_DATE_EPOCH, else now. The same file again changes nothing. The
    memory itself changes when it is next published. Raises `ReviewError` for a file that cannot be read,
    `MemoryMissing`, `MemoryDamaged`.
    """
    opened = open_memory(memory)
    rows = list(review_rows(file, opened.languages))
    texts = _texts(opened, rows)
    earlier = _decisions_by_key(decisions(memory))
    outcomes: list[RowOutcome] = []
    new: list[Decision] = []
    places: list[int] = []
    origin = _Origin(file.name, _digest(file), saved_moment(file), reviewer or "")
    taken: dict[tuple[str, ...], ReviewRow] = {}
    for row in rows:
        outcome, advice = _judge(row, texts, earlier, taken)
        if outcome is Outcome.APPLIED:
            taken[_key(row)] = row
            places.append(len(outcomes))
            new.append(_decision(row, origin))
        outcomes.append(RowOutcome(row.sheet, row.number, row.unit_id, outcome, advice))
    for place, is_new in zip(places, record(memory, new), strict=True):
        if not is_new:
            outcomes[place] = replace(outcomes[place], outcome=Outcome.REPEATED)
    return ReviewReport(file, rows[0].pair if rows else None, tuple(outcomes))


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where decisions come from: name and digest of the file, moment, and who signs."""

    name: str
    digest: str
    moment: str
    reviewer: str


Texts = Mapping[tuple[str, str], str]
Key = tuple[str, ...]


def _judge(
    row: ReviewRow, texts: Texts, earlier: Mapping[Key, Sequence[Decision]], taken: Mapping[Key, ReviewRow]
) -> tuple[Outcome, str]:
    """Return the outcome of a row, and what to try next where it is a problem."""
    form = _judge_form(row)
    if form is not None:
        return form
    source, target = (texts.get((row.unit_id, language)) for language in row.pair)
    if source is None or target is None:
        return Outcome.UNKNOWN, "Export the memory again: it has no such unit in this pair."
    if not _is_current(row, source, target, earlier.get(_key(row), ())):
        return Outcome.STALE, "Export the unit again and review the texts as they are now."
    before = taken.get(_key(row))
    if before is not None:
        where = f"row {before.number}" + (f' of sheet "{before.sheet}"' if before.sheet else "")
        same = (before.verdict, before.corrected) == (row.verdict, row.corrected)
        return (
            (Outcome.REPEATED, "")
            if same
            else (Outcome.CONTRADICTION, f"Leave one of the two; {where} counts.")
        )
    return Outcome.APPLIED, ""


def _judge_form(row: ReviewRow) -> tuple[Outcome, str] | None:
    """Return what is to be said of a row without a look into the memory; None where its verdict holds."""
    column = f'"{CORRECTED}{row.pair[1]}"'
    if row.formula:
        return Outcome.FORMULA, f'Write plain text into the column "{row.formula}".'
    if _touched(row):
        return Outcome.TOUCHED, f'Write the right text into the column {column} and "edit" as the verdict.'
    if not row.verdict:
        if row.corrected or row.comment:
            return Outcome.BAD_VERDICT, f"The row has a text or a comment: choose {', '.join(VERDICTS)}."
        return Outcome.UNCHANGED, ""
    if row.verdict not in VERDICTS:
        return Outcome.BAD_VERDICT, f'"{row.verdict}" is none of {", ".join(VERDICTS)}.'
    if row.verdict == Verdict.EDIT and not row.corrected:
        return Outcome.NO_TEXT, f"Write the whole right text into the column {column}."
    if row.verdict != Verdict.EDIT and row.corrected:
        return Outcome.BAD_VERDICT, f'There is a text in the column {column}: choose "edit", or clear it.'
    return None


def _touched(row: ReviewRow) -> bool:
    """Whether a text differs from the one the file was made with: someone has written over it."""
    pairs = ((row.source_text, row.source_hash), (row.target_text, row.target_hash))
    return any(text and known and text_hash(text) != known for text, known in pairs)


def _hashes(row: ReviewRow) -> tuple[str, str]:
    """Return the hashes of the texts that were judged: as given, else those of the texts in the row."""
    return (
        row.source_hash or text_hash(row.source_text),
        row.target_hash or text_hash(row.target_text),
    )


def _is_current(row: ReviewRow, source: str, target: str, earlier: Sequence[Decision]) -> bool:
    """Whether the memory still has the texts of the row, or those that an earlier decision made of them."""
    source_hash, target_hash = _hashes(row)
    if source_hash != text_hash(source):
        return False
    now = text_hash(target)
    return target_hash == now or any(
        one.target_hash == target_hash and one.source_hash == source_hash and text_hash(one.corrected) == now
        for one in earlier
        if one.verdict is Verdict.EDIT
    )


def _key(row: ReviewRow) -> Key:
    return (row.unit_id, *row.pair)


def _decision(row: ReviewRow, origin: _Origin) -> Decision:
    source_hash, target_hash = _hashes(row)
    return Decision(
        unit_id=row.unit_id,
        source_language=row.pair[0],
        target_language=row.pair[1],
        source_hash=source_hash,
        target_hash=target_hash,
        verdict=Verdict(row.verdict),
        corrected=row.corrected,
        comment=row.comment,
        reviewer=row.reviewer or origin.reviewer,
        moment=origin.moment,
        origin=f"{origin.name} [{row.sheet}]" if row.sheet else origin.name,
        origin_digest=origin.digest,
        row=row.number,
    )


def _decisions_by_key(journal: Sequence[Decision]) -> dict[Key, list[Decision]]:
    by_key: dict[Key, list[Decision]] = {}
    for one in journal:
        by_key.setdefault(one.key, []).append(one)
    return by_key


def _texts(memory: Memory, rows: Sequence[ReviewRow]) -> Texts:
    """Return the texts of the memory that rows with a verdict are about, by unit id and language."""
    ids = sorted({row.unit_id for row in rows if row.verdict})
    languages = sorted({language for row in rows[:1] for language in row.pair})
    asked = pl.col("unit_id").is_in(ids) & pl.col("language").is_in(languages)
    found = memory.units().filter(asked).select("unit_id", "language", "text").collect()
    return {(unit_id, language): text for unit_id, language, text in found.iter_rows()}


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def saved_moment(file: Path) -> str:
    """Return when an XLSX file was last saved, else SOURCE_DATE_EPOCH, else now: ISO 8601 in UTC."""
    moment = _saved(file) or prescribed_moment() or datetime.datetime.now(tz=datetime.UTC)
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _saved(file: Path) -> datetime.datetime | None:
    """Return when a workbook was last saved; None where it does not say, or was not saved since."""
    try:
        times = xlsx_times(file)
        modified = datetime.datetime.fromisoformat(times.get("modified", ""))
    except (ReviewError, ValueError):
        return None
    aware = modified if modified.tzinfo else modified.replace(tzinfo=datetime.UTC)
    return None if times.get("created") == times["modified"] else aware
