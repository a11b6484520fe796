"""The commands that need no memory, as their users run them: output, messages, exit statuses."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hexapla.command_line import describe_os_error, run

ROOT = Path(__file__).resolve().parent.parent
SIX = ("ar", "en", "es", "fr", "ru", "zh")
Capture = pytest.CaptureFixture[str]
PAIR_TEXTS = {
    "fr": "1. Décide de publier un rapport ;\n2. Prie les États de répondre.\n",
    "en": "1. Decides to publish a report;\n2. Requests States to reply.\n",
    "es": "1. Decide publicar un informe;\n2. Pide a los Estados que respondan.\n",
    "ru": "1. постановляет опубликовать доклад;\n2. просит государства ответить.\n",
    "ar": "١ - تقرر نشر تقرير؛\n٢ - تطلب إلى الدول أن ترد.\n",
    "zh": "1. 决定发表一份报告；\n2. 请各国答复。\n",
}


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def hexapla(*arguments: str, **settings: Any) -> subprocess.CompletedProcess[bytes]:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONIOENCODING"}
    environment["PYTHONPATH"] = str(ROOT)
    return subprocess.run(
        [sys.executable, "-m", "hexapla", *arguments],
        capture_output=True, check=False, env=environment | settings.pop("env", {}), **settings,
    )  # fmt: skip


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    for language, text in PAIR_TEXTS.items():
        (tmp_path / f"note.{language}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_version_is_printed() -> None:
    done = hexapla("--version")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith((b"hexapla 0.", b"hexapla unknown"))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["align", "a", "b", "--source-language", "klingon"], 'no language "klingon" here. Known are: ar'),
        (["search", "m", "q", "--in", "fr,xx"], 'there is no language "xx" here'),
        (["search", "m", "q", "--in", ","], "no language is named"),
        (["search", "m", "q", "-k", "0"], "0 is not in the range"),
        (["export", "m", "--to", "tmx", "--out", "o", "--pair", "fr-en"], "with a colon: fr:en"),
        (["export", "m", "--to", "tmx", "--out", "o", "--pair", "fr:fr"], "has one language twice"),
        (["export", "m", "--to", "pdf", "--out", "o"], "'pdf' is not one of"),
        (["export", "m", "--to", "tmx"], "missing option '--out'"),
        (["align", "-", "-"], 'only one of SOURCE and TARGET can be "-"'),
        (["evaluate", "-", "-"], 'only one of GOLD and PREDICTED can be "-"'),
        (["build", "--out", "m"], "missing argument 'INPUT...'"),
        (["build", "x", "--out", "m", "--colour"], "no such option"),
        (["serve"], "no such command 'serve'"),
        (["concordance", "m", "p"], "missing option '--in'"),
        (["concordance", "m", "p", "--in", "fr", "--json", "--csv", "f"], "exclude each other"),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_message_and_status_2(arguments: list[str], says: str, capsys: Capture) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert says in captured.err
    assert captured.err.startswith("hexapla: ")
    assert "--help" in captured.err
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize("command", ["inspect {}", "align {} {}", "search {} q", "info {}", "evaluate {} {}"])
def test_what_is_not_there_is_named_with_status_1(command: str, tmp_path: Path, capsys: Capture) -> None:
    missing = str(tmp_path / "missing")
    assert run([word.format(missing) for word in command.split()]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert missing in captured.err
    assert "Traceback" not in captured.err


def test_a_file_that_is_no_text_is_refused_with_reason_and_advice(tmp_path: Path, capsys: Capture) -> None:
    junk = tmp_path / "junk.txt"
    junk.write_bytes(bytes(range(256)) * 40)
    assert run(["inspect", str(junk)]) == 1
    message = capsys.readouterr().err
    assert message.startswith(f"hexapla: {junk}")
    assert "Try: " in message


def test_a_message_names_file_reason_and_what_to_try_as_sentences(tmp_path: Path, capsys: Capture) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    assert run(["inspect", str(empty)]) == 1
    message = capsys.readouterr().err
    assert message.startswith(f"hexapla: {empty}: the file is empty. Try: ")
    assert message.endswith(".\n")
    assert message.count("\n") == 1


def test_an_unknown_encoder_is_wrong_usage(versions: Path, capsys: Capture) -> None:
    paths = [str(versions / "note.fr.txt"), str(versions / "note.en.txt")]
    assert run(["align", *paths, "--encoder", "word2vec"]) == 2
    assert 'There is no encoder "word2vec"' in capsys.readouterr().err


def test_a_language_that_the_memory_lacks_is_wrong_usage_and_names_those_it_has(
    sample_memory: Path, capsys: Capture
) -> None:
    for option in ("--in", "--show"):
        assert run(["search", str(sample_memory), "archives", option, "de"]) == 2
        assert "It has: ar, en, es, fr, ru, zh" in capsys.readouterr().err


def test_an_empty_query_is_wrong_usage(sample_memory: Path, capsys: Capture) -> None:
    assert run(["search", str(sample_memory), "  "]) == 2
    assert "The query is empty" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["", "build", "search", "align", "export", "inspect"])
def test_help_is_plain_and_shows_how(command: str, capsys: Capture) -> None:
    assert run([*command.split(), "--help"]) == 0
    text = capsys.readouterr().out
    assert f"hexapla {command}" in text
    assert "\x1b" not in text
    assert "\b" not in text


def test_inspect_gives_one_json_document(samples: Path, capsys: Capture) -> None:
    assert run(["inspect", str(samples / "A_RES_68_187.fr.txt"), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["symbol"] == "A/RES/68/187"
    assert record["language"] == "fr"
    assert [block["path"] for block in record["blocks"] if block["kind"] == "operative"] == [
        f"OP{number}" for number in range(1, 16)
    ]
    assert len([removed for removed in record["removed"] if removed["reason"] == "link"]) == 9


def test_inspect_shows_a_table_with_what_was_taken_out(samples: Path, capsys: Capture) -> None:
    assert run(["inspect", str(samples / "A_RES_68_187.fr.txt")]) == 0
    text = capsys.readouterr().out
    assert "Symbol    A/RES/68/187" in text
    assert "Taken out of the text" in text
    assert "\u2068" not in text
    assert "\x1b" not in text


@pytest.mark.parametrize("language", SIX)
def test_inspect_reads_standard_input(language: str) -> None:
    done = hexapla("inspect", "-", "--json", "--language", language, input=PAIR_TEXTS[language].encode())
    assert (done.returncode, done.stderr) == (0, b"")
    record = json.loads(done.stdout.decode("utf-8"))
    assert record["path"] == "-"
    assert record["language"] == language
    assert len(record["blocks"]) == 2


@pytest.mark.parametrize("name", ["FR", "french", "français", "fr-FR", "fra"])
def test_a_language_may_be_named_in_many_ways(name: str, versions: Path, capsys: Capture) -> None:
    assert run(["inspect", str(versions / "note.fr.txt"), "--json", "--language", name]) == 0
    assert json.loads(capsys.readouterr().out)["language"] == "fr"


@pytest.mark.parametrize("language", [code for code in SIX if code != "fr"])
def test_a_ladder_has_every_segment_of_both_sides_once(
    language: str, versions: Path, capsys: Capture
) -> None:
    source, target = versions / "note.fr.txt", versions / f"note.{language}.txt"
    assert run(["align", str(source), str(target), "--lines", "--format", "ladder"]) == 0
    beads = [line.rsplit(":", 1)[0] for line in capsys.readouterr().out.splitlines()]
    assert beads == ["[0]:[0]", "[1]:[1]"]


def test_lines_keeps_the_segmentation_even_of_empty_lines(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a.txt").write_text("Premier paragraphe du rapport\n\nqui continue ici.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("First paragraph of the report\nwhich goes on here.\n", encoding="utf-8")
    arguments = ["--lines", "--source-language", "fr", "--target-language", "en", "--format", "jsonl"]
    assert run(["align", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), *arguments]) == 0
    beads = lines_of(capsys.readouterr().out)
    assert sorted(number for bead in beads for number in bead["source"]) == [0, 1, 2]
    assert sorted(number for bead in beads for number in bead["target"]) == [0, 1]


def test_tsv_and_jsonl_carry_texts_probability_rule_and_evidence(versions: Path, capsys: Capture) -> None:
    pair = [str(versions / "note.fr.txt"), str(versions / "note.zh.txt")]
    assert run(["align", *pair, "--format", "jsonl"]) == 0
    beads = lines_of(capsys.readouterr().out)
    assert beads[0]["source_text"] == ["Décide de publier un rapport ;"]
    assert beads[0]["target_text"] == ["决定发表一份报告；"]
    assert all(abs(sum(bead["evidence"].values()) - bead["score"]) < 1e-4 for bead in beads)
    assert run(["align", *pair, "--format", "tsv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out), delimiter="\t"))
    assert [(row["source"], row["target"], row["type"]) for row in rows] == [
        ("[0]", "[0]", "1:1"),
        ("[1]", "[1]", "1:1"),
    ]
    assert rows[1]["source_text"] == "Prie les États de répondre."
    assert float(rows[0]["probability"]) == pytest.approx(beads[0]["probability"])
    assert rows[0]["rule"] == beads[0]["rule"]
    assert "=" in rows[0]["evidence"]


def test_align_writes_tmx_of_the_pair(versions: Path, tmp_path: Path) -> None:
    from lxml import etree

    out = tmp_path / "pair.tmx"
    pair = [str(versions / "note.ru.txt"), str(versions / "note.ar.txt")]
    assert run(["align", *pair, "--format", "tmx", "--out", str(out)]) == 0
    tree = etree.parse(out)
    assert tree.xpath("string(/tmx/header/@srclang)") == "ru"
    assert tree.xpath("/tmx/body/tu[1]/tuv/@*[local-name()='lang']") == ["ru", "ar"]
    assert tree.xpath("string(/tmx/body/tu[2]/tuv[2]/seg)") == "تطلب إلى الدول أن ترد."


def test_a_tmx_of_one_language_is_refused(versions: Path, capsys: Capture) -> None:
    same = str(versions / "note.fr.txt")
    assert run(["align", same, same, "--format", "tmx"]) == 2
    assert "both versions are in fr" in capsys.readouterr().err


def test_ignoring_labels_leaves_no_label_evidence(versions: Path, capsys: Capture) -> None:
    pair = [str(versions / "note.fr.txt"), str(versions / "note.en.txt")]
    for extra in ([], ["--lines"]):
        assert run(["align", *pair, "--format", "jsonl", "--ignore-labels", *extra]) == 0
        beads = lines_of(capsys.readouterr().out)
        assert {bead["rule"] for bead in beads} == {"similarity"}
        assert [bead["source"] for bead in beads] == [[0], [1]]


def test_a_ladder_evaluated_against_itself_is_perfect(tmp_path: Path, capsys: Capture) -> None:
    ladder = tmp_path / "a.ladder"
    ladder.write_text("[0]:[0,1]:0.9\n[1]:[]:0.8\n[2]:[2]:1.0\n", encoding="utf-8")
    assert run(["evaluate", str(ladder), str(ladder), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["vecalign"]["strict"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert record["by_type"]["1:2"] == {"gold": 1, "found": 1, "predicted": 1}
    assert run(["evaluate", str(ladder), str(ladder)]) == 0
    assert "Vecalign   strict        1.000   1.000  1.000" in capsys.readouterr().out


def test_a_malformed_ladder_is_named_with_its_line(tmp_path: Path, capsys: Capture) -> None:
    ladder = tmp_path / "a.ladder"
    ladder.write_text("[0]:[0]:0.9\nnonsense\n", encoding="utf-8")
    assert run(["evaluate", str(ladder), str(ladder)]) == 1
    assert f"{ladder}, line 2:" in capsys.readouterr().err


def test_an_empty_gold_ladder_is_refused(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "gold").write_text("\n", encoding="utf-8")
    (tmp_path / "found").write_text("[0]:[0]\n", encoding="utf-8")
    assert run(["evaluate", str(tmp_path / "gold"), str(tmp_path / "found")]) == 1
    assert "the ladder is empty" in capsys.readouterr().err


def test_a_ladder_of_other_texts_is_suspected(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "gold").write_text("[0]:[0]\n[1]:[1,2]\n", encoding="utf-8")
    (tmp_path / "found").write_text("[0]:[0]\n[1]:[]\n", encoding="utf-8")
    assert run(["evaluate", str(tmp_path / "gold"), str(tmp_path / "found")]) == 0
    assert "lacks segments that GOLD has: 0 of the source, 2 of the target." in capsys.readouterr().err


def test_a_place_that_cannot_be_written_to_is_named_without_temporary_names(tmp_path: Path) -> None:
    for name in (".out.tmx.k4t5.part", ".tmp-86871b7e-report.html"):
        error = PermissionError(errno.EACCES, "Permission denied", str(tmp_path / name))
        assert describe_os_error(error) == (
            f"{tmp_path}: permission denied. Try: another place, or check the permissions."
        )


def test_a_ladder_may_come_through_a_pipe(tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.write_text("[0]:[0]\n", encoding="utf-8")
    done = hexapla("evaluate", str(gold), "-", "--json", input=b"[0]:[0]:1.0\r\n")
    assert done.returncode == 0
    assert json.loads(done.stdout)["sentalign"]["strict"]["f1"] == 1.0
