"""What importers take, by profile: languages, codes, lengths. From manuals, source code, users' reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tm.checks.checked_units import Observation


@dataclass(frozen=True, slots=True)
class ImportLimits:
    """Limits of one importer; None where it has none. Lengths in characters, sizes in bytes."""

    bilingual: bool = False
    longest_segment_chars: int | None = None
    largest_file_bytes: int | None = None
    longest_code_chars: int | None = None
    known_codes: frozenset[str] | None = None
    source_all_refused: bool = False


# Weblate gives up at the first code it does not know; these are the ones it knows of the six languages.
_WEBLATE = (
    "ar ar_SA ar_EG en en_GB en_US es es_ES es_MX fr fr_FR fr_CA ru ru_RU zh_Hans zh_Hant "
    "de it ja ko nl pl pt pt_BR pt_PT th tr"
)
PROFILES = {
    "master": ImportLimits(),
    "omegat": ImportLimits(),
    "trados": ImportLimits(bilingual=True, longest_segment_chars=2000, largest_file_bytes=10**9),
    "memoq": ImportLimits(bilingual=True),
    "phrase": ImportLimits(),
    "wordfast": ImportLimits(bilingual=True, longest_segment_chars=8000, longest_code_chars=5),
    "weblate": ImportLimits(known_codes=frozenset(_WEBLATE.split()), source_all_refused=True),
}


def profile_of_unit(name: str, texts: Sequence[tuple[str, str]]) -> Iterator[Observation]:
    """Yield what an importer would refuse of one unit; `texts` are pairs of code, as written, and text."""
    limits = PROFILES[name]
    codes = [code for code, _ in texts]
    if limits.bilingual and len(codes) != 2:
        yield Observation(
            "profile.not-bilingual",
            tuple(codes),
            f"{name} takes two languages a unit; this one has {len(codes)}.",
        )
    most = limits.longest_segment_chars
    for code, text in texts:
        if most is not None and len(text) > most:
            yield Observation(
                "profile.segment-too-long",
                (code,),
                f"The text has {len(text)} characters; {name} takes {most}.",
            )


def profile_of_code(name: str, code: str) -> Iterator[Observation]:
    """Yield what an importer would refuse of a language code; asked once a code."""
    limits = PROFILES[name]
    if limits.longest_code_chars is not None and len(code) > limits.longest_code_chars:
        reason = f"{name} takes codes of at most {limits.longest_code_chars} characters, this is {code}."
        yield Observation("profile.language-code", (code,), reason, detail=code)
    known = limits.known_codes
    if known is not None and code.replace("-", "_") not in known:
        reason = f"{name} stops at the code {code}, which it does not know."
        yield Observation("profile.language-code", (code,), reason, detail=code)


def profile_of_file(name: str, size_bytes: int, languages: Sequence[str]) -> Iterator[Observation]:
    """Yield what an importer would refuse of the whole file."""
    limits = PROFILES[name]
    largest = limits.largest_file_bytes
    if largest is not None and size_bytes > largest:
        reason = f"The file has {size_bytes} bytes; {name} takes {largest}."
        yield Observation("profile.file-too-large", (), reason)
    if limits.bilingual and len(languages) > 2:
        codes = ", ".join(languages)
        reason = f"{name} takes files of two languages; this one has {len(languages)}: {codes}."
        yield Observation("profile.not-bilingual", (), reason, detail="file")
