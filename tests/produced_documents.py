"""Makes files of the written documents: plain texts, web pages, and by LibreOffice DOCX and PDF."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from produced_fodt import flat_odt
from produced_html import html_page
from produced_text import text_extracted, text_lines, text_wrapped
from written_documents import WrittenDocument

_TEXTS = {"text, a line": text_lines, "text, wrapped": text_wrapped, "text, extracted": text_extracted}
PLAIN_FORMATS = (*_TEXTS, "html")
OFFICE_FORMATS = ("docx", "pdf")
FORMATS = (*PLAIN_FORMATS, *OFFICE_FORMATS)
_CONVERSION_SECONDS = 900


@dataclass(frozen=True)
class Produced:
    """One file and the document that was written into it."""

    format: str
    path: Path
    document: WrittenDocument


def find_soffice() -> str | None:
    """The path of LibreOffice, None without it."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def produce(
    documents: Sequence[WrittenDocument], folder: Path, formats: Sequence[str] = FORMATS, shift: int = 0
) -> list[Produced]:
    """Files of all documents in all formats.

    The look of a document depends on its place by name, counted from `shift`: another one deals the same
    looks out otherwise.
    """
    names = sorted({document.name for document in documents})
    variants = {name: number for number, name in enumerate(names, start=shift)}
    produced: list[Produced] = []
    for form in formats:
        below = folder / form.replace(", ", "-").replace(" ", "-")
        below.mkdir(parents=True, exist_ok=True)
        suffix = "txt" if form in _TEXTS else form
        made = [Produced(form, below / f"{d.name}-{d.language}.{suffix}", d) for d in documents]
        produced += made
        if form in OFFICE_FORMATS:
            _convert(folder, form, made, variants)
            continue
        for each in made:
            variant = variants[each.document.name]
            text = html_page(each.document, variant) if form == "html" else _TEXTS[form](each.document)
            each.path.write_text(text, encoding="utf-8")
    return produced


def _convert(folder: Path, form: str, made: Sequence[Produced], variants: dict[str, int]) -> None:
    """One call of LibreOffice for all files, with a profile of its own; files that exist are kept."""
    wanted = [each for each in made if not each.path.exists()]
    if not wanted:
        return
    sources = folder / "fodt"
    sources.mkdir(exist_ok=True)
    for each in wanted:
        source = sources / each.path.with_suffix(".fodt").name
        source.write_text(flat_odt(each.document, variants[each.document.name]), encoding="utf-8")
    soffice = find_soffice()
    if soffice is None:
        raise FileNotFoundError("no LibreOffice; on Debian: apt-get install libreoffice-writer-nogui")
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", form, "--outdir", str(made[0].path.parent)]
    command += [str(sources / each.path.with_suffix(".fodt").name) for each in wanted]
    subprocess.run(command, check=True, capture_output=True, timeout=_CONVERSION_SECONDS)
    missing = [each.path.name for each in wanted if not each.path.exists()]
    if missing:
        raise FileNotFoundError(f"LibreOffice did not write {', '.join(missing[:5])}")
