"""The word lists of a language: the files `words_LANGUAGE.txt` beside this module, which a linguist can edit.

A section begins with its name in brackets; words are separated by spaces, lines that begin with "#" are
comments.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

SECTIONS = (
    "articles",
    "links",
    "conjunctions",
    "same links",
    "start only",
    "end only",
    "stops",
    "months",
    "nouns like adjectives",
    "nouns like participles",
    "nouns like gerunds",
)
_NO_WORDS: frozenset[str] = frozenset()


def word_list(language: str, section: str) -> frozenset[str]:
    """Return the words of a section, as in the file; none where the language has no such section."""
    return _sections(language).get(section, _NO_WORDS)


@cache
def same_links(language: str) -> Mapping[str, str]:
    """Return the links that stand for another one in a key: "du" for "de"."""
    return dict(entry.split("=", 1) for entry in sorted(word_list(language, "same links")))


@cache
def _sections(language: str) -> Mapping[str, frozenset[str]]:
    path = Path(__file__).parent / f"words_{language}.txt"
    return read_sections(path.read_text(encoding="utf-8")) if path.is_file() else {}


def read_sections(text: str) -> dict[str, frozenset[str]]:
    """Return the words of each section; raises `ValueError` for a section of another name."""
    words: dict[str, set[str]] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("["):
            section = line.strip("[]")
            if section not in SECTIONS:
                raise ValueError(
                    f"line {number}: no section is called {section}; there are {', '.join(SECTIONS)}"
                )
        elif line and not line.startswith("#"):
            words.setdefault(section, set()).update(line.split())
    return {name: frozenset(found) for name, found in words.items()}
