"""`hexapla findings`: where the versions of the documents in a memory differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from align.finding import FindingKind
from hexapla.documented_commands import DocumentedCommand
from hexapla.exit_statuses import Status
from hexapla.languages import LanguageType
from hexapla.outputs import write_json_lines

if TYPE_CHECKING:
    from tm.kept_findings import KeptFinding


@click.command(cls=DocumentedCommand)
@click.argument("memory")
@click.option("--language", type=LanguageType(), help="Only findings about the version in this language.")
@click.option(
    "--kind", type=click.Choice([kind.value for kind in FindingKind]), help="Only findings of this kind."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines (docs/schemas/finding.json).")
def findings(*, memory: str, language: str | None, kind: str | None, as_json: bool) -> int:
    """List where the versions of a document differ, language by language.

    Kinds:
      omitted     a paragraph that the other versions have
      added       a paragraph that the other versions do not have
      duplicated  a paragraph twice, elsewhere once
      moved       a paragraph in another place
      renumbered  a paragraph with another number
      figures     a number, date or symbol with another value

    A warning is sure enough to act on, an info is to be looked at. With three versions or more the
    majority is the measure; with two, the pivot. Findings are about the documents: the exit status is 0.

    Examples:
      hexapla findings memory
      hexapla findings memory --language ar --kind figures --json

    """
    from hexapla.memories import open_folder

    opened = open_folder(memory, None if language is None else [language])
    found = opened.findings(language=language, kind=None if kind is None else FindingKind(kind))
    if as_json:
        from tm.kept_findings import finding_record

        write_json_lines(map(finding_record, found))
    elif not found:
        click.echo("No findings.", err=True)
    else:
        languages = sorted({one.finding.language for one in found})
        click.echo("\n\n".join(_of_language(found, code) for code in languages))
    return Status.DONE


def _of_language(found: Sequence[KeptFinding], language: str) -> str:
    """The findings about one language to read: a heading, then a line or more for each."""
    from corpora.languages import language_name
    from hexapla.counted_words import counted
    from hexapla.tables import Column, on_terminal, table_lines

    own = [one for one in found if one.finding.language == language]
    columns = (
        Column("Kind"),
        Column("Severity"),
        Column("Set", flexible=True, lines=2),
        Column("Where", flexible=True, lines=2),
        Column("Evidence", flexible=True),
        Column("Text", flexible=True, lines=2),
    )
    rows = [
        (
            one.finding.kind.value,
            one.finding.severity.value,
            one.set_name or "",
            place_in_words(one),
            one.finding.evidence,
            (one.finding.counterpart if one.finding.place.is_gap else one.finding.place).text,
        )
        for one in own
    ]
    head = f"{language_name(language)}: {counted(len(own), 'finding')}"
    return "\n".join([head, *table_lines(columns, rows, isolate=on_terminal())])


def place_in_words(one: KeptFinding) -> str:
    """Where a finding is: the address of its unit without the set, and the page if there are pages."""
    address = (one.unit_id or "").partition(":")[2]
    page = one.finding.place.page
    return address if page is None else f"{address}, page {page}"
