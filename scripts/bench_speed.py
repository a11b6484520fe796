"""Time and memory of the aligner, beside the Vecalign algorithm on the same vectors or texts."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench_figures import Figure
from bench_systems import VECALIGN_LARGEST_BEAD
from measured_process import Measured, measure_alignment
from remembering_encoder import RememberingEncoder, temporary_folder
from span_files import SpanFiles, real_vectors, write_span_files
from stress_documents import load_pools, make_blocks

from align.encoders import load_encoder
from align.evaluation import evaluate_ladders

SEGMENTS = 50_000
SENTENCES = 5_000
# The packaged encoder takes minutes for 5 000 sentences with all overlaps; time grows linearly with them.
SENTENCES_OF_SLOW_SIDE = 250
GROWTH = (1_000, 10_000, 100_000)
_MEGABYTE = 1_000_000


def span_files(folder: Path, count: int) -> SpanFiles:
    """Span files of `count` segments a side, French and English, in the temporary folder."""
    passages = [(text["fr"], text["en"]) for pool in load_pools(folder) for text in pool]
    encoder = RememberingEncoder(load_encoder(), "passages")
    real = real_vectors(passages, encoder)
    encoder.save()
    return write_span_files(temporary_folder(), count, real)


def speed_figures(folder: Path, count: int = SEGMENTS) -> Iterator[Figure]:
    """Alignment of given vectors: seconds, processor seconds, megabytes, the ratio of each, and F1."""
    files = span_files(folder, count)
    ours = measure_alignment("spans", "hexapla", files.source, files.target)
    theirs = measure_alignment("spans", "Vecalign", files.source, files.target)
    yield from _compared("speed", f"{count} x {count} given vectors", count, ours, theirs)
    scores = [evaluate_ladders(files.gold, found).vecalign_strict.f1 for found in (ours.found, theirs.found)]
    yield Figure(
        "speed",
        f"{count} x {count} given vectors",
        "",
        "strict F1",
        scores[0],
        count,
        {"Vecalign": scores[1]},
    )


def encoding_figures(
    folder: Path, count: int = SENTENCES, slow: int = SENTENCES_OF_SLOW_SIDE
) -> Iterator[Figure]:
    """Encoding and aligning texts: Vecalign's side measured on `slow` of them and multiplied, said so."""
    pool, _ = load_pools(folder)
    blocks = make_blocks(pool, count, seed=1)
    with tempfile.TemporaryDirectory() as place:
        whole = _write_texts(Path(place), blocks)
        ours = measure_alignment("texts", "hexapla", *whole)
        part = _write_texts(Path(place), blocks[:slow])
        theirs = measure_alignment("texts", "Vecalign", *part)
    factor = count / min(slow, count)
    said = f", Vecalign x {factor:g} from {slow}" if factor > 1 else ""
    name = f"{count} texts a side, {VECALIGN_LARGEST_BEAD} overlaps{said}"
    yield from _times("encoding", name, count, ours, theirs, factor)


def _write_texts(folder: Path, blocks: Sequence[Mapping[str, str]]) -> tuple[Path, Path]:
    paths = folder / f"{len(blocks)}.fr.txt", folder / f"{len(blocks)}.en.txt"
    for code, path in zip(("fr", "en"), paths, strict=True):
        path.write_text("".join(f"{block[code]}\n" for block in blocks), encoding="utf-8", newline="\n")
    return paths


def growth_figures(folder: Path, counts: Sequence[int] = GROWTH) -> Iterator[Figure]:
    """How time and memory grow with the number of segments, over what linear growth would be.

    From each size to the next, and from the first to the last.
    """
    measured: dict[int, Measured] = {}
    for count in counts:
        files = span_files(folder, count)
        measured[count] = measure_alignment("spans", "hexapla", files.source, files.target)
        yield Figure("growth", f"{count}", "", "seconds", measured[count].wall_seconds, count)
        yield Figure("growth", f"{count}", "", "processor seconds", measured[count].cpu_seconds, count)
        memory = measured[count].peak_bytes / _MEGABYTE
        yield Figure("growth", f"{count}", "", f"MB ({measured[count].memory})", memory, count)
    for small, large in {*itertools.pairwise(counts), (counts[0], counts[-1])}:
        name = f"{small} to {large}"
        one, other = measured[small], measured[large]
        time = other.cpu_seconds / one.cpu_seconds * small / large
        memory = other.peak_bytes / one.peak_bytes * small / large
        yield Figure("growth", name, "", "time over linear", time, large)
        yield Figure("growth", name, "", "memory over linear", memory, large)


def _compared(part: str, name: str, count: int, ours: Measured, theirs: Measured) -> Iterator[Figure]:
    yield from _times(part, name, count, ours, theirs, 1.0)
    memory = ours.peak_bytes / _MEGABYTE
    other = theirs.peak_bytes / _MEGABYTE
    yield Figure(part, name, "", f"MB ({ours.memory})", memory, count, {"Vecalign": other})
    yield Figure(part, name, "", "memory, times Vecalign's", memory / other, count)


def _times(
    part: str, name: str, count: int, ours: Measured, theirs: Measured, factor: float
) -> Iterator[Figure]:
    wall, processor = theirs.wall_seconds * factor, theirs.cpu_seconds * factor
    yield Figure(part, name, "", "seconds", ours.wall_seconds, count, {"Vecalign": wall})
    yield Figure(part, name, "", "processor seconds", ours.cpu_seconds, count, {"Vecalign": processor})
    yield Figure(part, name, "", "processor time, times Vecalign's", ours.cpu_seconds / processor, count)
