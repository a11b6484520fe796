"""Search in a memory of a million passages: time, recall of the vectors, single changes, hostile queries.

    python scripts/simulated_passages.py --data ../shared/data --out FOLDER
    python scripts/bench_search_scale.py --data ../shared/data --passages FOLDER --memory MEMORY

Builds MEMORY of these passages where it is not there, with their given vectors, and prints how long that
took. Then each question in a process of its own, as a script of a user's would be: opening, resident memory
and times of a mix of queries in all six languages (real sentences, phrases of four words, symbols), recall of
the vectors against all of them, 1000 single deletes and adds, what is found after them and after publication,
hostile queries.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from simulated_units import real_sentences

import hexapla
from align.embedded_text import embedded_text
from align.encoders import Vectors
from corpora.languages import LANGUAGES
from tm.changes.change_journal import read_changes
from tm.changes.new_unit import NewUnit
from tm.errors import QueryError
from tm.hybrid_search import MODES
from tm.memory_folder import set_digest, write_set
from tm.publication import publish
from tm.vector_cache import CachedEncoder
from tm.vector_index import search_index, select_rows

_SEED = 187
_QUERIES_A_LANGUAGE = 40
_CODES = tuple(sorted(LANGUAGES))


class GivenVectors(CachedEncoder):
    """Gives the vectors of texts that were encoded before, by their places, and encodes the others."""

    def __init__(self, passages: Path, folder: Path) -> None:
        super().__init__(hexapla.load_encoder("default"), folder)
        texts = pl.read_parquet(passages / "units.parquet", columns=["text"])["text"].to_list()
        self._row_of = {embedded_text(text): row for row, text in enumerate(texts)}
        self._given = np.load(passages / "vectors.npy", mmap_mode="r")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of the texts."""
        rows = [self._row_of.get(text) for text in texts]
        made = np.empty((len(texts), self.dimension), np.float32)
        for place, row in enumerate(rows):
            made[place] = self.inner.encode([texts[place]])[0] if row is None else self._given[row]
        return made


def build(passages: Path, memory: Path) -> None:
    """Publish the passages with their vectors."""
    units = pl.read_parquet(passages / "units.parquet")
    digest = set_digest({"simulated": str(units.height)}, {})
    write_set(memory, digest, units)
    encoder = GivenVectors(passages, memory / "vectors-cache")
    start = time.perf_counter()
    manifest = publish(memory, [digest], encoder)
    seconds = time.perf_counter() - start
    print(f"built: {units.height} passages, {manifest.index.factory}, {manifest.index.probes} probes")
    print(f"       {seconds:.0f} s without encoding, {_peak():.0f} MB at most")
    for path in sorted(next((memory / "generations").glob("0*")).iterdir()):
        print(f"       {path.name}: {_size(path) / 1e6:.0f} MB")


def queries(data: Path, units: pl.DataFrame) -> list[str]:
    """A mix: real sentences, four words of them, and symbols with a word, in all six languages."""
    chance = random.Random(_SEED)
    asked = []
    for language in _CODES:
        sentences = real_sentences(data, language)
        chosen = chance.sample(sentences, min(2 * _QUERIES_A_LANGUAGE, len(sentences)))
        asked += chosen[:_QUERIES_A_LANGUAGE]
        asked += [_beginning(text, language) for text in chosen[_QUERIES_A_LANGUAGE:]]
    asked += chance.sample(sorted(set(units["symbol"].drop_nulls())), _QUERIES_A_LANGUAGE)
    chance.shuffle(asked)
    return asked


def _beginning(text: str, language: str) -> str:
    return text[:8] if language == "zh" else " ".join(text.split()[:4])


def measure_speed(memory: Path, asked: Sequence[str]) -> None:
    """Opening, times and resident memory of hybrid search."""
    start = time.perf_counter()
    opened = hexapla.open_memory(memory)
    _ = opened.encoder, opened.index, opened.lexical_index, opened.search_table
    print(f"opened in {time.perf_counter() - start:.2f} s")
    start = time.perf_counter()
    opened.search(asked[0], mode="hybrid")
    print(f"first query {1000 * (time.perf_counter() - start):.0f} ms")
    variants: dict[str, Callable[[str], object]] = {
        "hybrid": lambda query: opened.search(query, mode="hybrid"),
        "dense": lambda query: opened.search(query, mode="dense"),
        "lexical": lambda query: opened.search(query, mode="lexical"),
        "hybrid, only French": lambda query: opened.search(query, mode="hybrid", languages=["fr"]),
    }
    for name, ask in variants.items():
        for query in asked[:40]:
            ask(query)
        times, busy = [], []
        for query in asked:
            start = time.process_time()
            times.append(_milliseconds(ask, query))
            busy.append(1000 * (time.process_time() - start))
        p50, p95, worst = np.percentile(times, [50, 95, 100])
        print(f"{name:20} p50 {p50:.1f} ms, p95 {p95:.1f}, longest {worst:.1f} ({len(times)} queries)")
        # On a machine that does other work, what the processors were busy with says more.
        p50, p95 = np.percentile(busy, [50, 95])
        print(f"{'':20} processor time p50 {p50:.1f} ms, p95 {p95:.1f}")
    print(f"resident {_resident():.0f} MB")


def measure_recall(memory: Path, passages: Path, asked: Sequence[str]) -> None:
    """Of the ten nearest by exact cosines, those that the vectors of the memory give."""
    opened = hexapla.open_memory(memory)
    vectors = np.load(passages / "vectors.npy", mmap_mode="r")
    queries = np.stack([opened.encoder.encode([embedded_text(text)])[0] for text in asked])
    table = opened.search_table
    exact = np.concatenate(
        [vectors[start : start + 50_000] @ queries.T for start in range(0, len(vectors), 50_000)]
    )
    places = _places_of_rows(opened, passages)
    for languages in (_CODES, *((code,) for code in _CODES)):
        rows = np.flatnonzero(table.in_languages(languages) & (places >= 0))
        allowed = np.zeros(len(places), bool)
        allowed[rows] = True
        selection = select_rows(opened.index, allowed)
        found = right = 0
        for number, query in enumerate(queries):
            cosines = exact[places[rows], number]
            best = set(rows[np.argpartition(-cosines, 10)[:10]].tolist())
            got, _ = search_index(opened.index, query, 10, selection)
            found += len(best & set(got.tolist()))
            right += 10
        name = "all" if len(languages) > 1 else languages[0]
        print(f"recall@10 among {name}: {found / right:.4f}")


def _places_of_rows(opened: hexapla.Memory, passages: Path) -> NDArray[np.int64]:
    """Return for each row of the memory its place in the passages, -1 for a unit that was added since."""
    keys = ["unit_id", "language"]
    given = pl.read_parquet(passages / "units.parquet", columns=keys).with_row_index("place")
    rows = opened.units().select(keys).collect().join(given, on=keys, how="left", maintain_order="left")
    return rows["place"].cast(pl.Int64).fill_null(-1).to_numpy()


def _milliseconds(ask: Callable[[str], object], query: str) -> float:
    start = time.perf_counter()
    ask(query)
    return 1000 * (time.perf_counter() - start)


def _resident() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1000


def _peak() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1000


def _size(path: Path) -> int:
    files = [path] if path.is_file() else path.rglob("*")
    return sum(one.stat().st_size for one in files if one.is_file())


def measure_changes(memory: Path, data: Path) -> None:
    """A thousand single changes, adds and deletes in turn, each looked for by the next query."""
    opened = hexapla.open_memory(memory)
    # Other ones each time: a memory that was measured before has the first ones.
    known = len(read_changes(memory))
    chance = random.Random(_SEED + known)
    sentences = {code: real_sentences(data, code) for code in _CODES}
    # The first of each kind, and the second that is added, load what the others find loaded.
    for _ in range(2):
        opened.delete_unit(opened.add_unit(NewUnit({"fr": f"premier {chance.random()}", "en": "first"})))
    _ = opened.search("warm", mode="hybrid")
    ids = opened.units().select("unit_id").unique().collect()["unit_id"].sort().to_list()
    there = [unit_id for unit_id in chance.sample(ids, min(2000, len(ids))) if opened.pending.has(unit_id)]
    times: dict[str, list[float]] = {"add": [], "delete": [], "query after": []}
    for number in range(1000):
        mark = known * 1000 + number
        texts = {code: f"{chance.choice(sentences[code])} {mark}" for code in _CODES}
        if number % 2:
            unit_id = there.pop(chance.randrange(len(there)))
            wanted = False
            asked = opened.pending.texts(unit_id)["fr"]
            times["delete"].append(_milliseconds(opened.delete_unit, unit_id))
        else:
            wanted, asked = True, texts[chance.choice(_CODES)]
            start = time.perf_counter()
            unit_id = opened.add_unit(NewUnit(texts))
            times["add"].append(1000 * (time.perf_counter() - start))
            there.append(unit_id)
        start = time.perf_counter()
        hits = opened.search(asked, mode="hybrid")
        times["query after"].append(1000 * (time.perf_counter() - start))
        # Where more than fifty passages have the same words but for a figure, the words may leave it out.
        hits += opened.search(asked, mode="dense") if wanted else []
        if (unit_id in [hit.unit_id for hit in hits]) is not wanted:
            raise SystemExit(f"{unit_id} should {'' if wanted else 'not '}have been found by: {asked}")
    for name, measured in times.items():
        p50, p95, worst = np.percentile(measured, [50, 95, 100])
        late = sum(one > 50 for one in measured)
        told = f"p50 {p50:.1f} ms, p95 {p95:.1f}, longest {worst:.1f}"
        print(f"{name:12} {told} ({len(measured)}, {late} over 50)")
    start = time.perf_counter()
    hexapla.open_memory(memory).search("warm", mode="hybrid")
    seconds = time.perf_counter() - start
    print(f"opened with {opened.pending.counts()} added and deleted, first query after {seconds:.1f} s")


def measure_rebuilt(memory: Path, passages: Path, asked: Sequence[str]) -> None:
    """What a memory with pending changes finds, beside what it finds once it is published with them."""
    before = hexapla.open_memory(memory)
    found = {mode: [_first_ten(before, query, mode) for query in asked] for mode in MODES}
    start = time.perf_counter()
    digests = [entry.digest for entry in before.manifest.sets]
    publish(memory, digests, GivenVectors(passages, memory / "vectors-cache"))
    print(f"published with {before.pending.counts()} changes in {time.perf_counter() - start:.0f} s")
    after = hexapla.open_memory(memory)
    for mode in MODES:
        pairs = [(old, _first_ten(after, query, mode)) for query, old in zip(asked, found[mode], strict=True)]
        whole = sum(list(old) == list(new) for old, new in pairs)
        first = sum(list(old)[:1] == list(new)[:1] for old, new in pairs)
        same = sum(len(old.keys() & new.keys()) for old, new in pairs)
        told = f"{whole} of {len(pairs)} queries have the same ten hits in order, {first} the same first hit"
        print(f"{mode:8} {told}; of all hits {same / sum(len(new) for _, new in pairs):.4f} are the same")
        apart = [
            abs(one - other)
            for old, new in pairs
            for one, other in zip(old.values(), new.values(), strict=True)
        ]
        print(f"{'':8} scores, place by place, differ by {max(apart):.6f} at most")


def _first_ten(memory: hexapla.Memory, query: str, mode: str) -> dict[str, float]:
    return {hit.unit_id: hit.score for hit in memory.search(query, mode=mode)}


HOSTILE = {
    "a megabyte": "droits " * 150_000,
    "8000 characters": "droits de la personne humaine et libertés fondamentales pour tous sans " * 112,
    "only stars": "* " * 3_900,
    "prefixes": " ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz" * 60),
    "quotation marks": '"' * 4_001,
    "phrases": '" "de" "la" ' * 600,
    "one long phrase": '"' + "de la " * 1_300 + '"',
    "one long Han phrase": '"' + "的" * 7_900 + '"',
    "terms": " ".join(f"w{number}" for number in range(10_000)),
    "frequent words": "de la the of и в على the " * 300,
    "numbers": " ".join(map(str, range(1_700))),
    "symbols": "A/RES/68/187 " * 600,
    "dates": "18 December 2013, " * 440,
    "Han": "".join(chr(0x4E00 + number) for number in range(7_900)),
    "Arabic": "ال" * 3_900,
    "control characters": "\x00\x1b\u202e" * 2_000 + "eau",
    "markup": "<b>&amp;</b> =cmd|' /C calc'!A0 " * 200,
}


def measure_hostile(memory: Path) -> None:
    """The longest time of queries that are made to take long."""
    opened = hexapla.open_memory(memory)
    opened.search("warm", mode="hybrid")
    for name, query in HOSTILE.items():
        times = []
        for _ in range(3):
            start = time.perf_counter()
            try:
                answer = f"{len(opened.search(query, mode='hybrid'))} hits"
            except QueryError as error:
                answer = f"refused: {str(error)[:50]}"
            times.append(1000 * (time.perf_counter() - start))
        print(f"{name:22} longest of 3: {max(times):6.0f} ms, {answer}")


PARTS = ("build", "speed", "recall", "hostile", "changes", "rebuilt")


def run_part(part: str, options: argparse.Namespace) -> None:
    """Run one part in this process."""
    if part == "build":
        build(options.passages, options.memory)
        return
    asked = queries(options.data, pl.read_parquet(options.passages / "units.parquet", columns=["symbol"]))
    if part == "speed":
        measure_speed(options.memory, asked)
    elif part == "recall":
        measure_recall(options.memory, options.passages, asked)
    elif part == "rebuilt":
        measure_rebuilt(options.memory, options.passages, asked)
    elif part == "hostile":
        measure_hostile(options.memory)
    elif part == "changes":
        measure_changes(options.memory, options.data)


def main() -> None:
    """Run every part in a process of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--passages", type=Path, required=True)
    parser.add_argument("--memory", type=Path, required=True)
    parser.add_argument("--part", choices=PARTS)
    options = parser.parse_args()
    if options.part:
        run_part(options.part, options)
        return
    for part in PARTS:
        if part != "build" or not options.memory.exists():
            subprocess.run([sys.executable, __file__, *sys.argv[1:], "--part", part], check=True)


if __name__ == "__main__":
    main()
