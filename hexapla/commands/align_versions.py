"""`hexapla align`: two versions of one document, paragraph by paragraph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hexapla.commands.inspect_document import read, read_segments
from hexapla.documented_commands import DocumentedCommand
from hexapla.exit_statuses import Status
from hexapla.languages import LanguageType
from hexapla.outputs import STANDARD_STREAM
from hexapla.reading_flags import chosen_options, reading_flags

if TYPE_CHECKING:
    from align.locks import Lock
    from corpora.documents import Document

FORMATS = ("table", "ladder", "tsv", "jsonl", "tmx")


@click.command(cls=DocumentedCommand)
@click.argument("source")
@click.argument("target")
@click.option("--source-language", type=LanguageType(), help="Language of SOURCE; else it is recognised.")
@click.option("--target-language", type=LanguageType(), help="Language of TARGET; else it is recognised.")
@reading_flags
@click.option("--lines", is_flag=True, help="Take each line as one segment; none is joined or split.")
@click.option(
    "--ignore-labels", is_flag=True, help="Let the numbers of paragraphs and articles give no evidence."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="What to write.",
)
@click.option("--out", default=STANDARD_STREAM, metavar="FILE", help='Write to FILE; "-" is standard output.')
@click.option(
    "--plot",
    metavar="FILE",
    help="Also draw the alignment: FILE.html to look into, FILE.png to pass on.",
)
@click.option(
    "--locks",
    metavar="FILE.jsonl",
    help="Beads that a person confirmed or refused: lines of --format jsonl with a verdict.",
)
@click.option(
    "--encoder", "encoder_name", default="default", show_default=True, help="Encoder, as for build."
)
def align(
    *,
    source: str,
    target: str,
    source_language: str | None,
    target_language: str | None,
    tracked: str,
    ocr: str,
    lines: bool,
    ignore_labels: bool,
    form: str,
    out: str,
    plot: str | None,
    locks: str | None,
    encoder_name: str,
) -> int:
    """Align two versions of one document.

    SOURCE or TARGET may be "-", standard input. The body of the documents is aligned; their
    footnotes are not (a memory has them as well).
    Segments count from 0, in the order of `hexapla inspect`.

    Formats:
      table   both texts side by side, to read
      ladder  one bead a line, [0,1]:[0]:0.987, with [] for nothing; every
              segment of both sides exactly once
      tsv     segments, probability, rule, evidence and texts, with a header line
      jsonl   the same as JSON Lines (docs/schemas/bead.json), then what
              differs between the versions (docs/schemas/finding.json)
      tmx     a translation memory of the two languages

    A line of jsonl with "verdict": "confirmed" or "verdict": "refused" added is a lock: the next run
    with --locks keeps to it. Where the text has changed since, it is left out and the exit status is 3.

    Examples:
      hexapla align resolution.fr.txt resolution.en.txt
      hexapla align a.fr b.en --lines --source-language fr --target-language en --format ladder
      hexapla align resolution.fr.txt resolution.ar.txt --plot resolution.html
      hexapla align resolution.fr.txt resolution.en.txt --locks checked.jsonl

    """
    from hexapla.pair_formats import write_pair
    from hexapla.single_documents import align_documents

    if source == target == STANDARD_STREAM:
        raise click.UsageError('only one of SOURCE and TARGET can be "-", standard input.')
    if plot is not None:
        _check_plot(plot, source, target, out)
    if lines:
        first = read_segments(source, source_language, ignore_labels=ignore_labels)
        second = read_segments(target, target_language, ignore_labels=ignore_labels)
    else:
        options = chosen_options(tracked, ocr)
        first, second = read(source, source_language, options), read(target, target_language, options)
    if form == "tmx" and first.language == second.language:
        raise click.UsageError(
            f"both versions are in {first.language}, and a TMX needs two languages. "
            "Name them with --source-language and --target-language."
        )
    kept, stale = _read_locks(locks, first, second)
    alignment = align_documents(first, second, encoder=encoder_name, ignore_labels=ignore_labels, locks=kept)
    if plot is not None:
        from hexapla.alignment_plot import write_plot

        # Before the beads: a reader of standard output such as `head` may go away.
        write_plot(plot, alignment, first, second, encoder_name)
    write_pair(form, alignment, first, second, out)
    from hexapla.tables import printable

    for words in stale:
        click.echo(printable(f"{locks}: warning: {words}"), err=True)
    errors = bool(stale) or any(
        note.severity == "error" for document in (first, second) for note in document.notes
    )
    for document in (first, second):
        for note in document.notes:
            if note.severity != "info":
                click.echo(printable(f"{document.path}: {note.severity}: {note.message}"), err=True)
    return Status.DONE_WITH_FINDINGS if errors else Status.DONE


def _read_locks(name: str | None, source: Document, target: Document) -> tuple[list[Lock], list[str]]:
    """Read the locks of two versions, and what to say of those whose text has changed."""
    if name is None:
        return [], []
    from hexapla.lock_files import locks_of_documents, read_locks, stale_words

    if source.language == target.language:
        raise click.UsageError(
            f"both versions are in {source.language}, and locks tell versions apart by their languages. "
            "Name them with --source-language and --target-language."
        )
    file = read_locks(Path(name))
    versions = {source.language: source, target.language: target}
    found, stale = locks_of_documents(file, file.lines, versions)
    from align.row_locks import locks_between

    return list(locks_between(found, source.language, target.language)), [stale_words(line) for line in stale]


def _check_plot(plot: str, source: str, target: str, out: str) -> None:
    """Refuse a picture that cannot be written, or would take the place of another file of this command."""
    from hexapla.alignment_plot import check_plot_place, plot_format

    try:
        plot_format(plot)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    for name, role in ((source, "SOURCE"), (target, "TARGET"), (out, "the file of --out")):
        if name != STANDARD_STREAM and Path(plot).resolve() == Path(name).resolve():
            raise click.UsageError(f"--plot {plot} is {role} as well. Try: another name for the picture.")
    check_plot_place(plot)
