"""First hits across languages in one memory, by mode, for bench_search.py.

Every ordered pair of languages, and queries of one symbol, figure or rare name.
"""

from __future__ import annotations

import csv
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl
from gold_sets import LANGUAGES, load_gold_sets

import hexapla
from align.encoders import Vectors
from corpora.figures import FigureKind, figure_values, find_figures
from corpora.symbols import find_symbols
from tm.search_modes import SearchRequest, find_units

MODES = ("dense", "lexical", "hybrid")
FAMILIES = ("sdg", "udhr", "55/100", "cc", "canada")
# Queries of each kind in each language, drawn with this seed.
_MOST, _SEED = 50, 187
Row = Mapping[str, str]


@dataclass(frozen=True)
class Count:
    """Queries asked, and those whose first hit is right."""

    right: int = 0
    asked: int = 0

    def plus(self, *, right: bool) -> Count:
        """Count one more query."""
        return Count(self.right + right, self.asked + 1)


class OnceEncoder:
    """Encodes a text once, however often it is asked for: the modes and languages ask the same queries."""

    def __init__(self, inner: hexapla.Encoder) -> None:
        self.inner = inner
        self.identity = inner.identity
        self.dimension = inner.dimension
        self._known: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of the texts; one text at a time comes from what is known."""
        if len(texts) != 1:
            return self.inner.encode(texts)
        if texts[0] not in self._known:
            self._known[texts[0]] = self.inner.encode(texts)
        return self._known[texts[0]]


class FirstHits:
    """The text of the first hit in a memory."""

    def __init__(self, memory: hexapla.Memory) -> None:
        self.memory = memory
        table = memory.search_table
        numbers = table.numbers("paragraph")
        texts = memory.units().select("text").collect()["text"].to_list()
        self.texts = {
            (int(numbers[row]), table.language(row)): text
            for row, text in enumerate(texts)
            if not table.is_sentence[row]
        }

    def unit(self, query: str, languages: Sequence[str], mode: str) -> int | None:
        """Return the number of the unit that answers best."""
        found = find_units(self.memory, SearchRequest(query, languages, 1, mode=mode))
        return found[0].unit if found else None


def read_rows(data: Path) -> dict[str, list[Row]]:
    """Rows of texts by language, of each gold set of the data folder, by family."""
    families: dict[str, list[Row]] = {family: [] for family in FAMILIES}
    for name, paths in (("sdg", ["sdg/gold_targets.tsv"]), ("udhr", ["udhr/gold_udhr_six.tsv"])):
        for path in paths:
            with (data / path).open(encoding="utf-8", newline="") as lines:
                cells = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
            families[name] += [{code: row[code].strip() for code in LANGUAGES if row[code]} for row in cells]
    for gold in load_gold_sets(data):
        if gold.family in ("55/100", "cc", "canada"):
            rows: dict[int, dict[str, str]] = {}
            for code, version in gold.versions.items():
                for text, row in version:
                    rows.setdefault(row, {})[code] = text
            families[gold.family] += [rows[row] for row in sorted(rows)]
    return families


def measure_pairs(
    first: FirstHits, rows: Mapping[str, Sequence[Row]]
) -> dict[tuple[str, str, str, str], Count]:
    """Return the counts by (family, source, target, mode)."""
    counts: dict[tuple[str, str, str, str], Count] = {}
    for family, source, target, query, wanted in _cases(rows):
        for mode in MODES:
            unit = first.unit(query, [target], mode)
            right = unit is not None and is_right(first.texts.get((unit, target), ""), wanted)
            key = (family, source, target, mode)
            counts[key] = counts.get(key, Count()).plus(right=right)
    return counts


def _cases(rows: Mapping[str, Sequence[Row]]) -> Iterator[tuple[str, str, str, str, list[str]]]:
    """Yield each query with the texts that answer it: those of every row with the same source."""
    for family, every in rows.items():
        for source in LANGUAGES:
            answers: dict[str, list[Row]] = {}
            for row in every:
                if source in row:
                    answers.setdefault(row[source], []).append(row)
            for row in every:
                for target in LANGUAGES:
                    if target != source and source in row and target in row:
                        wanted = [one[target] for one in answers[row[source]] if target in one]
                        yield family, source, target, row[source], wanted


def is_right(hit: str, wanted: Sequence[str]) -> bool:
    """Whether a hit holds the text, or is the better half of it where a file has it in two paragraphs."""
    found = plain(hit)
    return any(
        text in found or (found in text and 2 * len(found) >= len(text))
        for text in map(plain, wanted)
        if text
    )


@cache
def plain(text: str) -> str:
    """Letters and digits only, without accents."""
    parts = unicodedata.normalize("NFKD", text).casefold()
    return "".join(one for one in parts if one.isalnum() and one != "ـ")


def alone_queries(texts: Mapping[tuple[int, str], str]) -> list[tuple[str, str, str]]:
    """Return (kind, language, query): symbols, figures of three digits or more, words of one passage.

    A name is a word with a capital inside a sentence; in Arabic any long word, in Chinese four characters.
    """
    generator = random.Random(_SEED)
    queries = []
    for language in LANGUAGES:
        own = [text for (_, code), text in sorted(texts.items()) if code == language]
        words = Counter(word for text in own for word in set(_name_pattern(language).findall(text)))
        pools = {
            "symbol": {text[one.start : one.end] for text in own for one in find_symbols(text)},
            "figure": {figure for text in own for figure in _figures(text, language)},
            "name": {word for word, count in words.items() if count == 1},
        }
        for kind, pool in pools.items():
            drawn = sorted(pool)
            generator.shuffle(drawn)
            queries += [(kind, language, query) for query in drawn[:_MOST]]
    return queries


def _name_pattern(language: str) -> re.Pattern[str]:
    special = {"zh": r"[\u4e00-\u9fff]{4}", "ar": r"[\u0621-\u064a]{5,}"}
    return re.compile(special.get(language, r"(?<=[\w,] )[A-ZА-ЯÉ][a-zа-яàéèáíóúñ]{4,}"))


def _figures(text: str, language: str) -> Iterator[str]:
    wanted = {FigureKind.NUMBER, FigureKind.PERCENT, FigureKind.YEAR}
    for figure in find_figures(text, language):
        written = text[figure.start : figure.end]
        if figure.kind in wanted and (sum(map(str.isdigit, written)) >= 3 or len(figure.value) >= 5):
            yield written


def measure_alone(first: FirstHits) -> dict[tuple[str, str, str], Count]:
    """Return the counts by (kind, language, mode); right: the first hit has it, in whatever language."""
    counts: dict[tuple[str, str, str], Count] = {}
    for kind, language, query in alone_queries(first.texts):
        for mode in MODES:
            unit = first.unit(query, first.memory.languages, mode)
            right = unit is not None and any(
                _has(kind, language, query, code, first.texts.get((unit, code), "")) for code in LANGUAGES
            )
            key = (kind, language, mode)
            counts[key] = counts.get(key, Count()).plus(right=right)
    return counts


def _has(kind: str, language: str, query: str, code: str, text: str) -> bool:
    if plain(query) in plain(text):
        return True
    if kind == "name":
        return False
    if kind == "symbol":
        values = {one.symbol for one in find_symbols(query)}
        return bool(values) and values <= {one.symbol for one in find_symbols(text)}
    there = set(figure_values(text, code))
    there |= {value.split("-")[0] for value in there}
    return bool(set(figure_values(query, language)) & there)


def print_tables(memory: hexapla.Memory, data: Path) -> bool:
    """Measure and print; return whether hybrid is nowhere below one of its legs over all sets of a pair."""
    first = FirstHits(memory)
    pairs = measure_pairs(first, read_rows(data))
    table = pl.DataFrame(
        [(*key, count.right, count.asked) for key, count in pairs.items()],
        schema=["family", "source", "target", "mode", "right", "asked"],
        orient="row",
    )
    print("\n| set | mode | all pairs | lowest pair | from French, lowest |\n|---|---|---|---|---|")
    for family in FAMILIES:
        for mode in MODES:
            rows = table.filter((pl.col("family") == family) & (pl.col("mode") == mode))
            share = rows.with_columns(share=pl.col("right") / pl.col("asked"))
            lowest = share.sort("share").row(0, named=True)
            french = share.filter(pl.col("source") == "fr")["share"].min()
            overall = rows["right"].sum() / rows["asked"].sum()
            name = f"{lowest['share']:.3f} {lowest['source']}-{lowest['target']}"
            print(f"| {family} | {mode} | {overall:.4f} | {name} | {french:.3f} |")
    sums = table.group_by("source", "target", "mode").agg(pl.col("right", "asked").sum())
    by_mode = sums.pivot("mode", index=["source", "target", "asked"], values="right").sort("source", "target")
    print("\n| from | to | queries | dense | lexical | hybrid |\n|---|---|---|---|---|---|")
    for row in by_mode.iter_rows(named=True):
        shares = " | ".join(f"{row[mode] / row['asked']:.4f}" for mode in MODES)
        print(f"| {row['source']} | {row['target']} | {row['asked']} | {shares} |")
    print("\n| alone | language | queries | dense | lexical | hybrid |\n|---|---|---|---|---|---|")
    alone = measure_alone(first)
    for kind, language in dict.fromkeys((kind, language) for kind, language, _ in alone):
        shares = " | ".join(
            f"{alone[kind, language, m].right / alone[kind, language, m].asked:.3f}" for m in MODES
        )
        print(f"| {kind} | {language} | {alone[kind, language, 'dense'].asked} | {shares} |")
    above = (pl.col("hybrid") >= pl.max_horizontal("dense", "lexical")).all()
    never_below = bool(by_mode.select(above).item())
    print(f"\nHybrid below one of its legs on a pair: {'no' if never_below else 'YES'}")
    return never_below
