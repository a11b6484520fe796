"""A build: from files in six languages to a published memory, again and again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from corpora.errors import ManifestError
from hexapla import building
from hexapla.build_results import BuildResult
from hexapla.exit_statuses import Status
from tm.errors import MemoryFolderError

Build = Callable[..., BuildResult]

RIVERS = {
    "ar": "اتفاق بشأن الأنهار\n\nالمادة 1\n\nتحمي الدول الأنهار المشتركة من التلوث.\n\n"
    "المادة 2\n\nتجتمع اللجنة مرة كل عام في جنيف.\n",
    "zh": "河流协定\n\n第一条\n\n各国应当保护共有的河流不受污染。\n\n第二条\n\n"
    "委员会每年在日内瓦举行一次会议。\n",
    "en": "Agreement on rivers\n\nArticle 1\n\nStates shall protect shared rivers against pollution.\n\n"
    "Article 2\n\nThe committee shall meet once a year in Geneva.\n",
    "fr": "Accord sur les cours d’eau\n\nArticle 1\n\n"
    "Les États protègent les cours d’eau partagés contre la pollution.\n\n"
    "Article 2\n\nLe comité se réunit une fois par an à Genève.\n",
    "ru": "Соглашение о реках\n\nСтатья 1\n\nГосударства охраняют общие реки от загрязнения.\n\n"
    "Статья 2\n\nКомитет собирается один раз в год в Женеве.\n",
    "es": "Acuerdo sobre los ríos\n\nArtículo 1\n\n"
    "Los Estados protegerán los ríos compartidos contra la contaminación.\n\n"
    "Artículo 2\n\nEl comité se reunirá una vez al año en Ginebra.\n",
}
SCHOOLS = {
    "fr": "Note sur les écoles\n\nLes enfants ont besoin de livres et de salles de classe.\n\n"
    "Les maîtres sont formés à la ville.\n",
    "en": "Note on schools\n\nChildren need books and classrooms.\n\nTeachers are trained in the city.\n",
}


def write(folder: Path, texts: dict[str, str], stem: str = "rivers") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for code, text in texts.items():
        (folder / f"{stem}.{code}.txt").write_text(text, encoding="utf-8", newline="\n")
    return folder


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch, hash_encoders: ModuleType) -> Build:
    """`hexapla.build` with an encoder that needs no model."""
    monkeypatch.setattr(building, "load_encoder", lambda _name: hash_encoders.HashEncoder())
    return building.build


def units(result: BuildResult) -> pl.DataFrame:
    assert result.generation is not None
    return pl.read_parquet(result.memory / "generations" / result.generation / "units" / "base.parquet")


def names(result: BuildResult) -> dict[str, tuple[str, ...]]:
    return {one.name: one.languages for one in result.sets}


def test_six_versions_become_one_set_with_rows_in_all_languages(tmp_path: Path) -> None:
    # With the real encoder: hashed words of one language contradict the labels, and tell of no version.
    result = building.build([write(tmp_path / "docs", RIVERS)], tmp_path / "memory")

    assert result.exit_status == Status.DONE
    assert result.generation == "000001"
    assert names(result) == {"rivers": ("fr", "en", "es", "ru", "zh", "ar")}
    assert result.left_out == ()
    table = units(result).filter((pl.col("level") == "paragraph") & (pl.col("path") == "ART2"))
    assert sorted(table["language"].to_list()) == ["ar", "en", "es", "fr", "ru", "zh"]
    assert table["unit_id"].unique().to_list() == ["rivers:ART2"]
    assert set(table["document"].to_list()) == {f"rivers.{code}.txt" for code in RIVERS}


def test_a_summary_counts_units_and_coverage(tmp_path: Path, build: Build) -> None:
    texts = {**RIVERS, "en": RIVERS["en"] + "\nArticle 3\n\nThis agreement ends after ten years.\n"}

    one = build([write(tmp_path / "docs", texts)], tmp_path / "memory").sets[0]

    assert (one.pivot, one.state, one.symbol) == ("fr", "new", None)
    assert one.files["ar"] == "rivers.ar.txt"
    assert one.coverage["fr"] == 1.0
    assert one.coverage["en"] < 1.0
    assert one.units < one.rows


def test_the_pivot_is_the_wanted_language_where_it_is_present(tmp_path: Path, build: Build) -> None:
    write(tmp_path / "docs", RIVERS)
    write(tmp_path / "docs", SCHOOLS, "schools")

    result = build([tmp_path / "docs"], tmp_path / "memory", pivot="ru")

    assert {one.name: one.pivot for one in result.sets} == {"rivers": "ru", "schools": "en"}


def test_a_second_build_aligns_nothing_and_publishes_nothing_new(tmp_path: Path, build: Build) -> None:
    docs = write(tmp_path / "docs", RIVERS)
    first = build([docs], tmp_path / "memory")

    second = build([docs], tmp_path / "memory")

    assert [one.state for one in second.sets] == ["unchanged"]
    assert second.generation == first.generation == "000001"
    assert second.counts["new_sets"] == 0


def test_a_second_build_adds_sets_and_versions(tmp_path: Path, build: Build) -> None:
    first = write(tmp_path / "first", {code: RIVERS[code] for code in ("fr", "en")})
    build([first], tmp_path / "memory")
    second = write(tmp_path / "second", SCHOOLS, "schools")

    result = build([second], tmp_path / "memory")

    assert names(result) == {"rivers": ("fr", "en"), "schools": ("fr", "en")}
    assert result.generation == "000002"
    assert {one.name: one.state for one in result.sets} == {"rivers": "unchanged", "schools": "new"}


def test_a_later_version_joins_the_set_of_an_earlier_build(tmp_path: Path, build: Build) -> None:
    docs = write(tmp_path / "docs", {code: RIVERS[code] for code in ("fr", "en")})
    build([docs], tmp_path / "memory")
    write(docs, {"ar": RIVERS["ar"]})

    result = build([docs / "rivers.ar.txt"], tmp_path / "memory")

    assert names(result) == {"rivers": ("fr", "en", "ar")}


def test_a_changed_file_updates_its_set_alone(tmp_path: Path, build: Build) -> None:
    docs = write(write(tmp_path / "docs", RIVERS), SCHOOLS, "schools")
    build([docs], tmp_path / "memory")
    # The same size, within the same tick of the clock: only the digest tells.
    (docs / "schools.en.txt").write_text(
        SCHOOLS["en"].replace("books", "bikes"), encoding="utf-8", newline="\n"
    )

    result = build([docs], tmp_path / "memory")

    assert {one.name: one.state for one in result.sets} == {"rivers": "unchanged", "schools": "new"}
    texts = units(result).filter(pl.col("language") == "en")["text"].to_list()
    assert "Children need bikes and classrooms." in texts
    assert "Children need books and classrooms." not in texts


def test_what_is_gone_stays_until_sync(tmp_path: Path, build: Build) -> None:
    docs = write(write(tmp_path / "docs", RIVERS), SCHOOLS, "schools")
    build([docs], tmp_path / "memory")
    (docs / "schools.en.txt").unlink()
    for code in RIVERS:
        (docs / f"rivers.{code}.txt").unlink()

    kept = build([docs], tmp_path / "memory")
    synced = build([docs], tmp_path / "memory", sync=True)

    assert {one.name: one.state for one in kept.sets} == {"rivers": "gone", "schools": "gone"}
    assert names(kept)["schools"] == ("fr", "en")
    assert "the file is gone and its text stays" in kept.findings[0].reason
    assert names(synced) == {"schools": ("fr",)}
    assert synced.exit_status == Status.DONE


def test_a_set_that_loses_a_version_at_last_is_not_unchanged(tmp_path: Path, build: Build) -> None:
    docs = write(tmp_path / "docs", RIVERS)
    build([docs], tmp_path / "memory")
    (docs / "rivers.en.txt").unlink()
    build([docs], tmp_path / "memory")

    synced = build([docs], tmp_path / "memory", sync=True)

    assert [(one.state, "en" in one.files) for one in synced.sets] == [("new", False)]


def test_versions_that_a_manifest_swaps_are_believed_and_reported(tmp_path: Path, build: Build) -> None:
    docs = write(tmp_path / "docs", {code: RIVERS[code] for code in ("fr", "ru")})
    manifest = docs / "files.csv"
    manifest.write_text("set,language,path\nR,ru,rivers.fr.txt\nR,fr,rivers.ru.txt\n", encoding="utf-8")

    result = build([docs], tmp_path / "memory", manifest=manifest)

    assert dict(result.sets[0].files) == {"fr": "rivers.ru.txt", "ru": "rivers.fr.txt"}
    assert [(one.path, one.reason) for one in result.warnings] == [
        ("rivers.fr.txt", "the language is given as ru, but the text looks like fr"),
        ("rivers.ru.txt", "the language is given as fr, but the text looks like ru"),
    ]


def test_a_set_that_lost_one_file_while_another_changed_is_built_again_and_says_so(
    tmp_path: Path, build: Build
) -> None:
    docs = write(tmp_path / "docs", RIVERS)
    build([docs], tmp_path / "memory")
    (docs / "rivers.en.txt").unlink()
    write(docs, {"fr": RIVERS["fr"].replace("Genève", "Lausanne")})

    result = build([docs], tmp_path / "memory")

    assert names(result) == {"rivers": ("fr", "es", "ru", "zh", "ar")}
    assert [(one.severity, one.path) for one in result.warnings] == [("warning", "rivers.en.txt")]


def test_sync_removes_what_is_no_longer_among_the_inputs(tmp_path: Path, build: Build) -> None:
    build([write(tmp_path / "first", RIVERS)], tmp_path / "memory")

    result = build([write(tmp_path / "second", SCHOOLS, "schools")], tmp_path / "memory", sync=True)

    assert names(result) == {"schools": ("fr", "en")}


def test_a_build_from_a_folder_above_knows_the_files_of_the_first_again(tmp_path: Path, build: Build) -> None:
    docs = write(tmp_path / "all" / "docs", RIVERS)
    build([docs], tmp_path / "memory")

    result = build([tmp_path / "all"], tmp_path / "memory")

    assert names(result) == {"rivers": ("fr", "en", "es", "ru", "zh", "ar")}
    assert result.sets[0].files["fr"] == "docs/rivers.fr.txt"


def test_a_killed_build_resumes_with_what_was_finished(
    tmp_path: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = write(write(tmp_path / "docs", RIVERS), SCHOOLS, "schools")

    def killed(*_arguments: object, **_settings: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(building, "publish", killed)
        with pytest.raises(KeyboardInterrupt):
            build([docs], tmp_path / "memory")
    assert not (tmp_path / "memory" / "CURRENT").exists()

    result = build([docs], tmp_path / "memory")

    assert [one.state for one in result.sets] == ["unchanged", "unchanged"]
    assert result.generation == "000001"


def test_nothing_half_written_is_left_where_aligning_is_interrupted(
    tmp_path: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hexapla import set_building

    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(set_building, "write_set", interrupted)

    with pytest.raises(KeyboardInterrupt):
        build([write(tmp_path / "docs", RIVERS)], tmp_path / "memory")

    assert list((tmp_path / "memory").rglob("*.parquet")) == []
    assert list((tmp_path / "memory").rglob(".tmp-*")) == []


def test_the_order_of_inputs_and_the_place_of_the_folder_do_not_change_a_byte(
    tmp_path: Path, build: Build
) -> None:
    first = [write(tmp_path / "a", RIVERS), write(tmp_path / "b", SCHOOLS, "schools")]
    for folder in first:
        shutil.copytree(folder, tmp_path / "elsewhere" / folder.name)
    second = [tmp_path / "elsewhere" / "b", tmp_path / "elsewhere" / "a"]

    results = [build(first, tmp_path / "one"), build(second, tmp_path / "two")]

    files = [result.memory / "generations" / "000001" for result in results]
    for name in ("units/base.parquet", "manifest.json", "report.html"):
        assert (files[0] / name).read_bytes() == (files[1] / name).read_bytes(), name


_SCRIPT = """
import importlib.util, sys
from pathlib import Path
spec = importlib.util.spec_from_file_location("hash_encoder", sys.argv[3])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
from hexapla import building
building.load_encoder = lambda name: module.HashEncoder()
building.build([Path(sys.argv[1])], Path(sys.argv[2]))
"""


@pytest.mark.long
def test_another_hash_seed_does_not_change_a_byte(tmp_path: Path) -> None:
    docs = write(write(tmp_path / "docs", RIVERS), SCHOOLS, "schools")
    encoder = Path(__file__).with_name("hash_encoder.py")
    for seed in ("1", "2"):
        arguments = [sys.executable, "-c", _SCRIPT, str(docs), str(tmp_path / seed), str(encoder)]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(encoder.parent.parent)}
        subprocess.run(arguments, env=environment, check=True, cwd=tmp_path)

    one, two = (tmp_path / seed / "generations" / "000001" / "units" / "base.parquet" for seed in ("1", "2"))
    assert one.read_bytes() == two.read_bytes()


def test_progress_is_told_by_stage(tmp_path: Path, build: Build) -> None:
    told: list[tuple[str, int, int]] = []

    build(
        [write(tmp_path / "docs", RIVERS)],
        tmp_path / "memory",
        progress=lambda stage, done, total: told.append((stage, done, total)),
    )

    assert told[:6] == [("read", number, 6) for number in range(1, 7)]
    assert told[6] == ("align", 1, 1)
    assert told[-1][0] == "index"
    assert told[-1][1] == told[-1][2]


def test_nothing_is_printed(tmp_path: Path, build: Build, capfd: pytest.CaptureFixture[str]) -> None:
    build([write(tmp_path / "docs", RIVERS)], tmp_path / "memory")

    assert capfd.readouterr() == ("", "")


def test_a_manifest_names_the_set_and_the_language(tmp_path: Path, build: Build) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "un.txt").write_text(SCHOOLS["fr"], encoding="utf-8")
    (docs / "deux.txt").write_text(SCHOOLS["en"], encoding="utf-8")
    (docs / "files.csv").write_text(
        "set,path,language,date,title\nÉcoles,un.txt,fr,2024-03-05,Les écoles\nÉcoles,deux.txt,en,,\n",
        encoding="utf-8",
    )

    result = build([docs], tmp_path / "memory", manifest=docs / "files.csv")

    assert names(result) == {"Écoles": ("fr", "en")}
    french = units(result).filter(pl.col("language") == "fr")
    assert french["title"].unique().to_list() == ["Les écoles"]
    assert str(french["date"][0]) == "2024-03-05"


def test_a_wrong_manifest_stops_the_build_before_anything_is_written(tmp_path: Path, build: Build) -> None:
    (tmp_path / "files.csv").write_text("path\nx.txt\n", encoding="utf-8")

    with pytest.raises(ManifestError, match="line 1: the column set is missing"):
        build([tmp_path], tmp_path / "memory", manifest=tmp_path / "files.csv")

    assert not (tmp_path / "memory").exists()


def test_a_folder_with_other_things_is_no_place_for_a_memory(tmp_path: Path, build: Build) -> None:
    docs = write(tmp_path / "docs", RIVERS)

    with pytest.raises(MemoryFolderError, match=r'holds other things \("rivers'):
        build([docs], docs)
    with pytest.raises(MemoryFolderError, match="this is a file"):
        build([docs], docs / "rivers.fr.txt")


def test_a_memory_inside_the_inputs_is_not_read(tmp_path: Path, build: Build) -> None:
    docs = write(tmp_path / "docs", RIVERS)
    build([docs], docs / "memory")

    result = build([docs], docs / "memory")

    assert names(result) == {"rivers": ("fr", "en", "es", "ru", "zh", "ar")}
    assert result.findings == ()


def test_the_report_names_what_was_left_out(tmp_path: Path, build: Build) -> None:
    docs = write(tmp_path / "docs", RIVERS)
    (docs / "empty.fr.txt").write_bytes(b"")

    result = build([docs], tmp_path / "memory")

    report = (result.memory / "generations" / "000001" / "report.html").read_text(encoding="utf-8")
    assert "empty.fr.txt" in report
    assert "Left out of the memory: 1" in report


def test_strings_serve_as_paths(tmp_path: Path, build: Build) -> None:
    docs = write(tmp_path / "docs", SCHOOLS, "schools")

    assert names(build([str(docs)], str(tmp_path / "memory"))) == {"schools": ("fr", "en")}
    assert names(build(str(docs), str(tmp_path / "memory"))) == {"schools": ("fr", "en")}


@pytest.fixture
def unnamed(tmp_path: Path) -> Path:
    """Four files whose names tell nothing: two documents in French and English."""
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "rapport final.txt").write_text(SCHOOLS["fr"], encoding="utf-8")
    (docs / "final report.txt").write_text(SCHOOLS["en"], encoding="utf-8")
    (docs / "accord v2.txt").write_text(RIVERS["fr"], encoding="utf-8")
    (docs / "treaty draft.txt").write_text(RIVERS["en"], encoding="utf-8")
    return docs


def test_files_whose_names_tell_nothing_are_proposed_by_content_and_kept_apart(
    tmp_path: Path, unnamed: Path
) -> None:
    result = building.build([unnamed], tmp_path / "memory")

    assert [(one.files, one.languages, one.accepted) for one in result.proposals] == [
        (("treaty draft.txt", "accord v2.txt"), ("en", "fr"), False),
        (("final report.txt", "rapport final.txt"), ("en", "fr"), False),
    ]
    assert all(0.5 < one.similarity <= 1.0 for one in result.proposals)
    assert len(result.sets) == 4
    assert result.counts["units"] == 0
    assert result.exit_status == Status.DONE


def test_accepted_proposals_make_sets(tmp_path: Path, unnamed: Path) -> None:
    result = building.build([unnamed], tmp_path / "memory", accept_proposals=True)

    assert names(result) == {"accord v2": ("fr", "en"), "rapport final": ("fr", "en")}
    assert all(one.accepted for one in result.proposals)


def test_what_was_joined_once_stays_joined(tmp_path: Path, unnamed: Path) -> None:
    building.build([unnamed], tmp_path / "memory", accept_proposals=True)
    result = building.build([unnamed], tmp_path / "memory")

    assert names(result) == {"accord v2": ("fr", "en"), "rapport final": ("fr", "en")}
    assert all(one.accepted for one in result.proposals)


@pytest.mark.parametrize(
    ("accept", "says"),
    [
        (False, "may belong with rapport final.txt (fr) by content, similarity 0."),
        (True, "joined with rapport final.txt (fr) by content, similarity 0."),
    ],
)
def test_the_report_names_what_is_linked_by_content(
    tmp_path: Path, unnamed: Path, says: str, *, accept: bool
) -> None:
    result = building.build([unnamed], tmp_path / "memory", accept_proposals=accept)

    report = (result.memory / "generations" / "000001" / "report.html").read_text(encoding="utf-8")
    assert says in report
    assert ("info", "final report.txt") in [(one.severity, one.path) for one in result.findings]


def test_unrelated_files_are_not_proposed(tmp_path: Path, unnamed: Path) -> None:
    (unnamed / "accord v2.txt").unlink()
    (unnamed / "final report.txt").unlink()

    assert building.build([unnamed], tmp_path / "memory").proposals == ()


def test_a_lone_version_is_proposed_for_the_set_that_lacks_its_language(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", {code: RIVERS[code] for code in ("fr", "es")})
    (docs / "0017.txt").write_text(RIVERS["ru"], encoding="utf-8")

    result = building.build([docs], tmp_path / "memory", accept_proposals=True)

    assert names(result) == {"rivers": ("fr", "es", "ru")}
    assert result.proposals[0].files == ("rivers.es.txt", "rivers.fr.txt", "0017.txt")


def test_files_with_different_symbols_are_never_joined_by_content(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "A_RES_70_1.fr.txt").write_text(RIVERS["fr"], encoding="utf-8")
    (docs / "A_RES_70_2.en.txt").write_text(RIVERS["en"], encoding="utf-8")

    result = building.build([docs], tmp_path / "memory", accept_proposals=True)

    assert names(result) == {"A/RES/70/1": ("fr",), "A/RES/70/2": ("en",)}
