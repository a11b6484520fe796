"""A large memory simulated from real sentences: clauses put together anew, figures, names and words changed.

Word frequencies stay those of the real texts, with a tail of rare names: what an index is slow or fast on.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
from gold_sets import load_gold_sets

from corpora.sentences import split_sentences
from tm.units import UNIT_SCHEMA

_CLAUSE = re.compile(r"[^,;:،؛，；：]+[,;:،؛，；：]?\s*")
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\d_]+")
_FIGURE = re.compile(r"\d+")
# Of 100 sentences so many are a real one with other figures (what official texts repeat), and of 100 words so
# many are replaced by another word of the language, or by a name that is rare.
_REPEATED, _OTHER_WORD, _RARE_NAME = 0.1, 0.08, 0.02
_ALPHABETS = {
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "ru": "абвгдежзиклмнопрстуфхцчшэюя",
    "zh": "".join(map(chr, range(0x4E00, 0x4E00 + 3000))),
}
_MEAN_CLAUSES = 3


def real_sentences(data: Path, language: str) -> list[str]:
    """The sentences of the gold sets in a language, and of the Security Council in English, each once."""
    paragraphs = [text for one in load_gold_sets(data) for text, _ in one.versions.get(language, [])]
    if language == "en":
        for path in sorted((data / "unsc_en").glob("*.txt")):
            text = path.read_text(encoding="utf-8", errors="replace")
            paragraphs += [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
    sentences = [one for text in paragraphs for one in split_sentences(text, language)]
    return [one for one in dict.fromkeys(sentences) if len(_WORD.findall(one)) >= 3]


def simulate(sentences: Sequence[str], language: str, count: int, seed: int = 1) -> Iterator[str]:
    """Yield `count` sentences made of real ones; the same seed gives the same."""
    chance = random.Random(seed)
    clauses = [clause for one in sentences for clause in _CLAUSE.findall(one)]
    words = [word for one in sentences for word in _WORD.findall(one)]
    for _ in range(count):
        if chance.random() < _REPEATED:
            yield _other_figures(chance.choice(sentences), chance)
            continue
        number = 2 + min(int(chance.expovariate(1 / (_MEAN_CLAUSES - 2))), 8)
        yield _other_figures(
            _other_words("".join(chance.choices(clauses, k=number)), words, language, chance), chance
        )


def edited(sentence: str, words: Sequence[str], chance: random.Random) -> str:
    """A sentence with none to a quarter of its words replaced or dropped, and perhaps other figures."""
    share = chance.choice((0.0, 0.05, 0.1, 0.2, 0.25))

    def change(match: re.Match[str]) -> str:
        if chance.random() >= share:
            return match.group()
        return chance.choice(words) if chance.random() < 0.7 else ""

    changed = _WORD.sub(change, sentence)
    return _other_figures(changed, chance) if chance.random() < 0.3 else changed


def unit_rows(texts: Sequence[str], source: str, target: str) -> pl.DataFrame:
    """A table of units of these texts; the text stands for its own translation. Sets have 100 units."""
    numbers = pl.int_range(len(texts), eager=True)
    unit = pl.DataFrame({"number": numbers, "text": texts})
    table = unit.select(
        unit_id=pl.format("S{}:{}", pl.col("number") // 100, pl.col("number") % 100),
        level=pl.lit("sentence"),
        set_name=pl.format("S{}", pl.col("number") // 100),
        pivot=pl.lit(source),
        position=pl.col("number") % 100,
        text="text",
        kind=pl.lit("paragraph"),
        document=pl.format("S{}.txt", pl.col("number") // 100),
        probability=pl.lit(0.97),
        unit_probability=pl.lit(0.97),
    )
    both = pl.concat(
        [
            table.with_columns(language=pl.lit(source)),
            table.with_columns(language=pl.lit(target), via=pl.lit(source)),
        ],
        how="diagonal",
    )
    absent = [
        pl.lit(None, dtype).alias(name) for name, dtype in UNIT_SCHEMA.items() if name not in both.columns
    ]
    ordered = both.with_columns(absent).with_columns(pl.col("path", "label").fill_null(""))
    return ordered.with_row_index().sort(pl.col("index") % len(texts), "language").select(list(UNIT_SCHEMA))


def _other_figures(text: str, chance: random.Random) -> str:
    return _FIGURE.sub(lambda match: str(chance.randrange(10 ** len(match.group()[:6]))), text)


def _other_words(text: str, words: Sequence[str], language: str, chance: random.Random) -> str:
    def change(match: re.Match[str]) -> str:
        drawn = chance.random()
        if drawn < _RARE_NAME:
            return _name(language, chance)
        return chance.choice(words) if drawn < _RARE_NAME + _OTHER_WORD else match.group()

    return _WORD.sub(change, text)


def _name(language: str, chance: random.Random) -> str:
    letters = _ALPHABETS.get(language, "abcdefghijklmnopqrstuvwxyz")
    if language == "zh":
        return chance.choice(letters)
    # Short names return, long ones hardly ever do.
    return "".join(chance.choices(letters, k=chance.randint(2, 7))).capitalize()
