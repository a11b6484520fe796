"""What each CAT tool wants of a TMX file: codes of languages, form, context, limits.

The facts come from the tools' documentation and importers; docs/formats.md says where each was found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from tm.errors import ExportError


class Context(StrEnum):
    """How the neighbours of a unit are told."""

    NONE = "none"
    TUID = "tuid"  # `x-prev-tuid`, `x-next-tuid` on the unit
    MEMOQ = "memoq"  # the neighbours' source as an escaped `seg`, on the source variant
    PHRASE = "phrase"  # the neighbours' source, on the source variant
    KEY = "key"  # the unit's own id as its context


@dataclass(frozen=True, slots=True)
class TmxProfile:
    """One tool. `codes` maps languages of the memory to those of the tool.

    `segment_chars` is the longest segment the tool takes, in characters; `file_bytes` and `file_units` the
    largest file; None is no limit. `one_target`: a source text has one target only.
    """

    name: str
    codes: Mapping[str, str]
    pair_only: bool = False
    context: Context = Context.NONE
    segment_chars: int | None = None
    file_bytes: int | None = None
    file_units: int | None = None
    one_target: bool = False
    any_code: bool = False
    # Props of the tool itself: its filters know them.
    unit_props: tuple[tuple[str, str], ...] = field(default=())

    def code(self, language: str) -> str:
        """Return the tool's code of a language; raises `ExportError` for one that it has no code for."""
        if language in self.codes:
            return self.codes[language]
        if self.any_code:
            return language
        known = ", ".join(f"{ours}={theirs}" for ours, theirs in sorted(self.codes.items()))
        raise ExportError(
            f'The profile "{self.name}" has no code for the language "{language}" (it has {known}). '
            f"Try: --language-map {language}=CODE"
        )


_REGIONS: Final = {
    "fr": "fr-FR", "en": "en-GB", "es": "es-ES", "ru": "ru-RU", "ar": "ar-SA", "zh": "zh-CN",
}  # fmt: skip
_PLAIN: Final = {"fr": "fr", "en": "en", "es": "es", "ru": "ru", "ar": "ar"}

PROFILES: Final[Mapping[str, TmxProfile]] = {
    profile.name: profile
    for profile in (
        TmxProfile("master", {**_PLAIN, "zh": "zh-Hans"}, context=Context.TUID, any_code=True),
        TmxProfile("omegat", _REGIONS),
        TmxProfile("trados", _REGIONS, pair_only=True, segment_chars=2000, file_bytes=10**9),
        TmxProfile(
            "memoq", _REGIONS, pair_only=True, context=Context.MEMOQ, unit_props=(("aligned", "yes"),)
        ),
        TmxProfile("phrase", _REGIONS, context=Context.PHRASE, one_target=True),
        TmxProfile("wordfast", _REGIONS, pair_only=True, segment_chars=8000),
        TmxProfile("weblate", {**_PLAIN, "zh": "zh_Hans"}, context=Context.KEY, file_units=10_000),
    )
}
# Wordfast cuts longer codes off.
_LONGEST_WORDFAST_CODE = 5


def profile_named(name: str, language_map: Mapping[str, str] | None = None) -> TmxProfile:
    """Return a profile, its codes overridden by `language_map` (language of the memory to code of the tool).

    Raises `ExportError` for an unknown profile and for two languages under one code.
    """
    if name not in PROFILES:
        raise ExportError(f'There is no profile "{name}". Use one of: {", ".join(PROFILES)}.')
    profile = PROFILES[name]
    return replace(profile, codes={**profile.codes, **(language_map or {})})


def check_profile(
    profile: TmxProfile, languages: Sequence[str], *, pair: tuple[str, str] | None
) -> Mapping[str, str]:
    """Return the code of each language of the export; raises `ExportError` where the tool cannot take it."""
    if profile.pair_only and pair is None:
        raise ExportError(
            f'The profile "{profile.name}" takes files of two languages only. Try: --pair fr:en'
        )
    codes = {language: profile.code(language) for language in languages}
    doubled = sorted(code for code in set(codes.values()) if list(codes.values()).count(code) > 1)
    if doubled:
        both = " and ".join(language for language in codes if codes[language] == doubled[0])
        raise ExportError(f'{both} have the same code "{doubled[0]}". Give each its own: --language-map')
    if profile.name == "wordfast":
        for language, code in codes.items():
            if len(code) > _LONGEST_WORDFAST_CODE:
                raise ExportError(
                    f'Wordfast takes codes of at most {_LONGEST_WORDFAST_CODE} characters, not "{code}". '
                    f"Try: --language-map {language}=CODE"
                )
    return codes


def bcp47_code(language: str) -> str:
    """Return the code of a language of a memory with the script that BCP 47 wants: zh-Hans for zh."""
    return PROFILES["master"].code(language)
