"""From a memory to XCES and back: the same texts, paired the same way, in six languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from hexapla import building
from hexapla.build_results import BuildResult
from hexapla.command_line import run
from tm.memory import open_memory
from tm.memory_folder import write_set
from tm.publication import publish
from tm.units import units_of

Build = Callable[..., BuildResult]
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
# Out of order in Russian, without French in the fourth, with two sentences in the second.
MOVED = {
    "ar": ["العنوان", "تجتمع اللجنة. تنشر تقريرا.", "الأنهار طويلة.", "المدارس كثيرة.", "النهاية هنا."],
    "en": [
        "The title",
        "The committee meets. It reports.",
        "Rivers are long.",
        "Schools are many.",
        "The end.",
    ],
    "es": ["El título", "El comité se reúne. Informa.", "Los ríos son largos.", "Hay escuelas.", "El fin."],
    "fr": ["Le titre", "Le comité se réunit. Il fait rapport.", "Les rivières sont longues.", "La fin."],
    "ru": ["Заглавие", "Реки длинные.", "Комитет собирается. Он сообщает.", "Школ много.", "Конец."],
    "zh": ["标题", "委员会开会。委员会提出报告。", "河流很长。", "学校很多。", "完。"],
}
ORDER = {**dict.fromkeys(LANGUAGES, (0, 1, 2, 3, 4)), "fr": (0, 1, 2, 4), "ru": (0, 2, 1, 3, 4)}


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch, hash_encoders: ModuleType) -> Build:
    """`hexapla.build` with an encoder that needs no model."""
    monkeypatch.setattr(building, "load_encoder", lambda _name: hash_encoders.HashEncoder())
    return building.build


def texts(memory: Path, level: str) -> list[list[tuple[str, str]]]:
    table = open_memory(memory).units().filter(pl.col("level") == level).collect()
    found: dict[str, list[tuple[str, str]]] = {}
    for row in table.sort("set_name", "position", "language").iter_rows(named=True):
        found.setdefault(row["unit_id"], []).append((row["language"], row["text"]))
    return list(found.values())


def tei(code: str) -> str:
    paragraphs = []
    for number, text in zip(ORDER[code], MOVED[code], strict=True):
        parts = text.replace("。", "。|").replace(". ", ".|").strip("|").split("|")
        between = "" if code == "zh" else " "
        sentences = between.join(
            f'<s id="{number}:{k}" lang="{code}">{part}</s>' for k, part in enumerate(parts, 1)
        )
        paragraphs.append(f'<p id="{number}">{sentences}</p>')
    return f"<TEI.2><text><body>{''.join(paragraphs)}</body></text></TEI.2>"


def group(one: str, other: str, ids: list[str]) -> str:
    lines = "".join(f'<link xtargets="{name};{name}"/>' for name in ids)
    return f'<linkGrp fromDoc="{one}/a.xml" toDoc="{other}/a.xml">{lines}</linkGrp>'


def test_moved_paragraphs_and_what_the_pivot_lacks_come_back(tmp_path: Path, build: Build) -> None:
    for code in LANGUAGES:
        (tmp_path / "docs" / code).mkdir(parents=True)
        (tmp_path / "docs" / code / "a.xml").write_text(tei(code), encoding="utf-8")
    whole = ["0:1", "1:1", "1:2", "2:1", "4:1"]
    groups = [group("fr", code, whole) for code in LANGUAGES if code != "fr"]
    groups += [group("en", code, ["3:1"]) for code in LANGUAGES if code not in ("fr", "en")]
    (tmp_path / "docs" / "links.xml").write_text(f"<cesAlign>{''.join(groups)}</cesAlign>", encoding="utf-8")
    first = build([tmp_path / "docs"], tmp_path / "one")
    assert first.left_out == ()
    assert "warning" not in {one.severity for one in first.findings}
    assert run(["export", str(tmp_path / "one"), "--to", "xces", "--out", str(tmp_path / "out")]) == 0
    build([tmp_path / "out"], tmp_path / "two")

    for level, count in (("paragraph", 5), ("sentence", 6)):
        before = texts(tmp_path / "one", level)
        assert texts(tmp_path / "two", level) == before
        assert len(before) == count
    assert [code for code, _ in texts(tmp_path / "two", "paragraph")[3]] == ["ar", "en", "es", "ru", "zh"]
    assert dict(texts(tmp_path / "two", "sentence")[2])["zh"] == "委员会提出报告。"


def test_every_kind_of_row_comes_back(
    tmp_path: Path, build: Build, tm_sets: ModuleType, hash_encoders: ModuleType
) -> None:
    write_set(tmp_path / "one", "rivers00", units_of(tm_sets.rivers()))
    publish(tmp_path / "one", ["rivers00"], hash_encoders.HashEncoder())
    assert run(["export", str(tmp_path / "one"), "--to", "xces", "--out", str(tmp_path / "out")]) == 0
    result = build([tmp_path / "out"], tmp_path / "two")
    assert [one.name for one in result.sets] == ["rivers"]
    for level in ("paragraph", "sentence"):
        assert texts(tmp_path / "two", level) == texts(tmp_path / "one", level)


def test_a_symbol_comes_back_from_the_name_of_its_files(
    tmp_path: Path, build: Build, tm_sets: ModuleType, hash_encoders: ModuleType
) -> None:
    one = tm_sets.rivers("A/RES/68/999")
    write_set(tmp_path / "one", "rivers00", units_of(one))
    publish(tmp_path / "one", ["rivers00"], hash_encoders.HashEncoder())
    assert run(["export", str(tmp_path / "one"), "--to", "xces", "--out", str(tmp_path / "out")]) == 0
    result = build([tmp_path / "out"], tmp_path / "two")
    assert [(each.name, each.symbol) for each in result.sets] == [("A/RES/68/999", "A/RES/68/999")]


def test_xces_is_a_folder_of_paragraphs(
    tmp_path: Path, tm_sets: ModuleType, hash_encoders: ModuleType
) -> None:
    write_set(tmp_path / "one", "rivers00", units_of(tm_sets.rivers()))
    publish(tmp_path / "one", ["rivers00"], hash_encoders.HashEncoder())
    export = ["export", str(tmp_path / "one"), "--to", "xces"]
    assert run([*export, "--out", "-"]) == 2
    assert run([*export, "--out", str(tmp_path / "out"), "--level", "sentence"]) == 2
    assert not (tmp_path / "out").exists()


def test_samples_come_back_whole(tmp_path: Path) -> None:
    samples = Path(__file__).resolve().parent.parent / "samples"
    chosen = [path for path in samples.iterdir() if path.name.startswith(("A_RES_68_187", "accord_archives"))]
    building.build(chosen, tmp_path / "one")
    assert run(["export", str(tmp_path / "one"), "--to", "xces", "--out", str(tmp_path / "out")]) == 0
    building.build([tmp_path / "out"], tmp_path / "two")
    for level in ("paragraph", "sentence"):
        before = texts(tmp_path / "one", level)
        assert texts(tmp_path / "two", level) == before
        assert len(before) > 80
