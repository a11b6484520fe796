"""The journal of reviews: lines are only added, the same line is not added twice, damage is told."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tm.errors import MemoryDamaged
from tm.review_journal import JOURNAL_NAME, Decision, Verdict, decisions, latest, record

ACCEPT = Decision(
    unit_id="A/RES/68/999:OP1",
    source_language="fr",
    target_language="ar",
    source_hash="h1",
    target_hash="h2",
    verdict=Verdict.ACCEPT,
    corrected="",
    comment="جيد",
    reviewer="Мария",
    moment="2026-11-26T10:00:00Z",
    origin="review.xlsx [Units]",
    origin_digest="d1",
    row=2,
)
EDIT = replace(ACCEPT, verdict=Verdict.EDIT, corrected="تهيب بالدول", origin_digest="d2")
REJECT = replace(ACCEPT, target_language="zh", verdict=Verdict.REJECT, comment="不是译文", row=3)


def test_a_memory_that_nobody_reviewed_has_an_empty_journal_and_no_file(tmp_path: Path) -> None:
    assert decisions(tmp_path) == []
    assert record(tmp_path, []) == []
    assert list(tmp_path.iterdir()) == []


def test_decisions_come_back_as_they_were_in_order(tmp_path: Path) -> None:
    assert record(tmp_path, [ACCEPT, REJECT]) == [True, True]
    assert record(tmp_path, [EDIT]) == [True]
    assert decisions(tmp_path) == [ACCEPT, REJECT, EDIT]
    assert latest(decisions(tmp_path)) == {EDIT.key: EDIT, REJECT.key: REJECT}
    assert type(decisions(tmp_path)[0].verdict) is Verdict


@pytest.mark.parametrize(
    "again",
    [
        ACCEPT,
        replace(ACCEPT, moment="2027-01-01T00:00:00Z"),
        replace(ACCEPT, origin="copy.csv", origin_digest="d9", row=7),
    ],
)
def test_what_the_latest_decision_says_already_is_not_new(tmp_path: Path, again: Decision) -> None:
    record(tmp_path, [ACCEPT])
    assert record(tmp_path, [again]) == [False]
    assert decisions(tmp_path) == [ACCEPT]


def test_a_line_of_a_file_recorded_before_is_not_new_after_another_decision(tmp_path: Path) -> None:
    record(tmp_path, [ACCEPT])
    record(tmp_path, [EDIT])
    assert record(tmp_path, [ACCEPT]) == [False]
    assert latest(decisions(tmp_path))[ACCEPT.key] == EDIT
    changed_mind = replace(ACCEPT, origin_digest="d3")
    assert record(tmp_path, [changed_mind]) == [True]
    assert latest(decisions(tmp_path))[ACCEPT.key] == changed_mind


def test_another_reviewer_or_comment_is_new(tmp_path: Path) -> None:
    record(tmp_path, [ACCEPT])
    others = [
        replace(ACCEPT, reviewer="Lucía", origin_digest="d4"),
        replace(ACCEPT, reviewer="Lucía", comment="sí", origin_digest="d5"),
    ]
    assert record(tmp_path, others) == [True, True]


@pytest.mark.parametrize("statement", ["UPDATE decisions SET verdict = 'accept'", "DELETE FROM decisions"])
def test_lines_can_neither_be_changed_nor_removed(tmp_path: Path, statement: str) -> None:
    record(tmp_path, [REJECT])
    with (
        closing(sqlite3.connect(tmp_path / JOURNAL_NAME)) as database,
        pytest.raises(sqlite3.IntegrityError, match="lines are only added"),
    ):
        database.execute(statement)
    assert decisions(tmp_path) == [REJECT]


@pytest.mark.parametrize(
    "wrong", [replace(EDIT, corrected=""), replace(ACCEPT, corrected="text", origin_digest="d6")]
)
def test_an_edit_without_text_spoils_the_whole_batch(tmp_path: Path, wrong: Decision) -> None:
    record(tmp_path, [REJECT])
    with pytest.raises(MemoryDamaged, match="CHECK"):
        record(tmp_path, [ACCEPT, wrong])
    assert decisions(tmp_path) == [REJECT]


def test_texts_that_look_like_statements_are_only_texts(tmp_path: Path) -> None:
    hostile = replace(ACCEPT, unit_id="'; DROP TABLE decisions; --", comment='"); --', reviewer="x\ty")
    record(tmp_path, [hostile])
    assert decisions(tmp_path) == [hostile]


def test_a_damaged_or_newer_journal_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / JOURNAL_NAME
    path.write_bytes(b"no database at all, only some text that is long enough to be looked at" * 20)
    with pytest.raises(MemoryDamaged, match=r"review\.sqlite.*Bring it back from a copy"):
        decisions(tmp_path)
    with pytest.raises(MemoryDamaged):
        record(tmp_path, [ACCEPT])
    path.unlink()
    record(tmp_path, [ACCEPT])
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 2")
    with pytest.raises(MemoryDamaged, match="version 2, this program knows version 1"):
        decisions(tmp_path)


KILLED = """
import os, sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA cache_size = 1")
database.execute("BEGIN")
columns = "unit_id,source_language,target_language,source_hash,target_hash,verdict,corrected," \\
    "comment,reviewer,moment,origin,origin_digest,row"
for number in range(300):
    values = [str(number), "fr", "ar", "h", "h", "edit", "x" * 5000, "", "", "", "", "", number]
    database.execute(f"INSERT INTO decisions ({columns}) VALUES ({','.join('?' * 13)})", values)
os._exit(9)
"""


def test_what_a_killed_import_wrote_is_rolled_back(tmp_path: Path) -> None:
    record(tmp_path, [ACCEPT])
    path = tmp_path / JOURNAL_NAME
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert done.returncode == 9
    assert path.with_name(f"{JOURNAL_NAME}-journal").exists()
    assert path.stat().st_size > 100_000
    assert decisions(tmp_path) == [ACCEPT]
    assert record(tmp_path, [EDIT]) == [True]


def test_a_folder_with_signs_of_an_address_in_its_name_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "mémoire #1 ?mode=ro & 100%"
    folder.mkdir()
    assert record(folder, [ACCEPT]) == [True]
    assert decisions(folder) == [ACCEPT]
