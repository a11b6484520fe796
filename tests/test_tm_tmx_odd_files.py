"""Odd TMX files: what is read of them, what is told, and that nothing else is opened."""

from __future__ import annotations

import itertools
import socket
import sys
import tracemalloc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tm.errors import TmxError
from tm.tmx_reading import SkippedVariant, TmxUnit, read_tmx


def _files() -> list[Any]:
    import importlib.util

    path = Path(__file__).with_name("tmx_odd_files.py")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return list(module.FILES)


FILES = _files()
NAMES = [odd.name for odd in FILES]


ALLOWED: list[str] = []
# Codecs are loaded when they are first used.
CODE = (".py", ".pyc", ".so", ".pyd")


def watched(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse what is done while `only` holds; a hook of auditing cannot be taken away again."""
    if not ALLOWED:
        return
    if event == "open" and isinstance(arguments[0], str):
        name = arguments[0]
        assert name in ALLOWED or name.endswith(CODE), f"{name} was opened"
    assert not event.startswith(("socket.", "subprocess.", "urllib.")), f"{event} happened"


sys.addaudithook(watched)


@contextmanager
def only(path: Path) -> Iterator[None]:
    """Forbid the network, and every file but this one."""
    ALLOWED.append(str(path))
    try:
        yield
    finally:
        ALLOWED.clear()


def lenient(path: Path) -> tuple[list[dict[str, str]], list[tuple[int, str]]]:
    skipped: list[SkippedVariant] = []
    read = [unit.texts for unit in read_tmx(path, skipped.append, strict=False)]
    return read, [(one.line, one.reason) for one in skipped]


def test_there_are_many_and_their_names_differ() -> None:
    assert len(set(NAMES)) == len(FILES) >= 100


SLOW = [pytest.mark.long]


@pytest.mark.parametrize(
    "odd", [pytest.param(odd, id=odd.name, marks=SLOW if "bomb" in odd.name else []) for odd in FILES]
)
def test_an_odd_file_gives_its_units_and_reasons(odd: Any, tmp_path: Path) -> None:
    path = tmp_path / "in.tmx"
    path.write_bytes(odd.data)
    if odd.refused:
        for strict in (True, False):
            with only(path), pytest.raises(TmxError, match=odd.refused):
                list(read_tmx(path, strict=strict))
        return
    with only(path):
        found = lenient(path)
    assert found == (list(odd.read), list(odd.skipped))
    if odd.strict:
        assert [unit.texts for unit in read_tmx(path)] == list(odd.read)
    else:
        with only(path), pytest.raises(TmxError, match="not well-formed XML"):
            list(read_tmx(path))


def test_the_watch_sees_other_files_and_the_network(tmp_path: Path) -> None:
    with only(tmp_path / "a"), pytest.raises(AssertionError, match="was opened"):
        (tmp_path / "b").read_bytes()
    with only(tmp_path / "a"), pytest.raises(AssertionError, match="socket"):
        socket.create_connection(("127.0.0.1", 9))


SIX = {"fr": "Un fleuve", "en": "A river", "es": "Un río", "ru": "Река", "zh": "一条河", "ar": "نهر"}
UNITS = [
    "<tu tuid='1'>"
    + "".join(f"<tuv xml:lang='{code}'><seg>{text}</seg></tuv>" for code, text in SIX.items())
    + "</tu>",
    (
        "<tu><!-- </tu> --><tuv lang='zh'><seg>水<ph/></seg></tuv>\n"
        "<tuv lang='ar'><seg>ماء &amp;</seg></tuv></tu >"
    ),
    "<tu/>",
    "<tu a='>'><tuv lang='ru'><seg><![CDATA[Вода</tu>]]></seg></tuv></tu>",
]
PROLOG = "<?xml version='1.0'?>\n<tmx version='1.4'><header srclang='fr'/>\n<body>"
SMALL = PROLOG + "\n".join(UNITS) + "\n</body></tmx>"


def units_before(cut: int, encoding: str) -> int:
    """How many units end before a cut, in bytes; of those that give anything."""
    ends = [
        len(part) for part in itertools.accumulate([PROLOG + UNITS[0], *("\n" + unit for unit in UNITS[1:])])
    ]
    given = [end for end, unit in zip(ends, UNITS, strict=True) if unit != "<tu/>"]
    return sum(len(SMALL[:end].encode(encoding)) <= cut for end in given)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-32-be", "utf-8-sig"])
def test_a_file_cut_anywhere_gives_the_units_before_the_cut_and_says_so(
    tmp_path: Path, encoding: str
) -> None:
    data, path = SMALL.encode(encoding), tmp_path / "in.tmx"
    path.write_bytes(data)
    whole, told = lenient(path)
    assert (len(whole), told) == (3, [(6, "no-variant")])
    begun = len((PROLOG[: PROLOG.index("<header")]).encode(encoding))
    for cut in range(len(data)):
        path.write_bytes(data[:cut])
        with pytest.raises(TmxError):
            list(read_tmx(path))
        try:
            read, told = lenient(path)
        except TmxError:
            assert cut < begun
            continue
        assert cut >= begun
        assert read == whole[: units_before(cut, encoding)], cut
        assert told[-1][1] == "truncated", cut
        assert told[-1][0] == 1 + data[:cut].decode(encoding, "ignore").count("\n"), cut


def memory_of(action: Iterable[object]) -> tuple[int, int]:
    """How many things come, and the most bytes that Python held meanwhile."""
    tracemalloc.start()
    try:
        count = sum(1 for _ in action)
        return count, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.long
@pytest.mark.parametrize(
    ("begin", "filler", "end", "reason"),
    [
        ("<tu><tuv lang='ru'><seg>", "Вода ", "</seg></tuv></tu>", "unit-too-long"),
        ("<tu><tuv lang='ru'><seg>", "вода вода <x/> ", "</seg></tuv></tu>", "unit-too-long"),
        ("<tu><!--", "вода ", "--></tu>", "unit-too-long"),
        ("<!--", "вода ", "-->", "stray-content"),
        ("", "вода ", "", "stray-content"),
        ("<tu a='", "вода ", "'/>", "unit-too-long"),
    ],
)
def test_what_is_larger_than_any_unit_is_skipped_in_bounded_memory(
    tmp_path: Path, begin: str, filler: str, end: str, reason: str
) -> None:
    path = tmp_path / "in.tmx"
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{PROLOG}{UNITS[0]}\n{begin}")
        for _ in range(100):
            file.write(filler * (1_000_000 // len(filler.encode())))
        file.write(f"{end}\n{UNITS[0]}</body></tmx>")
    skipped: list[SkippedVariant] = []
    count, most = memory_of(read_tmx(path, skipped.append, strict=False))
    assert count == 2
    assert {(one.line, one.reason) for one in skipped} == {(4, reason)}
    # 12 million characters of two bytes, held a few times while more is read.
    assert most < 200_000_000
    with pytest.raises(TmxError, match="line 4"):
        list(read_tmx(path))


def read_text(tmp_path: Path, text: str) -> list[TmxUnit]:
    (tmp_path / "in.tmx").write_text(text, encoding="utf-8")
    return list(read_tmx(tmp_path / "in.tmx"))


def test_a_hundred_thousand_attributes_and_variants_are_read(tmp_path: Path) -> None:
    attributes = "".join(f" a{number}='{number}'" for number in range(100_000))
    unit = UNITS[0].replace("<tu ", f"<tu{attributes} ")
    (read,) = read_text(tmp_path, f"{PROLOG}{unit}</body></tmx>")
    assert (read.tuid, read.texts["zh"]) == ("1", "一条河")
    variants = "<tuv lang='ar'><seg>نهر</seg></tuv>" * 100_000
    (read,) = read_text(tmp_path, f"{PROLOG}<tu>{variants}</tu></body></tmx>")
    assert len(read.variants) == 100_000


def test_many_comments_before_something_else_take_no_longer_than_few(tmp_path: Path) -> None:
    # Tried in all ways, forty of them would take days.
    with pytest.raises(TmxError, match="something other than a unit"):
        read_text(tmp_path, f"{PROLOG}{'<!-- в --><?x y?> ' * 10_000}x</body></tmx>")
