"""`hexapla add`, `delete`, `compact`: single units, between two builds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hexapla.counted_words import counted
from hexapla.documented_commands import DocumentedCommand
from hexapla.exit_statuses import Status
from hexapla.languages import LanguageType
from hexapla.outputs import readable

if TYPE_CHECKING:
    from tm.changes.new_unit import NewUnit
    from tm.memory import Memory

_KEYS = frozenset({"texts", "document", "symbol", "title", "date", "path", "kind", "source"})
# A line longer than this is no unit.
_LONGEST_LINE = 1_000_000
# From here on a memory is better published: each reader keeps the changes in its own working memory.
MANY_CHANGES = 2_000


@click.command(cls=DocumentedCommand)
@click.argument("memory")
@click.option(
    "--text",
    "texts",
    type=(LanguageType(), str),
    multiple=True,
    metavar="LANGUAGE TEXT",
    help="A text of the unit; two languages or more.",
)
@click.option("--document", metavar="NAME", help="The document it is from.")
@click.option("--symbol", metavar="SYMBOL", help="The symbol of that document.")
@click.option("--date", metavar="DATE", help="Its date, as 2026-11-26.")
@click.option("--from", "file", metavar="FILE", help='Units as JSON Lines, one a line; "-": standard input.')
def add(
    *,
    memory: str,
    texts: tuple[tuple[str, str], ...],
    document: str | None,
    symbol: str | None,
    date: str | None,
    file: str | None,
) -> int:
    """Add a unit to a memory, or a file of units, and print their ids.

    The next search finds it, in every process that has the memory open; other commands see it once the memory
    is published anew, by `hexapla compact` or the next build or import. It stays through all builds, until it
    is deleted. For whole files of TMX use `hexapla import`.

    A line of FILE has a unit: {"texts": {"fr": "...", "en": "..."}}, and as wanted "document", "symbol",
    "title", "date", "path", "kind", "source" (the language it was written in). A line that is none is left
    out and named; the exit status is then 3.

    Examples:
      hexapla add memory --text fr "Fait à Genève." --text en "Done at Geneva."
      hexapla add memory --from units.jsonl

    """
    from hexapla.memories import open_folder
    from tm.changes.new_unit import NewUnit

    opened = open_folder(memory, sees_changes=True)
    if file is None:
        repeated = len({code for code, _ in texts}) < len(texts)
        if repeated:
            raise click.UsageError("--text was given twice for one language.")
        unit = NewUnit(dict(texts), document=document or "", symbol=symbol, date=date)
        click.echo(opened.add_unit(unit))
        return _done(opened)
    if texts or document or symbol or date:
        raise click.UsageError("--from excludes --text, --document, --symbol and --date.")
    with readable(file) as path:
        _refuse_binary(path, file)
        return _add_lines(opened, path, file)


@click.command(cls=DocumentedCommand)
@click.argument("memory")
@click.argument("unit_ids", metavar="UNIT...", nargs=-1, required=True)
@click.option("--restore", is_flag=True, help="Take the deletion of these units back.")
def delete(*, memory: str, unit_ids: tuple[str, ...], restore: bool) -> int:
    """Delete units from a memory, by the ids that searches and exports show.

    The next search does not find them, in any process; other commands leave them out once the memory is
    published anew, by `hexapla compact` or the next build or import. Builds keep them out, as long as they
    have the same texts. With a paragraph go its sentences. An unknown id is named and the others are deleted;
    the exit status is then 3.

    Examples:
      hexapla delete memory A/RES/68/187:OP12
      hexapla delete memory A/RES/68/187:OP12 --restore

    """
    from hexapla.memories import open_folder
    from tm.errors import QueryError

    opened = open_folder(memory, sees_changes=True)
    failed = 0
    for unit_id in dict.fromkeys(unit_ids):
        try:
            (opened.restore_unit if restore else opened.delete_unit)(unit_id)
        except QueryError as error:
            failed += 1
            click.echo(f"{unit_id}: {error}", err=True)
    done = len(dict.fromkeys(unit_ids)) - failed
    click.echo(f"{'Restored' if restore else 'Deleted'} {counted(done, 'unit')}.", err=True)
    return _done(opened, failed=failed, done=done)


@click.command(cls=DocumentedCommand)
@click.argument("memory")
def compact(*, memory: str) -> int:
    """Publish a memory anew with its single changes.

    Then every command sees what `hexapla add` and `hexapla delete` changed, and searches need not look beside
    their indexes. A memory without such changes is left as it is.

    Example:
      hexapla compact memory

    """
    from hexapla.importing import publish_changes
    from hexapla.progress_bars import progress_bars

    with progress_bars() as progress:
        manifest = publish_changes(Path(memory), progress)
    if manifest is None:
        click.echo("There are no changes to publish.", err=True)
        return Status.DONE
    changes = manifest.changes
    told = f"{counted(changes.added, 'unit')} added, {counted(changes.deleted, 'unit')} deleted"
    click.echo(f"Published with {told}, of all changes so far.", err=True)
    for unit_id in changes.stale:
        click.echo(f"{unit_id} has other texts than those that were deleted, and stays.", err=True)
    return Status.DONE_WITH_FINDINGS if changes.stale else Status.DONE


def _done(memory: Memory, *, failed: int = 0, done: int = 1) -> int:
    added, deleted = memory.pending.counts()
    if added + deleted >= MANY_CHANGES:
        click.echo(
            f"{added + deleted} changes are not published yet. Run: hexapla compact {memory.folder}", err=True
        )
    if failed:
        return Status.DONE_WITH_FINDINGS if done else Status.NOTHING_DONE
    return Status.DONE


def _add_lines(memory: Memory, path: Path, name: str) -> int:
    from tm.errors import QueryError

    done = failed = 0
    for number, line in _lines(path):
        try:
            click.echo(memory.add_unit(_unit_of(line)))
            done += 1
        except (QueryError, ValueError) as error:
            failed += 1
            click.echo(f"{name}, line {number}: {error}", err=True)
    left_out = f", left out {counted(failed, 'line')}" if failed else ""
    click.echo(f"Added {counted(done, 'unit')}{left_out}.", err=True)
    return _done(memory, failed=failed, done=done)


def _refuse_binary(path: Path, name: str) -> None:
    with path.open("rb") as stream:
        head = stream.read(8192)
    if b"\0" in head:
        raise click.ClickException(
            f"{name}: this is no text in UTF-8. Give JSON Lines: one unit a line, written as UTF-8."
        )


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the number, from 1, and the bytes of each line that is not blank."""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(_LONGEST_LINE + 1):
            number += 1
            yield from () if not line.strip() else ((number, line),)
            while len(line) > _LONGEST_LINE and not line.endswith(b"\n"):
                line = file.readline(_LONGEST_LINE + 1)


def _unit_of(line: bytes) -> NewUnit:
    """Return the unit of a line; raises `ValueError` with what is wrong with it."""
    from tm.changes.new_unit import NewUnit

    if len(line) > _LONGEST_LINE:
        raise ValueError(f"the line has more than {_LONGEST_LINE} bytes. Give one unit a line.")
    try:
        content: Any = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"this is no JSON ({error}). Write one unit a line, as UTF-8.") from error
    if not isinstance(content, dict) or not isinstance(content.get("texts"), dict):
        raise ValueError('this is no unit. Write {"texts": {"fr": "...", "en": "..."}}.')
    unknown = sorted(set(content) - _KEYS)
    if unknown:
        raise ValueError(f'"{unknown[0]}" is unknown. Known are: {", ".join(sorted(_KEYS))}.')
    values = [*content["texts"].values(), *(value for key, value in content.items() if key != "texts")]
    if not _are_texts(values):
        raise ValueError("every value is a text, in quotation marks.")
    return NewUnit(**content)


def _are_texts(values: Sequence[object]) -> bool:
    return all(isinstance(value, str) for value in values)
