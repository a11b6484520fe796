"""Findings in a memory: listed, selected, kept from build to build, shown in the report."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import html

from align.encoders import Encoder
from align.finding import Finding, FindingKind, FindingPlace, Severity
from hexapla.building import build
from hexapla.command_line import run
from hexapla.report import render_report
from hexapla.report_sets import from_json, report_set, to_json
from tm.errors import FindingsMissing, MemoryDamaged
from tm.kept_findings import KeptFinding, finding_of_record, finding_record, findings_of_set, read_findings
from tm.memory import open_memory
from tm.memory_folder import write_set
from tm.publication import publish
from tm.units import units_of

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "finding.json").read_text(encoding="utf-8"))
Capture = pytest.CaptureFixture[str]
# What samples/README.md says was done to the samples, and the mastheads that two of them have.
SAMPLES = {
    ("ar", "omitted", "A/RES/68/187:PP7"),
    ("en", "added", "A/RES/68/187:en!H1"),
    ("zh", "added", "A/RES/68/187:en!H1"),
    ("en", "added", "accord_archives:en!ART6/3"),
    ("es", "omitted", "accord_archives:ART3/1/b/ii"),
    ("es", "renumbered", "accord_archives:ART3/1/b/iii"),
}


def records(text: str) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in text.splitlines()]
    for record in found:
        Draft202012Validator(SCHEMA).validate(record)
    return found


def test_the_samples_have_the_findings_that_their_readme_tells(sample_memory: Path, capsys: Capture) -> None:
    assert run(["findings", str(sample_memory), "--json"]) == 0
    found = records(capsys.readouterr().out)
    assert {(one["language"], one["kind"], one["unit_id"]) for one in found} == SAMPLES
    assert len(found) == len(SAMPLES)


def test_findings_have_their_places_in_both_files(sample_memory: Path, capsys: Capture) -> None:
    assert run(["findings", str(sample_memory), "--language", "Arabic", "--json"]) == 0
    (one,) = records(capsys.readouterr().out)
    assert one["place"]["document"] == "A_RES_68_187.ar.txt"
    assert one["place"]["blocks"] == [9, 9]
    assert one["place"]["text"] == ""
    assert one["counterpart"]["document"] == "A_RES_68_187.fr.txt"
    assert one["counterpart"]["text"].startswith("Rappelant en outre que dans sa résolution 67/189")


def test_findings_are_listed_by_language_and_selected_by_kind(sample_memory: Path, capsys: Capture) -> None:
    assert run(["findings", str(sample_memory)]) == 0
    shown = capsys.readouterr().out
    heads = [line for line in shown.splitlines() if line.endswith(("finding", "findings"))]
    assert heads == [
        "Arabic: 1 finding", "English: 2 findings", "Spanish: 2 findings", "Chinese: 1 finding",
    ]  # fmt: skip
    assert run(["findings", str(sample_memory), "--kind", "renumbered"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Spanish: 1 finding\n")
    assert "ART3/1/b/iii" in shown
    assert run(["findings", str(sample_memory), "--kind", "figures"]) == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "No findings.\n")


def test_wrong_usage(sample_memory: Path, capsys: Capture) -> None:
    assert run(["findings", str(sample_memory), "--kind", "lost"]) == 2
    assert run(["findings", str(sample_memory), "--language", "ko"]) == 2
    assert "this memory has no text in ko" in capsys.readouterr().err


def test_a_memory_built_before_findings_were_kept_says_so(
    sample_memory: Path, tmp_path: Path, capsys: Capture
) -> None:
    memory = tmp_path / "old"
    shutil.copytree(sample_memory, memory)
    for path in memory.glob("generations/*/findings.jsonl"):
        path.unlink()
    assert run(["findings", str(memory)]) == 1
    assert "this memory was built before findings were kept. Build it again" in capsys.readouterr().err
    with pytest.raises(FindingsMissing):
        open_memory(memory).findings()


def test_damaged_findings_name_their_file(sample_memory: Path, tmp_path: Path) -> None:
    memory = tmp_path / "damaged"
    shutil.copytree(sample_memory, memory)
    (path,) = memory.glob("generations/*/findings.jsonl")
    path.write_text('{"kind": "omitted"}\n', encoding="utf-8")
    with pytest.raises(MemoryDamaged, match=r"findings\.jsonl"):
        read_findings(path.parent)


def test_a_second_build_keeps_the_findings_of_unchanged_sets(tmp_path: Path) -> None:
    folder, memory = tmp_path / "in", tmp_path / "memory"
    folder.mkdir()
    (folder / "a.fr.txt").write_text("1. Décide d’agir avant 2030.\n2. Prie les États.\n", encoding="utf-8")
    (folder / "a.zh.txt").write_text("1. 决定在2025年前采取行动。\n2. 请各国。\n", encoding="utf-8")
    build([folder], memory)
    first = open_memory(memory).findings()
    assert [(one.finding.kind.value, one.finding.language, one.unit_id) for one in first] == [
        ("figures", "zh", "a:P1")
    ]
    (folder / "b.fr.txt").write_text("Le rapport est adopté.\n", encoding="utf-8")
    (folder / "b.ru.txt").write_text("Доклад принимается.\n", encoding="utf-8")
    build([folder], memory)
    assert open_memory(memory).generation.name == "000002"
    assert open_memory(memory).findings() == first
    (folder / "a.zh.txt").write_text("1. 决定在2030年前采取行动。\n2. 请各国。\n", encoding="utf-8")
    build([folder], memory)
    assert open_memory(memory).findings() == []


def example(unit_id: str) -> KeptFinding:
    place = FindingPlace("ar", (1, 2), "١ -", "OP1", 3, 10, 20, "نص")
    gap = FindingPlace("fr", (1, 1))
    finding = Finding(
        FindingKind.ADDED, "ar", place, gap, "In Arabic <only>.", Severity.WARNING, 0.91, "body", 1
    )
    return KeptFinding(finding, "a.ar.txt", "a.fr.txt", "a", None, unit_id)


def test_a_finding_comes_back_from_its_record_equal() -> None:
    kept = example("a:OP1")
    record = finding_record(kept)
    Draft202012Validator(SCHEMA).validate(record)
    assert finding_of_record(json.loads(json.dumps(record))) == kept


def test_findings_go_by_the_names_that_their_sets_have_in_the_memory(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    found = {}
    for number in (1, 2):
        aligned = tm_sets.simple_set("a", [{"fr": f"texte {number}", "ar": f"نص {number}"}])
        write_set(tmp_path, f"digest-{number}", units_of(aligned))
        found[f"digest-{number}"] = [example("a:OP1")]
    publish(tmp_path, found, hash_encoder, findings=found)
    kept = open_memory(tmp_path, hash_encoder).findings()
    assert [(one.set_name, one.unit_id) for one in kept] == [("a", "a:OP1"), ("a~2", "a~2:OP1")]


def test_the_report_shows_findings_by_language_with_a_link_to_the_row(tm_sets: ModuleType) -> None:
    report = report_set(tm_sets.rivers())
    page = html.document_fromstring(render_report([report]).encode())
    headings = [heading.text_content() for heading in page.xpath("//h3[starts-with(@id, 'language-')]")]
    assert "English: 1 finding, 0 doubtful places" in headings
    (link,) = page.xpath("//h3[@id='language-en']/following-sibling::ul[1]/li/a")
    assert (link.get("href"), link.text_content()) == ("#set1-row4", "A/RES/68/999:en!PAR1")


def test_what_is_kept_of_a_set_has_its_findings_and_an_older_one_has_none(tm_sets: ModuleType) -> None:
    report = report_set(tm_sets.rivers())
    assert report.findings == findings_of_set(tm_sets.rivers())
    assert from_json(to_json(report)) == report
    older = json.loads(to_json(report))
    del older["findings"]
    assert from_json(json.dumps(older)).findings is None


def test_jsonl_of_align_gives_beads_then_findings(tmp_path: Path, capsys: Capture) -> None:
    texts = {
        "es": "Uno de los informes de 2030.\nEl río es largo.\n",
        "ar": "أحد تقارير عام ٢٠٢٠.\nالنهر طويل.\n",
    }
    for language, text in texts.items():
        (tmp_path / f"a.{language}.txt").write_text(text, encoding="utf-8")
    pair = [str(tmp_path / "a.es.txt"), str(tmp_path / "a.ar.txt")]
    assert run(["align", *pair, "--lines", "--format", "jsonl"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["record"] for line in lines] == ["bead", "bead", "finding"]
    records(json.dumps(lines[2]))
    assert (lines[2]["kind"], lines[2]["language"], lines[2]["set"]) == ("figures", "ar", None)
