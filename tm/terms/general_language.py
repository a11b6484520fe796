"""How often a word is used in general, and its lemma: what the packages of the extra `terms` know.

wordfreq 3.1 (code Apache-2.0, data CC-BY-SA 4.0, both installed by the user's pip, nothing copied here) gives
frequencies in all six languages; simplemma (MIT) lemmas of English, French and Spanish; pymorphy3 (MIT) lemma
and part of speech of Russian.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from align.errors import ExtraMissing

# Below this share of all words a list says nothing: one in a hundred million.
RAREST = 1e-8


def frequency(word: str, language: str) -> float:
    """Return the share of a lower-case word among the words of general texts; `RAREST` for one not listed."""
    return max(_frequencies(language).get(word, 0.0), RAREST)


def is_listed(word: str, language: str) -> bool:
    """Say whether the general list of the language has a lower-case word."""
    return word in _frequencies(language)


def lemma(word: str, language: str) -> str:
    """Return the dictionary form of a lower-case word of "en", "es", "fr"; the word where none is known."""
    return str(_package("simplemma").lemmatize(word, lang=language)).lower()


def russian_reading(word: str) -> tuple[str, str]:
    """Return lemma and part of speech (OpenCorpora: NOUN, ADJF, ...; "" for none) of a Russian word.

    Adjectives that are pronouns ("этот") are called NPRO as pronouns are.
    """
    best = _morphology().parse(word)[0]
    return best.normal_form, "NPRO" if "Apro" in best.tag else str(best.tag.POS or "")


@cache
def _frequencies(language: str) -> Mapping[str, float]:
    frequencies: Mapping[str, float] = _package("wordfreq").get_frequency_dict(language)
    return frequencies


@cache
def _morphology() -> Any:
    return _package("pymorphy3").MorphAnalyzer()


def _package(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise ExtraMissing(name, "terms") from error
