"""Terms found in texts: inflected forms too, of many terms at once, whatever the language.

A text is a row of words: of Han each character, of other scripts each word by its stems (`tm.lexical`).
Terms are a tree of words, so that a text is read once however many terms there are. Two words match where
they share a stem: in Arabic what looks like "and", "by" or "the" may belong to the word or not, so it has
several.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator
from functools import lru_cache
from typing import Final, Generic, NamedTuple, TypeVar

from corpora.languages import normalise_language
from tm.lexical.stemming import word_terms
from tm.lexical.words import HAN, LONGEST_WORD, is_han, surface
from tm.terms.word_forms import russian_stems, stems_of_forms
from tm.text_folding import fold_text, folded_offsets

# As `tm.lexical.words`, but for Han, of which each character is a word: a term is found inside a run.
_WORD: Final = re.compile(rf"[{HAN}]|\d+|[^\W\d_{HAN}]+")
# Where a small letter meets a capital and a small one, two words were glued together, as a footnote that lost
# its mark to the word before it. "OmegaT" and "pH" stay whole.
_SMALL, _CAPITAL = "a-zß-öø-ÿа-џ", "A-ZÀ-ÖØ-ÞЀ-Я"
_GLUED: Final = re.compile(f"(?<=[{_SMALL}])(?=[{_CAPITAL}][{_SMALL}])")
# Longer runs of words are sentences.
LONGEST_TERM_WORDS: Final = 40
# Letters that one form of a word may have more than another: endings, and what Arabic writes before a word
# (وبالميزانيات beside ميزانية).
_LONGEST_ENDING: Final = 3
_LONGEST_ARABIC: Final = 6
# Words remembered a process, as in `tm.lexical.stemming`.
_REMEMBERED: Final = 1 << 18

Key = TypeVar("Key", bound=Hashable)


class FoundTerm(NamedTuple, Generic[Key]):
    """A term in a text: which, and where: half-open places among the words of the text."""

    key: Key
    first: int
    end: int


class _Node(Generic[Key]):
    """A place in the tree: what follows by stem, and the terms that end here: key, acronym or not, words."""

    __slots__ = ("ends", "following")

    def __init__(self) -> None:
        self.following: dict[str, list[tuple[frozenset[str], _Node[Key]]]] = {}
        self.ends: list[tuple[Key, bool, tuple[str, ...]]] = []


class TermFinder(Generic[Key]):
    """The terms of one language. `add` them all, then `find`."""

    def __init__(self, language: str) -> None:
        self.language = base_language(language)
        self._root: _Node[Key] = _Node()

    def add(self, text: str, key: Key) -> bool:
        """Add a term; False for one without a word, or with more than `LONGEST_TERM_WORDS`.

        An acronym (two capital letters or more and no small one) is found in capitals only: WHO is not "who".
        """
        words = _words(text)
        if not 0 < len(words) <= LONGEST_TERM_WORDS:
            return False
        node = self._root
        for word in words:
            node = _next(node, frozenset(stems_of_forms(word, self.language, _stems)))
        node.ends.append((key, is_acronym(text), tuple(words)))
        return True

    def same(self, text: str) -> list[Key]:
        """Return the terms that are the whole text, in a form of theirs; each once."""
        size = len(text_words(text, self.language))
        whole = (one.key for one in self.find(text) if (one.first, one.end) == (0, size))
        return list(dict.fromkeys(whole))

    def find(self, text: str) -> list[FoundTerm[Key]]:
        """Return every term in the text, nested ones too, by where they begin; of one place each key once."""
        words = _words(text)
        stems = [_stems(word, self.language) for word in words]
        written = _Written(text)
        found: dict[FoundTerm[Key], None] = {}
        following = self._root.following
        for first, own in enumerate(stems):
            if any(stem in following for stem in own):
                for one in self._from(first, stems, words, written):
                    found.setdefault(one)
        return list(found)

    def _from(
        self, first: int, stems: list[tuple[str, ...]], words: list[str], written: _Written
    ) -> Iterator[FoundTerm[Key]]:
        nodes = [self._root]
        for place in range(first, min(len(stems), first + LONGEST_TERM_WORDS)):
            nodes = _step(nodes, stems[place])
            if not nodes:
                return
            for node in nodes:
                for key, acronym, own in node.ends:
                    alike = all(map(_of_a_length, own, words[first : place + 1]))
                    if alike and (not acronym or is_acronym(written.between(first, place + 1))):
                        yield FoundTerm(key, first, place + 1)


def _of_a_length(one: str, other: str) -> bool:
    """Whether two words of one stem may be forms of one word: "información" is none of "informe"."""
    longest_ending = _LONGEST_ARABIC if "\u0600" <= other[0] <= "\u06ff" else _LONGEST_ENDING
    return abs(len(one) - len(other)) <= longest_ending


def _next(node: _Node[Key], stems: frozenset[str]) -> _Node[Key]:
    """Return what follows by exactly these stems, made if there is none."""
    for stem in stems:
        for own, child in node.following.get(stem, ()):
            if own == stems:
                return child
    child = _Node[Key]()
    for stem in stems:
        node.following.setdefault(stem, []).append((stems, child))
    return child


def _step(nodes: list[_Node[Key]], stems: tuple[str, ...]) -> list[_Node[Key]]:
    reached: dict[int, _Node[Key]] = {}
    for node in nodes:
        for stem in stems:
            for _, child in node.following.get(stem, ()):
                reached[id(child)] = child
    return list(reached.values())


def longest(found: Iterable[FoundTerm[Key]]) -> list[FoundTerm[Key]]:
    """Return those that no longer one has inside it; several of one place stay, and those that overlap."""
    kept: list[FoundTerm[Key]] = []
    reach = -1
    # By beginning, the longest first: whatever ends before the furthest end so far lies inside another.
    for one in sorted(found, key=lambda one: (one.first, -one.end)):
        same = bool(kept) and (kept[-1].first, kept[-1].end) == (one.first, one.end)
        if same or one.end > reach:
            kept.append(one)
            reach = max(reach, one.end)
    return kept


def text_words(text: str, language: str) -> list[tuple[str, ...]]:
    """Return the words of a text in order, each as its stems; of Han each character as itself."""
    return [_stems(word, language) for word in _words(text)]


def term_words(text: str, language: str) -> list[tuple[str, ...]]:
    """Return the words of a term in order, each as its stems and those of forms that stemming keeps apart."""
    return [stems_of_forms(word, language, _stems) for word in _words(text)]


def _words(text: str) -> list[str]:
    folded = fold_text(_GLUED.sub(" ", text if text.isascii() else unicodedata.normalize("NFC", text)))
    return [word[:LONGEST_WORD] for word in _WORD.findall(folded)]


@lru_cache(maxsize=_REMEMBERED)
def _stems(word: str, language: str) -> tuple[str, ...]:
    if is_han(word) or word[0].isdigit():
        return (word,)
    # Of a letter that is folded away, as a mark alone, something has to stand in its place.
    stems = word_terms(word, language) or (surface(word) or word,)
    return russian_stems(stems) if language == "ru" else stems


def word_places(text: str) -> list[tuple[int, int]]:
    """Return the half-open place of each word of `text_words` in the text, which is in NFC."""
    places: list[tuple[int, int]] = []
    start = 0
    for part in _GLUED.split(text):
        offsets = folded_offsets(part)
        # One character may be several words ("¼" is 1 and 4); marks that folding drops belong to the word
        # before.
        places += [
            (start + offsets[match.start()], start + max(offsets[match.end()], offsets[match.end() - 1] + 1))
            for match in _WORD.finditer(fold_text(part))
        ]
        start += len(part)
    return places


def term_key(text: str, language: str) -> tuple[tuple[str, ...], ...]:
    """Return what forms of one term share: the stems of each word, sorted; empty without a word."""
    return tuple(tuple(sorted(stems)) for stems in text_words(text, base_language(language)))


def same_term(one: str, other: str, language: str) -> bool:
    """Whether two texts are forms of one term: as many words, each sharing a stem with the other's."""
    finder: TermFinder[None] = TermFinder(language)
    return finder.add(one, None) and bool(finder.same(other))


def base_language(language: str) -> str:
    """Return the language alone: "en" for en-US; the primary subtag of one beyond the six."""
    return normalise_language(language) or re.split(r"[-_]", language.lower(), maxsplit=1)[0]


def is_acronym(text: str) -> bool:
    """Whether a text has two capital letters or more and no small one: "OMS", "ООН", not "A" or 世卫组织."""
    capitals = sum(map(str.isupper, text))
    return capitals >= 2 and not any(map(str.islower, text))


class _Written:
    """A text as it is written, by the places of its words; read only where an acronym may be."""

    __slots__ = ("_places", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._places: list[tuple[int, int]] | None = None

    def between(self, first: int, end: int) -> str:
        if self._places is None:
            self._text = unicodedata.normalize("NFC", self._text)
            self._places = word_places(self._text)
        return self._text[self._places[first][0] : self._places[end - 1][1]]
