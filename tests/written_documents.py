"""Reads the documents written for the round trip (`tests/round_trip/*.txt`; their form is in its README)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from corpora.documents import BlockKind

FOLDER = Path(__file__).parent / "round_trip"
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
CELL = " ¦ "
_REFERENCE = re.compile(r"\{(\w+|\*+)\}")


@dataclass(frozen=True)
class WrittenBlock:
    """One block as its author wrote it; `references` are (mark, characters before it in the plain text)."""

    kind: BlockKind
    path: str
    label: str
    text: str
    references: tuple[tuple[str, int], ...] = ()
    mark: str = ""

    @property
    def cells(self) -> list[str]:
        """The cells of a row of a table."""
        return self.text.split(CELL)


@dataclass(frozen=True)
class WrittenDocument:
    """One language of one document; footnotes (with `mark`) stand apart from the blocks."""

    name: str
    type: str
    symbol: str
    language: str
    blocks: tuple[WrittenBlock, ...]
    footnotes: tuple[WrittenBlock, ...]


def written_documents() -> list[WrittenDocument]:
    """All documents in all languages, by name and then language."""
    return [document for path in sorted(FOLDER.glob("*.txt")) for document in read_written(path)]


def read_written(path: Path) -> list[WrittenDocument]:
    """The six languages of one file; ValueError with the line for a file out of form."""
    facts: dict[str, str] = {}
    blocks: dict[str, list[WrittenBlock]] = {language: [] for language in LANGUAGES}
    heading, seen = None, len(LANGUAGES)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            if seen != len(LANGUAGES):
                raise ValueError(f"{path}:{number}: the entry before this one lacks {LANGUAGES[seen]}")
            heading, seen = line.strip("[]"), 0
        elif heading is None:
            name, _, value = line.partition(":")
            facts[name] = value.strip()
        else:
            language = line[:2]
            if seen == len(LANGUAGES) or language != LANGUAGES[seen] or "|" not in line:
                raise ValueError(f"{path}:{number}: expected a line of {LANGUAGES[seen % len(LANGUAGES)]}")
            blocks[language].append(_block(heading, line[2:]))
            seen += 1
    if seen != len(LANGUAGES):
        raise ValueError(f"{path}: the last entry lacks {LANGUAGES[seen]}")
    return [
        WrittenDocument(
            facts["name"],
            facts["type"],
            facts.get("symbol", ""),
            language,
            tuple(block for block in found if not block.mark),
            tuple(block for block in found if block.mark),
        )
        for language, found in blocks.items()
    ]


def _block(heading: str, line: str) -> WrittenBlock:
    kind = next(kind for kind in sorted(BlockKind, key=len, reverse=True) if heading.startswith(kind.value))
    rest = heading.removeprefix(kind.value).strip()
    label, _, marked = line.partition("|")
    text, references = "", []
    for index, part in enumerate(_REFERENCE.split(marked.strip())):
        if index % 2:
            references.append((part, len(text)))
        else:
            text += part
    footnote = kind is BlockKind.FOOTNOTE
    return WrittenBlock(
        kind,
        "" if footnote else rest,
        label.strip(),
        text,
        tuple(references),
        rest if footnote else "",
    )
