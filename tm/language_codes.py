"""The languages of exchange files and those of a memory: one place where one becomes the other.

A memory keeps a language without its region (fr for fr-FR and fr-CA), and without the script that goes
without saying (zh for zh-Hans and zh-CN); another script is another language (zh-Hant, sr-Latn). What is
unclear is asked for: two codes of one file that would become one, and codes that are no language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from corpora.languages import normalise_language
from tm.errors import ExchangeError
from tm.tmx_units import bcp47

# Regions that write Chinese in the script that a bare "zh" does not mean.
_TRADITIONAL: Final = frozenset({"TW", "HK", "MO"})
_USUAL_SCRIPTS: Final = {"zh": "Hans", "ar": "Arab", "ru": "Cyrl", "en": "Latn", "fr": "Latn", "es": "Latn"}
_CODE: Final = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[A-Z][a-z]{3}))?(?:-(?P<region>[A-Z]{2}|\d{3}))?(?:-.*)?"
)
_SAYS_NOTHING: Final = frozenset({"und", "mul", "zxx", "mis", "xx"})


@dataclass(frozen=True, slots=True)
class CodeQuestion:
    """Codes of a file that need an answer by `--language-map`, and why."""

    codes: tuple[str, ...]
    reason: str


def memory_language(code: str, mapping: Mapping[str, str] | None = None) -> str | None:
    """Return the language of a memory for a code; None where it is no language.

    `mapping` is asked first: codes as BCP 47 writes them, or as the file does.

    >>> [memory_language(code) for code in ("FR_ca", "zh-CN", "zh-TW", "ENG", "de-AT", "x-none")]
    ['fr', 'zh', 'zh-Hant', 'en', 'de', None]
    """
    written = bcp47(code)
    if mapping and (code in mapping or written in mapping):
        return mapping.get(code) or mapping[written]
    found = _CODE.fullmatch(written)
    if found is None or found["language"] in _SAYS_NOTHING:
        # Names, and codes that only look like one ("english").
        return normalise_language(code)
    base = normalise_language(found["language"]) or found["language"]
    script = found["script"] or ("Hant" if base == "zh" and found["region"] in _TRADITIONAL else None)
    usual = script is None or script == _USUAL_SCRIPTS.get(base)
    return base if usual else f"{base}-{script}"


def languages_of_codes(codes: Iterable[str], mapping: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the language of a memory for each code of a file; raises `ExchangeError` where it is unclear."""
    found = {code: memory_language(code, mapping) for code in sorted(set(codes))}
    questions = [*_unknown(found), *_together(found)]
    if questions:
        lines = "; ".join(f"{', '.join(question.codes)}: {question.reason}" for question in questions)
        example = questions[0].codes[0]
        raise ExchangeError(
            f"which languages are meant is unclear ({lines}). "
            f"Give each a language of its own: --language-map {example}=LANGUAGE"
        )
    return {code: language for code, language in found.items() if language is not None}


def _unknown(found: Mapping[str, str | None]) -> list[CodeQuestion]:
    return [CodeQuestion((code,), "no language code") for code, language in found.items() if language is None]


def _together(found: Mapping[str, str | None]) -> list[CodeQuestion]:
    by_language: dict[str, list[str]] = {}
    for code, language in found.items():
        if language is not None:
            by_language.setdefault(language, []).append(code)
    return [
        CodeQuestion(tuple(codes), f'all would be "{language}"')
        for language, codes in by_language.items()
        if len(codes) > 1
    ]
