"""Long documents for stress, made of real text: passages of the gold sets recombined into many blocks.

A block joins one to three passages that say the same in all six languages, and may have its figures changed,
in every language alike. All blocks of a document differ, but many share a passage, and some differ from an
earlier block in one passage or one figure only, as the paragraphs of real resolutions do. The scenarios then
take parts away from the target, add foreign text to it, repeat boilerplate, or swap two sections. The seed
decides everything.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gold_sets import LANGUAGES, GoldSet
from six_way_rows import load_six_way_sets

from align.ladder import LadderBead
from corpora.label_paths import mask_ordinals
from corpora.sentences import split_sentences

# The families whose passages the documents are made of, and the one that foreign text is taken from.
FAMILIES = ("udhr", "sdg", "55/100")
FOREIGN_FAMILY = "cc"
BLOCKS = 5000
SCENARIOS = ("clean", "missing start", "missing middle", "extra", "boilerplate", "swapped")

MISSING_START = 0.25
MISSING_MIDDLE = (0.35, 0.65)
EXTRA = 0.25
BOILERPLATE = 0.40
BOILERPLATE_TEXTS = 5
SWAPPED = ((0.20, 0.35), (0.60, 0.75))

# How many passages a block joins, as weights of 1, 2 and 3; a block grows no further than so many characters
# of French (about 65 words).
_JOINED = (45, 40, 15)
_LONGEST_FRENCH = 420
# Share of blocks that are a variation of one of the latest blocks, and how far back these lie.
_NEAR_DUPLICATES = 0.15
_LOOK_BACK = 200
# Figures that may be changed: standing alone, of two to four digits.
_FIGURE = re.compile(r"(?<![\d.,/])\d{2,4}(?![\d/]|[.,]\d)")
# Foreign paragraphs come half of them singly, half in runs of at most this many.
_LONGEST_RUN = 60

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Block:
    """The passages of a block as (place in the pool, variation of its figures; 0 is as they are)."""

    parts: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Placed:
    """A block where it stands in a version: what says the same has the same key; its text by language."""

    key: int
    texts: Texts


@dataclass(frozen=True)
class Scenario:
    """Both sides of a stress case; `gold` joins blocks with equal keys, wherever they stand."""

    name: str
    source: tuple[Placed, ...]
    target: tuple[Placed, ...]
    gold: list[LadderBead] = field(repr=False)

    def sides(self, source: str, target: str) -> tuple[list[str], list[str]]:
        """The texts of the source in one language and those of the target in another."""
        return [p.texts[source] for p in self.source], [p.texts[target] for p in self.target]


def load_pools(folder: Path) -> tuple[list[Texts], list[Texts]]:
    """Passages in all six languages: those that the documents are made of, and foreign ones."""
    sets = load_six_way_sets(folder)
    return (
        [passage for gold in sets if gold.family in FAMILIES for passage in passages(gold)],
        [passage for gold in sets if gold.family == FOREIGN_FAMILY for passage in passages(gold)],
    )


def passages(gold: GoldSet) -> Iterator[Texts]:
    """Rows that all six versions have, sentence by sentence where all have equally many; ordinals masked."""
    by_row: dict[str, dict[int, str]] = {}
    for code, version in gold.versions.items():
        joint = "" if code == "zh" else " "
        for text, row in version:
            before = by_row.setdefault(code, {}).get(row)
            masked = mask_ordinals(text, code).strip()
            by_row[code][row] = masked if before is None else before + joint + masked
    for row in sorted(set.intersection(*(set(by_row[code]) for code in LANGUAGES))):
        texts = {code: by_row[code][row] for code in LANGUAGES}
        if not all(texts.values()):
            continue
        parts = {code: split_sentences(text, code) for code, text in texts.items()}
        counts = {len(found) for found in parts.values()}
        if len(counts) == 1:
            for k in range(counts.pop()):
                yield {code: parts[code][k] for code in LANGUAGES}
        else:
            yield texts


def make_blocks(pool: Sequence[Texts], count: int, seed: int) -> list[Texts]:
    """`count` blocks that all differ, in all six languages."""
    draw = random.Random(f"blocks/{seed}")
    blocks: list[Block] = []
    texts: list[Texts] = []
    known: set[str] = set()
    while len(blocks) < count:
        varied = bool(blocks) and draw.random() < _NEAR_DUPLICATES
        block = _variation(draw.choice(blocks[-_LOOK_BACK:]), pool, draw) if varied else _new(pool, draw)
        written = write_block(block, pool)
        if written["fr"] not in known:
            known.add(written["fr"])
            blocks.append(block)
            texts.append(written)
    return texts


def _new(pool: Sequence[Texts], draw: random.Random) -> Block:
    wanted = draw.choices((1, 2, 3), weights=_JOINED)[0]
    parts = [_part(pool, draw)]
    while len(parts) < wanted and sum(len(pool[k]["fr"]) for k, _ in parts) < _LONGEST_FRENCH / 2:
        parts.append(_part(pool, draw))
    return Block(tuple(parts))


def _part(pool: Sequence[Texts], draw: random.Random) -> tuple[int, int]:
    place = draw.randrange(len(pool))
    return place, draw.randrange(1, 1000) if draw.random() < 0.5 else 0


def _variation(block: Block, pool: Sequence[Texts], draw: random.Random) -> Block:
    """The block with other figures in one passage if it has any, else with one passage replaced."""
    parts = list(block.parts)
    at = draw.randrange(len(parts))
    place, _ = parts[at]
    if shared_figures(pool[place]) and draw.random() < 0.5:
        parts[at] = (place, draw.randrange(1, 1000))
    else:
        parts[at] = _part(pool, draw)
    return Block(tuple(parts))


def write_block(block: Block, pool: Sequence[Texts]) -> Texts:
    """The text of a block in every language."""
    written = [change_figures(pool[place], variation) for place, variation in block.parts]
    return {
        code: ("" if code == "zh" else " ").join(passage[code] for passage in written) for code in LANGUAGES
    }


def shared_figures(passage: Texts) -> list[str]:
    """Figures of two to four digits that stand in every language of a passage, rising."""
    return sorted(set.intersection(*(set(_FIGURE.findall(text)) for text in passage.values())))


def change_figures(passage: Texts, variation: int) -> Texts:
    """The passage with other figures of as many digits, the same in every language; 0 changes none."""
    if not variation:
        return passage
    draw = random.Random(f"figures/{variation}")
    new = {
        figure: str(
            draw.randint(1946, 2060)
            if len(figure) == 4
            else draw.randint(10 ** (len(figure) - 1), 10 ** len(figure) - 1)
        )
        for figure in shared_figures(passage)
    }
    return {
        code: _FIGURE.sub(lambda found: new.get(found.group(), found.group()), text)
        for code, text in passage.items()
    }


def make_scenario(
    name: str, blocks: Sequence[Texts], pool: Sequence[Texts], foreign: Sequence[Texts], seed: int
) -> Scenario:
    """One of `SCENARIOS`, with `blocks` as the document; what is missing or extra is so in the target."""
    draw = random.Random(f"{name}/{seed}")
    source = [Placed(key, texts) for key, texts in enumerate(blocks)]
    if name == "boilerplate":
        source = _with_boilerplate(source, pool, draw)
    count = len(source)
    target = source
    if name == "missing start":
        target = source[round(count * MISSING_START) :]
    elif name == "missing middle":
        start, end = (round(count * share) for share in MISSING_MIDDLE)
        target = [*source[:start], *source[end:]]
    elif name == "extra":
        wanted = round(count * EXTRA)
        target = _with_extra(source, make_blocks(foreign, wanted, seed), draw)
    elif name == "swapped":
        (a, b), (c, d) = [(round(count * start), round(count * end)) for start, end in SWAPPED]
        target = [*source[:a], *source[c:d], *source[b:c], *source[a:b], *source[d:]]
    elif name not in SCENARIOS:
        raise ValueError(f'no scenario "{name}"; there are {", ".join(SCENARIOS)}')
    return Scenario(name, tuple(source), tuple(target), gold_of(source, target))


def _with_boilerplate(version: Sequence[Placed], pool: Sequence[Texts], draw: random.Random) -> list[Placed]:
    """The version with that share of its blocks replaced by one of a few texts, alike in every language."""
    few = draw.sample(list(pool), BOILERPLATE_TEXTS)
    replaced = set(draw.sample(range(len(version)), round(len(version) * BOILERPLATE)))
    return [Placed(p.key, draw.choice(few)) if p.key in replaced else p for p in version]


def _with_extra(version: Sequence[Placed], extra: Sequence[Texts], draw: random.Random) -> list[Placed]:
    """The version with foreign blocks put in, in runs and singly; they have keys of their own."""
    strangers = [Placed(-1 - k, texts) for k, texts in enumerate(extra)]
    at: dict[int, list[Placed]] = {}
    taken = 0
    while taken < len(strangers):
        size = draw.randint(2, _LONGEST_RUN) if taken < len(strangers) // 2 else 1
        run = strangers[taken : taken + size]
        at.setdefault(draw.randrange(len(version) + 1), []).extend(run)
        taken += len(run)
    out = list(at.get(0, ()))
    for place, placed in enumerate(version, start=1):
        out.append(placed)
        out.extend(at.get(place, ()))
    return out


def gold_of(source: Sequence[Placed], target: Sequence[Placed]) -> list[LadderBead]:
    """Blocks with equal keys 1:1, wherever they stand; every other block alone."""
    places = {placed.key: j for j, placed in enumerate(target)}
    keys = {placed.key for placed in source}
    pairs = [
        LadderBead((i,), (places[placed.key],) if placed.key in places else ())
        for i, placed in enumerate(source)
    ]
    return [*pairs, *(LadderBead((), (j,)) for j, placed in enumerate(target) if placed.key not in keys)]
