"""Checks that need more than one unit: repeated texts, runs of doubt, coverage. Units come one by one.

Texts are kept as hashes of 8 bytes, so a million units take some tens of megabytes.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from tm.checks.checked_units import CheckedUnit, CheckedVariant, CheckFinding, Observation, finding_of

DOUBTFUL = 0.5
# Below this a run of units says more than any of them.
RUN_BELOW = 0.8
SHORTEST_RUN = 3
LARGEST_BEAD = 3
LEAST_COVERAGE = 0.9
FEWEST_FOR_COVERAGE = 10
_HASH_BYTES = 8
# A heading of a word or two is translated by its place.
_LEAST_LETTERS = 12
_NOT_LETTERS = re.compile(r"[\W_]+")

Pair = tuple[CheckedVariant, CheckedVariant]


@dataclass(frozen=True, slots=True)
class _Seen:
    """The first unit with a text: where it is, and what stood on the other side."""

    name: str
    other: bytes
    composed: bool


@dataclass
class SetChecks:
    """What is known of the units so far. `observe` takes each unit with its pairs; `finish` ends runs."""

    sources: dict[bytes, _Seen] = field(default_factory=dict)
    targets: dict[bytes, _Seen] = field(default_factory=dict)
    skeletons: dict[bytes, tuple[str, bytes]] = field(default_factory=dict)
    run: list[CheckedUnit] = field(default_factory=list)
    coverage: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def observe(self, unit: CheckedUnit, pairs: Sequence[Pair]) -> Iterator[Observation]:
        """Yield what the unit shows together with those before it."""
        yield from _alignment(unit)
        for source, target in pairs:
            yield from self._repeated(unit, source, target)
            yield from self._near(unit, source, target)
        counts = self.coverage[unit.group]
        counts[""] += 1
        counts.update({variant.language for variant in unit.variants})

    def run_of(self, unit: CheckedUnit) -> CheckFinding | None:
        """Add a unit to the run of doubt, or end the run; the finding about a run that ends."""
        own = _probability(unit)
        doubtful = own is not None and own < RUN_BELOW
        if doubtful and (not self.run or self.run[-1].group == unit.group):
            self.run.append(unit)
            return None
        ended = self.end_run()
        self.run = [unit] if doubtful else []
        return ended

    def end_run(self) -> CheckFinding | None:
        """End the run; its finding, placed at its first unit, if it is long enough."""
        run, self.run = self.run, []
        if len(run) < SHORTEST_RUN:
            return None
        lowest = min(value for unit in run if (value := _probability(unit)) is not None)
        languages = tuple(dict.fromkeys(variant.language for unit in run for variant in unit.variants))
        last = _name(run[-1])
        message = f"{len(run)} units in a row, to {last}, are below {RUN_BELOW}; the lowest has {lowest:.2f}."
        seen = Observation("set.doubtful-run", languages, message, _name(run[-1]))
        return finding_of(seen, unit=run[0].identifier, line=run[0].line)

    def finish(self) -> Iterator[CheckFinding]:
        """Yield what is known when all units were seen."""
        ended = self.end_run()
        if ended is not None:
            yield ended
        everywhere = sorted({code for counts in self.coverage.values() for code in counts if code})
        for group, counts in self.coverage.items():
            total = counts[""]
            for code in everywhere if total >= FEWEST_FOR_COVERAGE else ():
                if 0 < counts[code] < LEAST_COVERAGE * total:
                    where = f" of {group}" if group else ""
                    message = f"{code} has a text in {counts[code]} of {total} units{where}."
                    yield finding_of(Observation("set.coverage", (code,), message, f"{group} {code}"))

    def _repeated(
        self, unit: CheckedUnit, source: CheckedVariant, target: CheckedVariant
    ) -> Iterator[Observation]:
        if sum(map(str.isalpha, source.text)) < _LEAST_LETTERS // (3 if source.base == "zh" else 1):
            return
        languages = (source.language, target.language)
        left, right = (_hash(one.language, " ".join(one.text.split())) for one in (source, target))
        composed = bool(unit.via)
        pair = _hash(*languages)
        first = self.sources.setdefault(left + pair, _Seen(_name(unit), right, composed))
        if first.other != right:
            yield Observation(
                "set.source-translations", languages, f"{first.name} translates this source otherwise."
            )
            if first.composed != composed:
                message = (
                    f"{first.name} has another translation of this source; one of both is direct evidence."
                )
                yield Observation("set.composed-disagrees", languages, message, "direct")
        first = self.targets.setdefault(right + pair, _Seen(_name(unit), left, composed))
        if first.other != left:
            message = f"{first.name} has this translation for another source."
            yield Observation("set.target-sources", languages, message)

    def _near(
        self, unit: CheckedUnit, source: CheckedVariant, target: CheckedVariant
    ) -> Iterator[Observation]:
        texts = [source.text, target.text]
        bare = [_skeleton(text) for text in texts]
        if not all(bare) or len(bare[0]) < _LEAST_LETTERS // (3 if source.base == "zh" else 1):
            return
        languages = (source.language, target.language)
        key = _hash(*languages, *bare)
        whole = _hash(*texts)
        name, first = self.skeletons.setdefault(key, (_name(unit), whole))
        if first != whole:
            message = f"{name} is the same but for case, punctuation and spaces."
            yield Observation("set.near-duplicate", languages, message)


def _alignment(unit: CheckedUnit) -> Iterator[Observation]:
    codes = tuple(variant.language for variant in unit.variants)
    low = [one for one in unit.variants if one.probability is not None and one.probability < DOUBTFUL]
    for variant in low:
        message = f"The alignment of {variant.language} has a probability of {variant.probability:.2f}."
        yield Observation("set.low-probability", (variant.language,), message)
    if not low and unit.probability is not None and unit.probability < DOUBTFUL and len(codes) > 1:
        message = f"The alignment has a probability of {unit.probability:.2f}."
        yield Observation("set.low-probability", codes, message)
    large = [one for one in unit.variants if one.blocks > LARGEST_BEAD]
    if large and len(codes) > 1:
        told = ", ".join(f"{one.blocks} paragraphs in {one.language}" for one in large)
        yield Observation("set.large-bead", codes, f"The unit has {told}.")
    if "disagreement" in unit.flags:
        message = "Languages that were aligned through the pivot do not match when compared directly."
        yield Observation("set.composed-disagrees", codes, message, "flag")


def _probability(unit: CheckedUnit) -> float | None:
    own = [one.probability for one in unit.variants if one.probability is not None]
    return min(own) if own else unit.probability


def _name(unit: CheckedUnit) -> str:
    return unit.identifier or (f"the unit at line {unit.line}" if unit.line else "another unit")


def _skeleton(text: str) -> str:
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _hash(*texts: str) -> bytes:
    joined = "\0".join(texts).encode("utf-8", "surrogatepass")
    return blake2b(joined, digest_size=_HASH_BYTES).digest()
