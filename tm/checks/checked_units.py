"""A unit as the checks see it, wherever it comes from, and what they observe about it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpora.languages import normalise_language
from tm.checks.catalogue import CHECKS, Severity

_LONGEST_SHOWN = 400


@dataclass(frozen=True, slots=True)
class CheckedVariant:
    """One text of a unit. `language` is its BCP 47 code ("en-US"), `probability` of its alignment in [0, 1].

    `blocks` counts its paragraphs, 0 if unknown. `has_codes`: inline codes were taken out of the text.
    """

    language: str
    text: str
    probability: float | None = None
    blocks: int = 0
    has_codes: bool = False

    @property
    def base(self) -> str:
        """The language alone: "en"; for one beyond the six its primary subtag ("sv")."""
        return normalise_language(self.language) or re.split(r"[-_]", self.language.lower())[0]


@dataclass(frozen=True, slots=True)
class CheckedUnit:
    """One unit, its variants in the order of the file, at most one a language.

    `line` counts from 1, None outside files. `group` is the document it belongs to, "" if unknown. `via` is
    the language a pair was composed over, "" without one. `flags` are the words of the alignment. `date` is
    that of its document, ISO 8601, "" if unknown.
    """

    identifier: str
    variants: tuple[CheckedVariant, ...]
    line: int | None = None
    source_language: str | None = None
    group: str = ""
    via: str = ""
    flags: str = ""
    probability: float | None = None
    date: str = ""

    @property
    def source(self) -> CheckedVariant | None:
        """The text in the source language; the first text where no source language is known."""
        if self.source_language is None:
            return self.variants[0] if self.variants else None
        return variant_in(self.variants, self.source_language)


def variant_in(variants: tuple[CheckedVariant, ...], language: str) -> CheckedVariant | None:
    """The variant with exactly this code, else the first with this base language ("en" takes "en-GB")."""
    exact = next((one for one in variants if one.language.lower() == language.lower()), None)
    if exact is not None:
        return exact
    base = normalise_language(language)
    return next((one for one in variants if base is not None and one.base == base), None)


@dataclass(frozen=True, slots=True)
class Observation:
    """What one check says of one unit: the languages concerned, a sentence, and what tells it from others."""

    check: str
    languages: tuple[str, ...]
    message: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """One finding. `key` stays the same while the unit's id and the texts concerned do: baselines hold it.

    `unit` is "" for a unit without id and for the whole file. `texts` are shortened, by language.
    """

    check: str
    severity: Severity
    unit: str
    line: int | None
    languages: tuple[str, ...]
    message: str
    key: str
    texts: Mapping[str, str] = field(default_factory=dict)


def finding_of(
    seen: Observation, *, unit: str = "", line: int | None = None, texts: Mapping[str, str] | None = None
) -> CheckFinding:
    """Make a finding of an observation about a unit, whose texts by language are `texts`."""
    concerned = {code: text for code, text in (texts or {}).items() if code in seen.languages}
    parts = [seen.check, unit, seen.detail, *seen.languages]
    parts += [part for code, text in sorted(concerned.items()) for part in (code, text)]
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass"))
    return CheckFinding(
        check=seen.check,
        severity=CHECKS[seen.check].severity,
        unit=unit,
        line=line,
        languages=seen.languages,
        message=seen.message,
        key=digest.hexdigest()[:16],
        texts={code: shortened(text) for code, text in concerned.items()},
    )


def shortened(text: str) -> str:
    """A text of at most 400 characters, with a mark where it was cut."""
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
