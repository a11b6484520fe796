"""Which units of a memory a cleaning would reject, by rule, and why; nothing is changed here.

Most rules are checks of `tm.checks` whose findings speak against a pair of texts; three compare units with
each other. A rejection is about a text in one language, judged against the source of its unit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import polars as pl

from tm.checks.checking import CheckChoice
from tm.checks.running import check_memory
from tm.errors import QueryError
from tm.memory import Memory
from tm.renderings import KEEP, competing_units
from tm.units import LEVELS


@dataclass(frozen=True, slots=True)
class CleaningRule:
    """One rule: the checks it follows (none for a rule of its own), and whether it runs unasked."""

    what: str
    checks: tuple[str, ...] = ()
    usual: bool = True


RULES: Final[dict[str, CleaningRule]] = {
    "damaged-text": CleaningRule(
        "characters were lost, or the text was read with the wrong table of characters",
        ("form.replacement-character", "form.mojibake", "form.forbidden-character"),
    ),
    "no-words": CleaningRule("a text holds no letter: figures, signs, rules"),
    "untranslated": CleaningRule("the translation is the source text", ("content.same-text",)),
    "wrong-language": CleaningRule(
        "the text is in another language or script than it should be", ("content.language",)
    ),
    "length": CleaningRule(
        # Headings are often worded freely: more right translations than wrong ones are found so.
        "the translation is much longer or shorter than others of its pair",
        ("content.length-ratio",),
        usual=False,
    ),
    "furniture": CleaningRule("a page number, job number or link was left in", ("content.furniture",)),
    "duplicate": CleaningRule("another unit has the same texts; the best one stays"),
    "near-duplicate": CleaningRule(
        "another unit has the same texts but for case, punctuation and spaces; the best one stays",
        usual=False,
    ),
    "figures": CleaningRule(
        "a number, date or symbol differs", ("content.figures", "content.dates"), usual=False
    ),
    "low-probability": CleaningRule("the alignment is less probable than --min-probability", usual=False),
    "several-targets": CleaningRule(
        "another unit translates the same source text otherwise; which one stays, --keep says", usual=False
    ),
    "several-sources": CleaningRule(
        "another unit has this translation for another source text; which one stays, --keep says", usual=False
    ),
}
_COMPARING: Final = ("duplicate", "near-duplicate", "several-targets", "several-sources")
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Rejection:
    """One text that a cleaning would reject.

    `rule` is an id of `RULES`, `reason` a sentence; `kept` is the unit that stays in its place, "" for none.
    """

    rule: str
    reason: str
    unit_id: str
    source_language: str
    target_language: str
    source_text: str
    target_text: str
    document: str
    date: str | None
    probability: float
    kept: str = ""


def usual_rules() -> tuple[str, ...]:
    """Return the ids of the rules that run unasked."""
    return tuple(name for name, rule in RULES.items() if rule.usual)


def find_rejections(
    memory: Memory,
    *,
    rules: Collection[str] | None = None,
    pair: tuple[str, str] | None = None,
    level: str = LEVELS[0],
    keep: str = KEEP[0],
    min_probability: float = 0.0,
) -> list[Rejection]:
    """Return what a cleaning by these rules (None: the usual ones) would reject, in the order of the memory.

    Each text is compared with its unit's source: the pivot, or the first language of `pair`. A text is
    rejected once, by the first rule that speaks against it. What a reviewer accepted, edited or rejected is
    left as it is. Raises `QueryError` for an unknown rule.
    """
    chosen = usual_rules() if rules is None else tuple(rules)
    unknown = sorted(set(chosen) - set(RULES))
    if unknown:
        raise QueryError(f'There is no rule "{unknown[0]}". Known are: {", ".join(RULES)}.')
    pairs = pair_table(memory.units(), level, pair)
    found: dict[tuple[str, str], Verdict] = {}
    verdicts = [
        *_of_checks(memory, pairs, chosen, pair, level),
        *_of_pairs(pairs, chosen, keep, min_probability),
    ]
    order = list(RULES)
    for verdict in sorted(verdicts, key=lambda one: order.index(one.rule)):
        found.setdefault((verdict.unit_id, verdict.language), verdict)
    return list(_rejections(pairs, found))


def pair_table(units: pl.LazyFrame, level: str, pair: tuple[str, str] | None) -> pl.DataFrame:
    """Return the pairs of texts that are judged: one row a (unit, target language), in order.

    Columns: unit_id, source_language, source, target_language, target, probability, document, date, reviewed.
    """
    of_level = units.filter(pl.col("level") == level)
    source_of = pl.lit(pair[0]) if pair else pl.col("pivot")
    sources = of_level.filter(pl.col("language") == source_of).select(
        "unit_id", pl.col("language").alias("source_language"), pl.col("text").alias("source")
    )
    targets = of_level.filter(pl.col("language") != source_of)
    if pair:
        targets = targets.filter(pl.col("language") == pair[1])
    symbol = pl.coalesce("symbol", "set_name").alias("document")
    return (
        targets.select(
            "unit_id",
            pl.col("language").alias("target_language"),
            pl.col("text").alias("target"),
            "probability",
            symbol,
            pl.col("date").dt.to_string("%Y-%m-%d"),
            "reviewed",
            "set_name",
            "position",
        )
        .join(sources, on="unit_id", how="inner")
        .sort("set_name", "position", "target_language")
        .collect()
    )


class Verdict(NamedTuple):
    """What a rule says against a text; of the language "" against all translations of the unit."""

    rule: str
    unit_id: str
    language: str
    reason: str
    kept: str = ""


def _of_checks(
    memory: Memory, pairs: pl.DataFrame, rules: Sequence[str], pair: tuple[str, str] | None, level: str
) -> Iterator[Verdict]:
    by_check = {check: rule for rule in rules for check in RULES[rule].checks}
    if not by_check:
        return
    source_of = dict(pairs.select("unit_id", "source_language").iter_rows())
    choice = CheckChoice(frozenset(by_check), frozenset(), pair)
    for finding in check_memory(memory, choice, level=level):
        source = source_of.get(finding.unit)
        # What is wrong with the source alone is wrong with each pair that it is in.
        for language in [one for one in finding.languages if one != source] or [""]:
            yield Verdict(by_check[finding.check], finding.unit, language, finding.message)


def _of_pairs(
    pairs: pl.DataFrame, rules: Sequence[str], keep: str, min_probability: float
) -> Iterator[Verdict]:
    if "no-words" in rules:
        yield from _without_words(pairs)
    if "low-probability" in rules:
        yield from _improbable(pairs, min_probability)
    for rule in _COMPARING:
        if rule in rules:
            for loser in competing_units(pairs, rule, keep):
                yield Verdict(rule, loser.unit_id, loser.language, loser.reason, loser.winner)


def _without_words(pairs: pl.DataFrame) -> Iterator[Verdict]:
    for unit_id, language, source, target in pairs.select(
        "unit_id", "target_language", "source", "target"
    ).iter_rows():
        if not (_LETTER.search(source) and _LETTER.search(target)):
            yield Verdict("no-words", unit_id, language, "There is no letter in one of the texts.")


def _improbable(pairs: pl.DataFrame, least: float) -> Iterator[Verdict]:
    low = pairs.filter(pl.col("probability") < least)
    for unit_id, language, probability in low.select("unit_id", "target_language", "probability").iter_rows():
        reason = f"The alignment has a probability of {probability:.3f}, less than {least:g}."
        yield Verdict("low-probability", unit_id, language, reason)


def _rejections(pairs: pl.DataFrame, found: Mapping[tuple[str, str], Verdict]) -> Iterator[Rejection]:
    for row in pairs.iter_rows(named=True):
        unit_id = row["unit_id"]
        verdict = found.get((unit_id, row["target_language"])) or found.get((unit_id, ""))
        if verdict is not None and row["reviewed"] is None:
            yield _rejection(row, verdict)


def _rejection(row: Mapping[str, Any], verdict: Verdict) -> Rejection:
    return Rejection(
        rule=verdict.rule,
        reason=verdict.reason,
        unit_id=row["unit_id"],
        source_language=row["source_language"],
        target_language=row["target_language"],
        source_text=row["source"],
        target_text=row["target"],
        document=row["document"],
        date=row["date"],
        probability=row["probability"],
        kept=verdict.kept,
    )
