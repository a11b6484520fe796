"""`hexapla info`: what a memory holds."""

from __future__ import annotations

import click

from hexapla.documented_commands import DocumentedCommand
from hexapla.exit_statuses import Status
from hexapla.outputs import write_json


@click.command(cls=DocumentedCommand)
@click.argument("memory")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document (docs/schemas/info.json).")
def info(*, memory: str, as_json: bool) -> int:
    """Tell what a memory holds: documents, languages, units, encoder, size.

    Example:
      hexapla info memory

    """
    from hexapla.memories import open_folder

    opened = open_folder(memory, sees_changes=True)
    found = opened.info()
    if as_json:
        from hexapla.schemas import info_record

        write_json(info_record(found))
        return Status.DONE
    from corpora.languages import language_name
    from hexapla.counted_words import counted
    from hexapla.encoder_words import encoder_in_words
    from hexapla.tables import Column, printable, table_lines

    languages = ", ".join(f"{language_name(code)} {count}" for code, count in found.languages.items())
    paragraphs, sentences = found.paragraph_units, found.sentence_units
    units = f"{counted(paragraphs, 'paragraph')}, {counted(sentences, 'sentence')}"
    added, deleted = found.unpublished_added, found.unpublished_deleted
    changes = f"{counted(added, 'unit')} added, {counted(deleted, 'unit')} deleted: not published yet"
    rows = (
        ("Memory", f"{found.folder}, generation {found.generation}"),
        ("Documents", f"{found.documents} in {counted(found.sets, 'document set')}"),
        ("Units", units),
        ("Paragraphs by language", languages or "none"),
        ("Encoder", encoder_in_words(found.encoder_name, found.encoder)),
        ("Index", f"{found.index}, {found.vectors} vectors"),
        ("Size", size_in_words(found.size_bytes)),
        ("Report", printable(str(opened.report_path))),
        *((("Changes", f"{changes} (hexapla compact)"),) if added or deleted else ()),
    )
    click.echo("\n".join(table_lines((Column(""), Column("", flexible=True)), rows)))
    return Status.DONE


def size_in_words(size_bytes: int) -> str:
    """Return a size to read: "512 bytes", "3.4 MB" (powers of 1000)."""
    if size_bytes < 1000:
        return f"{size_bytes} bytes"
    size = float(size_bytes)
    for unit in ("kB", "MB", "GB"):
        size /= 1000
        if size < 999.95:
            return f"{size:.1f} {unit}"
    return f"{size / 1000:.1f} TB"
