"""What the name of a file says about its document set, and how a set is called.

"A_RES_68_187.fr.txt", "fr/A_RES_68_187.html" and "A_RES_68_187_EN.docx" share the stem "A_RES_68_187" in one
place. A file whose whole name is a language ("fra.html") belongs to the set of its folder.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from corpora.document_names import language_from_name, symbol_from_name

_SEPARATORS = re.compile(r"[\s_.\-–]+")


@dataclass(frozen=True, slots=True)
class NameClue:
    """What a name says. Files with the same `key` are versions of one document.

    `title` is the part of the name that is no language, for people; `folder` the folder that holds it, a
    language folder passed over.
    """

    key: tuple[str, str]
    title: str
    folder: str
    language: str | None = None
    symbol: str | None = None


def clue_of_name(path: Path, root: Path) -> NameClue:
    """Read the name of a file; folders named after a language count from the file up to `root`, inclusive."""
    language, stem = language_from_name(Path(path.name))
    folders = list(path.absolute().parent.parts)
    if language is None:
        lowest = len(root.absolute().parts) - 1
        place = _language_folder(folders, lowest)
        if place is not None:
            language = language_from_name(Path(folders.pop(place)) / "x.txt")[0]
    title = stem.strip(" _.-")
    folder = folders[-1] if len(folders) > 1 else ""
    key = ("/".join(_folded(part) for part in folders), _SEPARATORS.sub("_", _folded(title)).strip("_"))
    return NameClue(key, title or folder, folder, language, symbol_from_name(path.stem))


def _language_folder(folders: list[str], lowest: int) -> int | None:
    """Return the index of the innermost folder whose whole name is a language, not below `lowest`."""
    for place in range(len(folders) - 1, max(lowest, 1) - 1, -1):
        if language_from_name(Path(folders[place]) / "x.txt")[0] is not None:
            return place
    return None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def name_sets(wanted: list[tuple[str, str]]) -> list[str]:
    """Name each set by what it wants to be called and its folder: all different, whatever the case.

    Where several want the same name, their folders go before it. What is still alike gets "~2", "~3", in the
    order given.
    """
    counts: dict[str, int] = {}
    for name, _folder in wanted:
        counts[_id_of(name)] = counts.get(_id_of(name), 0) + 1
    taken: set[str] = set()
    names = []
    for name, folder in wanted:
        clear = name if counts[_id_of(name)] == 1 or not folder else f"{folder}/{name}"
        names.append(_unused(clear, taken))
    return names


def _unused(wanted: str, taken: set[str]) -> str:
    candidate, number = wanted, 1
    while _id_of(candidate) in taken:
        number += 1
        candidate = f"{wanted}~{number}"
    taken.add(_id_of(candidate))
    return candidate


def _id_of(name: str) -> str:
    """Return a name as ids of units compare it: spaces and colons are alike there."""
    return re.sub(r"[\s:\x00-\x1f]+", "_", name.strip()).casefold()
