"""`hexapla clean`: units that should not be in a memory, and texts that have several translations."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hexapla.counted_words import counted
from hexapla.documented_commands import DocumentedCommand
from hexapla.exit_statuses import Status
from hexapla.languages import PairType
from hexapla.outputs import STANDARD_STREAM, open_text, write_json_lines

if TYPE_CHECKING:
    import polars as pl

    from tm.cleaning import Rejection
    from tm.memory import Memory

LEVELS = ("paragraph", "sentence")
KEEP = ("surest", "newest", "most-frequent")
RULES = (
    "damaged-text",
    "no-words",
    "untranslated",
    "wrong-language",
    "length",
    "furniture",
    "duplicate",
    "near-duplicate",
    "figures",
    "low-probability",
    "several-targets",
    "several-sources",
)
_SHOWN = 5
_RENDERING_COLUMNS = (
    "text", "language", "counterpart", "counterpart language", "times", "documents", "first", "last", "units",
)  # fmt: skip


@click.command(cls=DocumentedCommand)
@click.argument("memory")
@click.option(
    "--rule", "rules", type=click.Choice(RULES), multiple=True, help="Only this rule; several times."
)
@click.option("--skip", type=click.Choice(RULES), multiple=True, help="Not this rule. Repeatable.")
@click.option("--pair", type=PairType(), help="Only this pair, as fr:en; else each pivot with the others.")
@click.option(
    "--level", type=click.Choice(LEVELS), default=LEVELS[0], show_default=True, help="Size of units."
)
@click.option(
    "--keep",
    type=click.Choice(KEEP),
    default=KEEP[0],
    show_default=True,
    help="Of units that compete, the one that stays.",
)
@click.option(
    "--min-probability",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="Also reject what is less probable: the rule low-probability.",
)
@click.option("--apply", is_flag=True, help="Do it; without it nothing is changed.")
@click.option("--rejected", metavar="FILE", help="Write what is rejected to this file (JSON Lines).")
@click.option("--restore", metavar="FILE", help="Take back what such a file lists.")
@click.option(
    "--renderings",
    metavar="FILE.csv",
    help="Write texts that have several counterparts, with documents and dates.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines (docs/schemas/rejection.json).")
def clean(
    *,
    memory: str,
    rules: tuple[str, ...],
    skip: tuple[str, ...],
    pair: tuple[str, str] | None,
    level: str,
    keep: str,
    min_probability: float | None,
    apply: bool,
    rejected: str | None,
    restore: str | None,
    renderings: str | None,
    as_json: bool,
) -> int:
    """Find units that should not be in a memory; reject them with --apply.

    Without --apply this only shows what would be rejected. Rejected texts stay in the memory and leave all
    exports; the decision is kept like that of a reviewer, outlasts builds, and --restore takes it back. What
    a reviewer has judged is left alone.

    Rules that run unasked:
      damaged-text      lost characters, a wrong table of characters
      no-words          a text without a letter
      untranslated      the translation is the source text
      wrong-language    another language or script
      furniture         a page number, job number or link was left in
      duplicate         another unit has the same texts

    Rules to ask for with --rule:
      length            much longer or shorter than others of the pair (look before you apply)
      near-duplicate    the same but for case, punctuation and spaces
      figures           a number, date or symbol differs
      low-probability   less probable than --min-probability
      several-targets   another unit translates the same source otherwise
      several-sources   another unit has this translation for another source

    Examples:
      hexapla clean memory
      hexapla clean memory --pair fr:en --apply --rejected rejected.jsonl
      hexapla clean memory --rule several-targets --keep newest
      hexapla clean memory --renderings renderings.csv --pair fr:ar
      hexapla clean memory --restore rejected.jsonl

    """
    from hexapla.memories import open_folder

    opened = open_folder(memory, pair)
    if restore is not None:
        return _restore(Path(memory), Path(restore))
    if renderings is not None:
        return _write_renderings(opened, renderings, pair, level)
    chosen = _chosen_rules(rules, skip, min_probability)
    from tm.cleaning import find_rejections

    found = find_rejections(
        opened,
        rules=chosen,
        pair=pair,
        level=level,
        keep=keep,
        min_probability=min_probability or 0.0,
    )
    return _report(Path(memory), found, rejected, apply=apply, as_json=as_json)


def _chosen_rules(rules: Sequence[str], skip: Sequence[str], least: float | None) -> list[str]:
    from tm.cleaning import usual_rules

    if "low-probability" in rules and least is None:
        raise click.UsageError("the rule low-probability needs --min-probability.")
    wanted = list(rules) or list(usual_rules())
    if least is not None and "low-probability" not in wanted:
        wanted.append("low-probability")
    return [rule for rule in wanted if rule not in skip]


def _report(memory: Path, found: list[Rejection], rejected: str | None, *, apply: bool, as_json: bool) -> int:
    from tm.clean_journal import rejection_record

    if rejected is not None:
        write_json_lines([*_listed_before(rejected), *map(rejection_record, found)], rejected)
    if as_json:
        write_json_lines(map(rejection_record, found))
    else:
        _tell(found)
    if not apply:
        would = counted(len(found), "text")
        click.echo(f"Nothing was changed. {would} would be rejected with --apply.", err=True)
        return Status.DONE
    from hexapla.cleaning import apply_rejections

    new = apply_rejections(memory, found)
    click.echo(f"{counted(new, 'text')} rejected.", err=True)
    return Status.DONE


def _listed_before(path: str) -> list[dict[str, Any]]:
    """Return what the side file lists already: what can be taken back must not be lost by a second run."""
    if path == STANDARD_STREAM or not Path(path).is_file():
        return []
    return _rejection_lines(Path(path))


def _rejection_lines(path: Path) -> list[dict[str, Any]]:
    try:
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        if all({"unit_id", "source_text", "target_language"} <= set(one) for one in records):
            return records
    except (ValueError, TypeError):
        pass
    raise click.ClickException(f"{path}: this is no file of rejected texts. Try: one that --rejected wrote")


def _tell(found: list[Rejection]) -> None:
    from hexapla.tables import printable

    counts = Counter(one.rule for one in found)
    for rule in RULES:
        if not counts[rule]:
            continue
        click.echo(f"{rule}: {counts[rule]}")
        own = [one for one in found if one.rule == rule]
        for one in own[:_SHOWN]:
            date = f", {one.date}" if one.date else ""
            place = f"{one.unit_id} {one.source_language}:{one.target_language} ({one.document}{date})"
            click.echo(f"  {printable(f'{place}: {one.reason}')}")
        if len(own) > _SHOWN:
            click.echo("  ...")


def _restore(memory: Path, path: Path) -> int:
    from hexapla.cleaning import restore_rejections

    restored = restore_rejections(memory, _rejection_lines(path))
    click.echo(f"{counted(restored, 'text')} taken back.", err=True)
    return Status.DONE


def _write_renderings(memory: Memory, out: str, pair: tuple[str, str] | None, level: str) -> int:
    from tm.cleaning import pair_table

    pairs = pair_table(memory.units(), level, pair)
    with open_text(out) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(
            [
                "text",
                "language",
                "counterpart",
                "counterpart language",
                "times",
                "documents",
                "first",
                "last",
                "units",
            ]
        )
        rows = list(_rendering_rows(pairs))
        writer.writerows(rows)
    click.echo(f"Wrote {counted(len(rows), 'counterpart')} of texts that have several.", err=True)
    return Status.DONE


def _rendering_rows(pairs: pl.DataFrame) -> Iterator[list[Any]]:
    from tm.formula_guard import guard_formula
    from tm.renderings import competitions

    for reverse in (False, True):
        for one in competitions(pairs, reverse=reverse):
            for rendering in one.renderings:
                yield [
                    guard_formula(one.text),
                    one.language,
                    guard_formula(rendering.text),
                    one.other_language,
                    len(rendering.units),
                    guard_formula("; ".join(rendering.documents)),
                    rendering.first_date or "",
                    rendering.last_date or "",
                    guard_formula("; ".join(rendering.units)),
                ]
