"""A folder for an OmegaT project: memories by probability, and the other languages as further sources.

tm/hexapla-fr-FR-en-GB.tmx              what is sure
tm/penalty-010/hexapla-fr-FR-en-GB.tmx  what is less sure: OmegaT takes as many points off its matches
tm/tmx2source/es_ES.tmx                 the same units in a third language, shown beside the source
segmentation.srx                        the rules that segmented the text
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tm.companions import write_folder_companions
from tm.export_folders import replacing_folder
from tm.selection import ExportReport, UnitSource
from tm.tmx_profiles import profile_named
from tm.tmx_writing import TmxOptions, export_tmx, most_frequent_pivot


@dataclass(frozen=True, slots=True)
class PenaltyBand:
    """Units of at least `probability` whose matches lose `points` (per cent) in OmegaT."""

    probability: float
    points: int


# A match of 100 from an alignment that is wrong one time in ten should not be inserted unseen: OmegaT does
# so from 100 on, and shows fuzzy matches from 70 or so on.
BANDS: Final = (
    PenaltyBand(0.9, 0),
    PenaltyBand(0.75, 10),
    PenaltyBand(0.5, 20),
    PenaltyBand(0.0, 30),
)
_CONTENTS = frozenset({"tm", "segmentation.srx", "report.json", "SHA256SUMS"})


def export_omegat(memory: UnitSource, folder: Path, options: TmxOptions) -> dict[str, ExportReport]:
    """Write the folder, whole or not at all; return the report of each file that has units, by its path.

    `options.profile` is "omegat". Raises `ExportError`, also where the folder holds other things.
    """
    with replacing_folder(folder, _CONTENTS, "an export for OmegaT") as draft:
        reports = dict(_bands(memory, draft, options))
        if options.pair is not None:
            reports.update(_further_sources(memory, draft, options))
        write_folder_companions(draft, reports)
        return reports


def _bands(memory: UnitSource, folder: Path, options: TmxOptions) -> Iterator[tuple[str, ExportReport]]:
    name = _file_name(memory, options)
    below: float | None = None
    for band in BANDS:
        if below is not None and below <= options.min_probability:
            return
        wanted = replace(options, min_probability=max(band.probability, options.min_probability), below=below)
        place = Path("tm", f"penalty-{band.points:03}" if band.points else "", name)
        report = _export(memory, folder, place, wanted)
        # The first one is there always: an empty memory is an answer.
        if report.units or not band.points:
            yield place.as_posix(), report
        below = band.probability


def _further_sources(
    memory: UnitSource, folder: Path, options: TmxOptions
) -> Iterator[tuple[str, ExportReport]]:
    source, target = options.pair or ("", "")
    profile = profile_named("omegat", options.language_map)
    for language in memory.languages:
        if language in (source, target) or language not in profile.codes:
            continue
        wanted = replace(options, pair=(source, language), since=None, gzip=False)
        place = Path("tm", "tmx2source", f"{profile.code(language).replace('-', '_')}.tmx")
        report = _export(memory, folder, place, wanted)
        if report.units:
            yield place.as_posix(), report


def _export(memory: UnitSource, folder: Path, place: Path, options: TmxOptions) -> ExportReport:
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    report = export_tmx(memory, path, options)
    if not report.units and path.parent.name != "tm":
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    return report


def _file_name(memory: UnitSource, options: TmxOptions) -> str:
    profile = profile_named("omegat", options.language_map)
    languages = options.pair or (most_frequent_pivot(memory.units()),)
    suffix = ".tmx.gz" if options.gzip else ".tmx"
    return "-".join(["hexapla", *(profile.code(language) for language in languages)]) + suffix
