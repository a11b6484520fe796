"""Links of a parallel corpus among the inputs of a build: the alignment, or locks, or a word why not."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from hexapla import building
from hexapla.build_results import BuildResult
from hexapla.exit_statuses import Status

Build = Callable[..., BuildResult]
# Three paragraphs; the second has two sentences, which Spanish and Chinese say in two paragraphs.
TEXTS = {
    "ar": ("اتفاق بشأن الأنهار", "تحمي الدول الأنهار.", "وتجتمع اللجنة كل عام.", "ينتهي الاتفاق بعد أعوام."),
    "zh": ("河流协定", "各国应当保护河流。", "委员会每年开会一次。", "本协定十年后终止。"),
    "en": ("Agreement on rivers", "States protect rivers.", "The committee meets.", "It ends in time."),
    "fr": ("Accord sur les rivières", "Les États les protègent.", "Le comité se réunit.", "Il prend fin."),
    "ru": ("Соглашение о реках", "Государства охраняют реки.", "Комитет собирается.", "Оно прекращается."),
    "es": ("Acuerdo sobre los ríos", "Los Estados los protegen.", "El comité se reúne.", "Termina a tiempo."),
}
TOGETHER = (("1:1",), ("2:1", "2:2"), ("3:1",))
APART = (("1:1",), ("2:1",), ("3:1",), ("4:1",))
SHAPES = {code: APART if code in ("es", "zh") else TOGETHER for code in TEXTS}
IDS = {code: [name for paragraph in SHAPES[code] for name in paragraph] for code in TEXTS}


def tei(code: str, texts: Sequence[str] | None = None) -> str:
    sentences = dict(zip(IDS[code], texts or TEXTS[code], strict=True))
    paragraphs = "\n".join(
        f'<p id="{number}">'
        + "\n".join(f'<s id="{name}" lang="{code}">{sentences[name]}</s>' for name in paragraph)
        + "</p>"
        for number, paragraph in enumerate(SHAPES[code], 1)
    )
    return f"<TEI.2><teiHeader/><text><body>\n{paragraphs}\n</body></text></TEI.2>"


def links(one: str, other: str, pairs: Sequence[str] | None = None, name: str = "918.xml") -> str:
    """A link file as the UN corpus has it; by default the sentences one by one."""
    wanted = pairs or [f"{a};{b}" for a, b in zip(IDS[one], IDS[other], strict=True)]
    lines = "\n".join(f'<link xtargets="{pair}"/>' for pair in wanted)
    documents = [f"Xml/{code}/1994/s/res/{name}" for code in (one, other)]
    return f'<linkGrp fromDoc="{documents[0]}" toDoc="{documents[1]}">\n{lines}\n</linkGrp>'


def put(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def corpus(folder: Path, *codes: str) -> Path:
    for code in codes:
        put(folder / "Xml" / code / "1994" / "s" / "res" / "918.xml", tei(code))
    return folder


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch, hash_encoders: ModuleType) -> Build:
    """`hexapla.build` with an encoder that needs no model."""
    monkeypatch.setattr(building, "load_encoder", lambda _name: hash_encoders.HashEncoder())
    return building.build


def units(result: BuildResult, level: str) -> list[dict[str, str]]:
    assert result.generation is not None
    table = pl.read_parquet(result.memory / "generations" / result.generation / "units" / "base.parquet")
    found: dict[str, dict[str, str]] = {}
    for row in table.filter(pl.col("level") == level).sort("position").iter_rows(named=True):
        found.setdefault(row["unit_id"], {})[row["language"]] = row["text"]
    return list(found.values())


def rules(result: BuildResult, code: str) -> list[str | None]:
    table = pl.read_parquet(result.memory / "generations" / str(result.generation) / "units" / "base.parquet")
    chosen = (pl.col("level") == "paragraph") & (pl.col("language") == code)
    return table.filter(chosen).sort("position")["rule"].to_list()


def told(result: BuildResult) -> list[tuple[str, str]]:
    return [(finding.severity, finding.reason) for finding in (*result.left_out, *result.findings)]


def sentences(*codes: str) -> list[dict[str, str]]:
    return [{code: TEXTS[code][k] for code in codes} for k in range(4)]


def test_a_star_of_six_goes_straight_into_a_memory(tmp_path: Path, build: Build) -> None:
    docs = corpus(tmp_path / "un", *TEXTS)
    for code in TEXTS:
        if code != "en":
            put(docs / "Links" / f"en_{code}" / "1994" / "918.xml", links("en", code))
    result = build([docs], tmp_path / "memory")

    assert (result.exit_status, told(result)) == (Status.DONE, [])
    assert [(one.name, sorted(one.languages)) for one in result.sets] == [("918", sorted(TEXTS))]
    assert units(result, "sentence") == sentences(*sorted(TEXTS))
    assert [one["en"] for one in units(result, "paragraph")] == [
        TEXTS["en"][0], f"{TEXTS['en'][1]} {TEXTS['en'][2]}", TEXTS["en"][3],
    ]  # fmt: skip
    assert [one["zh"] for one in units(result, "paragraph")][1] == TEXTS["zh"][1] + TEXTS["zh"][2]
    assert rules(result, "ru") == ["link"] * 3


def test_links_put_files_together_that_no_name_does(tmp_path: Path, build: Build) -> None:
    put(tmp_path / "docs" / "rivers.xml", tei("en"))
    put(tmp_path / "docs" / "rios.xml", tei("es"))
    group = '<cesAlign><linkGrp fromDoc="rivers.xml.gz" toDoc="rios.xml.gz">'
    pairs = "".join(
        f'<link xtargets="{a};{b}" certainty="0.5"/>' for a, b in zip(IDS["en"], IDS["es"], strict=True)
    )
    put(tmp_path / "docs" / "en-es.xml", f"{group}{pairs}</linkGrp></cesAlign>")
    result = build([tmp_path / "docs"], tmp_path / "memory")
    assert (told(result), len(result.sets)) == ([], 1)
    assert units(result, "sentence") == sentences("en", "es")


def test_a_manifest_keeps_apart_what_links_would_join(tmp_path: Path, build: Build) -> None:
    docs = corpus(tmp_path, "en", "fr")
    manifest = put(
        tmp_path / "files.csv",
        "set,language,path\nA,en,Xml/en/1994/s/res/918.xml\nB,fr,Xml/fr/1994/s/res/918.xml\n",
    )
    links_file = put(tmp_path / "Links" / "en_fr.xml", links("en", "fr"))
    result = build([docs / "Links"], tmp_path / "memory", manifest=manifest)
    assert sorted(one.name for one in result.sets) == ["A", "B"]
    assert [(one.path, one.severity) for one in result.findings][:1] == [(str(links_file), "warning")]
    assert "the manifest puts them into different sets" in result.findings[0].reason


def test_links_of_some_languages_are_locks_and_the_aligner_does_the_rest(tmp_path: Path) -> None:
    docs = corpus(tmp_path / "un", "fr", "en", "ru")
    put(docs / "en_fr.xml", links("en", "fr", ["1:1;2:1", "2:1 2:2;1:1", "3:1;3:1"]))
    result = building.build([docs], tmp_path / "memory")
    assert told(result) == []
    # The French title is linked to the English second paragraph: no aligner would do that.
    paired = [(one.get("fr", "")[:6], one.get("en", "")[:6]) for one in units(result, "paragraph")]
    assert ("Accord", "States") in paired
    assert "lock" in rules(result, "en")
    assert set(rules(result, "ru")) & {"similarity", "label"}


def test_an_id_that_is_not_there_is_told_and_costs_nothing_else(tmp_path: Path, build: Build) -> None:
    docs = corpus(tmp_path / "un", "fr", "ar")
    pairs = ["1:1 9:9;1:1", "2:1;2:1", "7:7;2:2", "2:2;2:2", "3:1;3:1"]
    file = put(docs / "ar_fr.lnk", links("ar", "fr", pairs))
    for _ in range(2):
        result = build([docs], tmp_path / "memory")
        version = "Xml/ar/1994/s/res/918.xml (Arabic)"
        assert told(result) == [
            ("warning", f'line 2: no sentence of {version} has the id "9:9"'),
            ("warning", f'line 4: no sentence of {version} has the id "7:7"'),
        ]
        assert {finding.path for finding in result.findings} == {str(file)}
        assert units(result, "sentence") == sentences("ar", "fr")


def test_documents_that_are_not_there_or_not_sure_are_told(tmp_path: Path, build: Build) -> None:
    docs = corpus(tmp_path / "un", "fr", "en")
    put(docs / "Xml" / "ru" / "1994" / "s" / "res" / "917.xml", tei("ru"))
    put(docs / "en_ru.xml", links("en", "ru"))
    put(docs / "ru.xml", '<linkGrp fromDoc="917.xml" toDoc="918.xml"><link xtargets="1:1;1:1"/></linkGrp>')
    result = build([docs], tmp_path / "memory")
    reasons = [finding.reason for finding in result.findings if finding.path.startswith(str(docs))]
    unused = "its links are not used"
    assert reasons == [
        f'line 1: "Xml/ru/1994/s/res/918.xml" is not among the documents; {unused}',
        f'line 1: "918.xml" may be Xml/en/1994/s/res/918.xml, Xml/fr/1994/s/res/918.xml; {unused}',
    ]
    assert len(result.sets) == 2


def test_of_two_corpora_the_documents_beside_the_links_are_meant(tmp_path: Path, build: Build) -> None:
    for name in ("one", "two"):
        docs = corpus(tmp_path / name, "fr", "zh")
        put(docs / "fr_zh.xml", links("fr", "zh"))
    put(
        tmp_path / "two" / "Xml" / "fr" / "1994" / "s" / "res" / "918.xml",
        tei("fr", ["A.", "B.", "C.", "D."]),
    )
    put(
        tmp_path / "two" / "Xml" / "zh" / "1994" / "s" / "res" / "918.xml",
        tei("zh", ["一。", "二。", "三。", "四。"]),
    )
    result = build([tmp_path / "one", tmp_path / "two"], tmp_path / "memory")
    assert len(result.sets) == 2
    assert {"fr": "D.", "zh": "四。"} in units(result, "sentence")
    assert {code: TEXTS[code][3] for code in ("fr", "zh")} in units(result, "sentence")


def test_crossing_links_are_paragraphs_that_have_moved(tmp_path: Path, build: Build) -> None:
    docs = corpus(tmp_path / "un", "fr", "ru")
    put(docs / "links.xml", links("fr", "ru", ["1:1;3:1", "2:1;1:1", "2:2;1:1", "3:1;2:1 2:2"]))
    result = build([docs], tmp_path / "memory")
    assert [(one["fr"][:6], one["ru"][:6]) for one in units(result, "paragraph")] == [
        ("Accord", "Оно пр"), ("Les Ét", "Соглаш"), ("Il pre", "Госуда"),
    ]  # fmt: skip
    assert rules(result, "ru") == ["moved", "link", "link"]


def test_a_hostile_link_file_is_left_out_and_the_documents_are_built(tmp_path: Path, build: Build) -> None:
    docs = corpus(tmp_path / "un", "fr", "en")
    put(docs / "a.xml", '<!DOCTYPE linkGrp [<!ENTITY a "b">]><linkGrp fromDoc="&a;" toDoc="x"/>')
    put(docs / "b.xml", "<linkGrp fromDoc='a' toDoc='b'>\n<link xtargets='1'/></linkGrp>")
    result = build([docs], tmp_path / "memory")
    assert result.exit_status == Status.DONE_WITH_FINDINGS
    assert [one.reason.split(". Try")[0] for one in result.left_out] == [
        "DOCTYPE: the DOCTYPE declares entities or elements",
        'line 2: a link has the xtargets "1"',
    ]
    assert [sorted(one.languages) for one in result.sets] == [["en", "fr"]]


def test_changed_links_build_the_set_anew_and_others_do_not(tmp_path: Path, build: Build) -> None:
    docs = corpus(tmp_path / "un", "fr", "en")
    file = put(docs / "links.xml", links("fr", "en"))
    assert [one.state for one in build([docs], tmp_path / "memory").sets] == ["new"]
    put(docs / "again.xml", file.read_text(encoding="utf-8"))
    file.unlink()
    assert [one.state for one in build([docs], tmp_path / "memory").sets] == ["unchanged"]
    put(docs / "again.xml", links("fr", "en", ["1:1;1:1", "2:1;2:1"]))
    assert [one.state for one in build([docs], tmp_path / "memory").sets] == ["new"]


def test_a_second_build_remembers_the_links_of_the_first(tmp_path: Path, build: Build) -> None:
    docs = corpus(tmp_path / "un", "fr", "en")
    put(docs / "links.xml", links("fr", "en"))
    build([docs], tmp_path / "memory")
    other = put(tmp_path / "more" / "note.en.txt", "Children need books.\n")
    result = build([other], tmp_path / "memory")
    assert sorted((one.name, one.state) for one in result.sets) == [("918", "unchanged"), ("note", "new")]


def test_links_in_an_archive_and_named_singly_are_found(tmp_path: Path, build: Build) -> None:
    docs = corpus(tmp_path / "un", "fr", "es")
    archive = tmp_path / "corpus.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in docs.rglob("*.xml"):
            packed.write(path, path.relative_to(docs))
        packed.writestr("Links/fr_es.lnk", links("fr", "es"))
    assert rules(build([archive], tmp_path / "one"), "es") == ["link"] * 3
    named = put(tmp_path / "alignment", links("fr", "es"))
    assert rules(build([docs, named], tmp_path / "two"), "es") == ["link"] * 3


def test_a_shortcut_is_no_link_file(tmp_path: Path, build: Build) -> None:
    docs = corpus(tmp_path / "un", "fr", "es")
    (docs / "report.lnk").write_bytes(b"L\0\0\0\x01\x14\x02\0")
    result = build([docs], tmp_path / "memory")
    assert told(result) == [
        ("info", "skipped: files of the type .lnk are not documents, and this is no link file")
    ]
    assert result.exit_status == Status.DONE


def test_locks_of_a_person_come_before_links(tmp_path: Path, build: Build) -> None:
    docs = corpus(tmp_path / "un", "fr", "en")
    put(docs / "links.xml", links("fr", "en"))
    locks = put(
        tmp_path / "locks.jsonl",
        '{"set": "918", "source_language": "fr", "target_language": "en", "source": [0, 1], "target": [0], '
        '"verdict": "confirmed"}\n',
    )
    result = build([docs], tmp_path / "memory", locks=locks)
    paired = [(one.get("fr", "")[:6], one.get("en", "")[:6]) for one in units(result, "paragraph")]
    assert ("Accord", "Agreem") in paired
    assert ("Il pre", "It end") in paired
    assert "Les États" in units(result, "paragraph")[0]["fr"]


def test_footnotes_are_aligned_as_ever(tmp_path: Path) -> None:
    docs = corpus(tmp_path / "un", "fr", "en")
    for code, note in (("fr", "Voir le rapport."), ("en", "See the report.")):
        path = docs / "Xml" / code / "1994" / "s" / "res" / "918.xml"
        marked = f'{TEXTS[code][3]}<note place="foot" n="1">{note}</note>'
        put(path, path.read_text(encoding="utf-8").replace(TEXTS[code][3], marked))
    put(docs / "links.xml", links("fr", "en"))
    result = building.build([docs], tmp_path / "memory")
    assert units(result, "sentence")[3:] == [
        {"en": TEXTS["en"][3], "fr": TEXTS["fr"][3]},
        {"en": "See the report.", "fr": "Voir le rapport."},
    ]
