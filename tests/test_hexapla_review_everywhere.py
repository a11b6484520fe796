"""What a reviewer or a cleaning decided holds in every command, and no command stands in another's way."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

import hexapla
from hexapla.command_line import run
from tm.tmx_reading import read_tmx

TEXTS = {
    "ar": "أشجار الحديقة طويلة",
    "en": "The trees of the garden are tall",
    "es": "Los árboles del jardín son altos",
    "ru": "Деревья в саду высокие",
    "zh": "花园里的树很高",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    variants = "".join(f'<tuv xml:lang="{code}"><seg>{text}</seg></tuv>' for code, text in TEXTS.items())
    source = '<tuv xml:lang="fr"><seg>Les arbres du jardin sont hauts</seg></tuv>'
    digits = source.replace("Les arbres du jardin sont hauts", "Voir la page douze") + "".join(
        f'<tuv xml:lang="{code}"><seg>12</seg></tuv>' for code in TEXTS
    )
    body = f'<tu tuid="1">{source}{variants}</tu><tu tuid="2">{digits}</tu>'
    (tmp_path / "in.tmx").write_text(
        f'<tmx version="1.4"><header srclang="fr"/><body>{body}</body></tmx>', encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    assert run(["import", "memory", "in.tmx"]) == 0
    return tmp_path


def cleaned() -> None:
    assert run(shlex.split("clean memory --rule no-words --apply --rejected out.jsonl")) == 0


@pytest.mark.parametrize("code", TEXTS)
def test_matching_offers_no_rejected_text_and_works_beside_reviewed_ones(
    folder: Path, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    cleaned()
    capsys.readouterr()
    for query in ("Les arbres du jardin sont hauts", "Voir la page douze"):
        assert run(["match", "memory", query, "--source", "fr", "--target", code, "--json"]) == 0
    out = capsys.readouterr().out
    assert TEXTS[code] in out
    targets = [json.loads(line)["target"] for line in out.splitlines()]
    assert "12" not in targets


def test_a_memory_takes_imports_and_builds_after_a_match(folder: Path, samples: Path) -> None:
    assert run(shlex.split('match memory "Les arbres" --source fr --target ru')) == 0
    assert run(["import", "memory", "in.tmx"]) == 0
    assert hexapla.build([samples], out=folder / "memory").generation is not None


def test_only_what_is_rejected_is_taken_back_and_a_second_run_keeps_the_list(folder: Path) -> None:
    assert run(shlex.split("clean memory --rule no-words --rejected dry.jsonl")) == 0
    generation = (folder / "memory" / "CURRENT").read_text()
    assert run(shlex.split("clean memory --restore dry.jsonl")) == 0
    assert (folder / "memory" / "CURRENT").read_text() == generation
    cleaned()
    listed = (folder / "out.jsonl").read_text(encoding="utf-8")
    cleaned()
    assert (folder / "out.jsonl").read_text(encoding="utf-8") == listed
    assert listed.count("\n") == 5


def test_rejected_texts_are_in_no_corpus_and_named_as_gone_since(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cleaned()
    assert run(shlex.split("export memory --to xces --out corpus")) == 0
    assert "texts rejected in a review or a cleaning: 5" in capsys.readouterr().err
    files = [path for path in (folder / "corpus").rglob("*") if path.is_file()]
    assert not any(">12<" in path.read_text(encoding="utf-8") for path in files)
    assert run(shlex.split("export memory --to tmx --pair fr:zh --since 1 --out s.tmx --companions")) == 0
    report = json.loads((folder / "s.report.json").read_text(encoding="utf-8"))
    assert len(report["gone"]) == 2
    assert list(read_tmx(folder / "s.tmx")) == []


def test_codes_that_are_none_and_languages_that_are_not_there_are_refused(folder: Path) -> None:
    assert run(["export", "memory", "--to", "tmx", "--language-map", "zh=not a code", "--out", "x.tmx"]) == 2
    assert run(["export", "memory", "--to", "tmx", "--language-map", "de=de-DE", "--out", "x.tmx"]) == 1
    assert run(["search", "in.tmx", "x"]) == 1


def test_a_pair_that_no_unit_has_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shlex.split("check in.tmx --pair fr:de")) == 1
    assert "no unit has a text in both fr and de" in capsys.readouterr().err
    assert run(shlex.split("check in.tmx --pair zh:zh")) == 2
    assert run(shlex.split("check memory --pair zh:ar")) == 0


def test_a_file_without_units_makes_no_memory_and_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "none.tmx").write_text('<tmx version="1.4"><header/><body></body></tmx>', encoding="utf-8")
    assert run(shlex.split("import other none.tmx")) == 0
    assert "no memory was made" in capsys.readouterr().err
    assert not (folder / "other").exists()


def test_our_own_file_for_weblate_passes_the_check_for_weblate(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(shlex.split("export memory --to tmx --profile weblate --pair fr:zh --out w.tmx")) == 0
    capsys.readouterr()
    run(shlex.split("check w.tmx --profile weblate --json"))
    assert "tmx.bad-language" not in capsys.readouterr().out


def test_a_folder_for_omegat_packs_no_further_source(folder: Path) -> None:
    assert run(shlex.split("export memory --to tmx --profile omegat --pair fr:en --gzip --out om")) == 0
    further = list((folder / "om" / "tm" / "tmx2source").iterdir())
    assert len(further) == 4
    assert all(path.read_bytes().startswith(b"<?xml") for path in further)
