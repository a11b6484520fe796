"""`read_tmx` against a plain lxml reader, on thousands of changed files."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tm.errors import TmxError
from tm.tmx_reading import TmxUnit, read_tmx

SHARDS, FILES = 5, 600


def plain(unit: TmxUnit) -> tuple[object, ...]:
    variants = tuple((one.language, one.text, tuple(one.props.items())) for one in unit.variants)
    return (
        unit.tuid, unit.source_language, variants, tuple(unit.props.items()), unit.line,
        unit.creation_date, unit.change_date, unit.creation_id,
    )  # fmt: skip


def agrees(path: Path, data: bytes, oracle: ModuleType) -> str:
    """Compare both readers on a file; return what the plain one says of it."""
    path.write_bytes(data)
    try:
        expected, verdict = oracle.units_by_lxml(data), "read"
    except oracle.Refused:
        expected, verdict = None, "refused"
    except oracle.Odd:
        expected, verdict = None, "odd"
    try:
        found = [plain(unit) for unit in read_tmx(path)]
    except TmxError:
        found = None
    if found is not None and expected is not None:
        expected = [
            unit._replace(line=unit.line or own[4]) for unit, own in zip(expected, found, strict=True)
        ]
    if verdict != "odd":
        assert found == (None if expected is None else [tuple(unit) for unit in expected]), data
    try:
        loose = [plain(unit) for unit in read_tmx(path, strict=False)]
    except TmxError:
        # No TMX at all.
        assert found is None, data
        loose = None
    if found is not None:
        assert loose == found, data
    return verdict


@pytest.fixture(scope="module")
def parts(module_beside: Callable[[str], ModuleType]) -> tuple[ModuleType, ModuleType]:
    return module_beside("tmx_oracle"), module_beside("tmx_mutations")


@pytest.mark.parametrize("shard", range(SHARDS))
def test_changed_files_are_read_as_lxml_reads_them(
    tmp_path: Path, parts: tuple[ModuleType, ModuleType], shard: int
) -> None:
    oracle, mutations = parts
    chance = random.Random(f"tmx {shard}")
    verdicts = {"read": 0, "refused": 0, "odd": 0}
    for _ in range(FILES):
        text = mutations.mutated(chance, mutations.well_formed(chance))
        verdicts[agrees(tmp_path / "in.tmx", text.encode("utf-8", "surrogatepass"), oracle)] += 1
    # Both kinds must be there in numbers, or nothing is shown.
    assert verdicts["read"] > FILES / 6
    assert verdicts["refused"] > FILES / 6


def test_files_that_are_not_changed_are_read_whole(
    tmp_path: Path, parts: tuple[ModuleType, ModuleType]
) -> None:
    oracle, mutations = parts
    chance = random.Random("as they are")
    for encoding in ("utf-8", "utf-16", "utf-8-sig") * 70:
        text = mutations.well_formed(chance).replace('encoding="UTF-8"', "")
        assert agrees(tmp_path / "in.tmx", text.encode(encoding), oracle) == "read", text
