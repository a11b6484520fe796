"""`hexapla build`: from folders and files to a memory."""

from __future__ import annotations

from pathlib import Path

import click

from hexapla.documented_commands import DocumentedCommand
from hexapla.languages import LanguageType
from hexapla.reading_flags import chosen_options, reading_flags


@click.command(cls=DocumentedCommand)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "--out", required=True, metavar="MEMORY", help="Folder of the memory; a second build adds and updates."
)
@click.option(
    "--pivot", type=LanguageType(), default="fr", show_default=True, help="Language that others align to."
)
@click.option(
    "--encoder",
    default="default",
    show_default=True,
    help='"default", or "st:" and the name or folder of a sentence-transformers model.',
)
@click.option(
    "--manifest", metavar="FILES.CSV", help="CSV of set, language, path, date, title; overrides recognition."
)
@click.option(
    "--locks",
    metavar="FILE.jsonl",
    help="Beads that a person confirmed or refused (docs/schemas/lock.json). Give it at each build.",
)
@reading_flags
@click.option("--sync", is_flag=True, help="Also remove from the memory what is no longer among the inputs.")
@click.option("--accept-proposals", is_flag=True, help="Join files that only their content puts together.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON Lines: sets, then findings (docs/schemas/build.json)."
)
def build(
    *,
    inputs: tuple[str, ...],
    out: str,
    pivot: str,
    encoder: str,
    manifest: str | None,
    locks: str | None,
    tracked: str,
    ocr: str,
    sync: bool,
    accept_proposals: bool,
    as_json: bool,
) -> int:
    """Read documents, align their versions, keep them as a memory.

    Each INPUT is a file or a folder; archives (.zip, .tar, .tar.gz, .tgz) are read like folders of their
    name. A second build on the same memory adds and updates.

    Versions of one document are put together by their symbol or by their names: A_RES_68_187.fr.txt,
    fr/A_RES_68_187.html, N1345678_FR.docx. Files that fit nowhere are proposed by content and joined
    only with --accept-proposals. Link files of parallel corpora (UN Parallel Corpus, XCES) are taken as
    the alignment of the documents that they name. A file that cannot be read never stops a build: it is
    listed with its reason, in the summary and in the report of the memory, and the exit status is 3.

    Examples:
      hexapla build DOCS --out memory
      hexapla build DOCS more/report_EN.docx more/report_FR.docx --out memory --pivot en

    """
    from hexapla.build_summary import show_summary
    from hexapla.building import build as build_memory
    from hexapla.progress_bars import progress_bars

    with progress_bars() as progress:
        result = build_memory(
            [Path(name) for name in inputs],
            out=Path(out),
            pivot=pivot,
            encoder=encoder,
            manifest=None if manifest is None else Path(manifest),
            locks=None if locks is None else Path(locks),
            options=chosen_options(tracked, ocr),
            sync=sync,
            accept_proposals=accept_proposals,
            progress=progress,
        )
    return show_summary(result, as_json=as_json)
