"""Tables out, and the index as a folder that lives without Hexapla."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import polars as pl
import pytest

from align.encoders import Encoder
from tm.errors import ExportError
from tm.index_export import export_index
from tm.memory import Memory, open_memory
from tm.memory_folder import write_set
from tm.publication import publish
from tm.selection import ExportReport
from tm.tables_export import write_jsonl, write_tsv
from tm.units import units_of
from tm.vector_index import read_faiss


def memory_of(folder: Path, encoder: Encoder, tm_sets: ModuleType) -> Memory:
    write_set(folder, "rivers00", units_of(tm_sets.rivers()))
    publish(folder, ["rivers00"], encoder)
    return open_memory(folder, encoder)


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder) -> Memory:
    return memory_of(tmp_path / "memory", hash_encoder, tm_sets)


def test_tsv_has_a_column_a_language_and_a_line_a_unit(memory: Memory, tm_sets: ModuleType) -> None:
    out = io.BytesIO()
    report = write_tsv(memory, out)
    lines = [line.split("\t") for line in out.getvalue().decode("utf-8").split("\n")[:-1]]
    assert lines[0] == ["unit_id", "document", "probability", "ar", "en", "es", "fr", "ru", "zh"]
    texts = [tm_sets.FIRST[code] for code in ("ar", "en", "es", "fr", "ru", "zh")]
    assert lines[3] == ["A/RES/68/999:OP1", "A/RES/68/999", "0.910", *texts]
    assert {len(line) for line in lines} == {9}
    assert (report.units, report.variants, len(lines)) == (7, 42, 8)
    assert report.left_out == {"units in one language only": 1}


def test_tsv_of_a_pair_has_source_and_target(memory: Memory, tm_sets: ModuleType) -> None:
    out = io.BytesIO()
    report = write_tsv(memory, out, pair=("zh", "en"), level="sentence")
    lines = [line.split("\t") for line in out.getvalue().decode("utf-8").split("\n")[:-1]]
    assert lines[0][3:] == ["zh", "en"]
    sentence = tm_sets.FIRST_SENTENCES[0]
    assert lines[3] == ["A/RES/68/999:OP1.1", "A/RES/68/999", "0.800", sentence["zh"], sentence["en"]]
    assert report.composed == report.units == 8
    assert report.left_out == {"units without text in zh": 1}


def test_units_with_neither_language_of_a_pair_are_counted(
    tmp_path: Path, tm_sets: ModuleType, hash_encoder: Encoder
) -> None:
    texts = [{"fr": "Un", "en": "One"}, {"ar": "اثنان", "zh": "二"}, {"es": "Tres", "en": "Three"}]
    write_set(tmp_path, "digest00", units_of(tm_sets.simple_set("s", texts)))
    publish(tmp_path, ["digest00"], hash_encoder)
    report = write_tsv(open_memory(tmp_path), io.BytesIO(), pair=("es", "en"))
    assert report.units == 1
    assert report.left_out == {"units without text in es": 2}
    report = write_tsv(open_memory(tmp_path), io.BytesIO(), pair=("en", "es"))
    assert report.left_out == {"units without text in en": 1, "units without text in es": 1}


def test_jsonl_carries_texts_and_where_they_stand(memory: Memory, tm_sets: ModuleType) -> None:
    out = io.BytesIO()
    write_jsonl(memory, out, min_probability=0.95)
    unit = json.loads(out.getvalue().decode("utf-8").split("\n")[2])
    assert unit == {
        "unit_id": "A/RES/68/999:OP1",
        "document": "A/RES/68/999",
        "pivot": "fr",
        "probability": 0.95,
        "via": None,
        "texts": {code: tm_sets.FIRST[code] for code in ("fr", "zh")},
        "probabilities": {"fr": 1.0, "zh": 0.95},
        "documents": {"fr": "docs/rivers.fr.txt", "zh": "docs/rivers.zh.txt"},
        "paths": {"fr": "OP1", "zh": "OP1"},
        "pages": {"fr": 2, "zh": 2},
    }


def test_jsonl_says_over_which_language_a_pair_was_composed(memory: Memory) -> None:
    out = io.BytesIO()
    write_jsonl(memory, out, pair=("ar", "ru"))
    assert {json.loads(line)["via"] for line in out.getvalue().splitlines()} == {"fr"}


@pytest.mark.parametrize("write", [write_tsv, write_jsonl])
def test_tables_refuse_what_tmx_refuses(
    memory: Memory, tmp_path: Path, write: Callable[..., ExportReport]
) -> None:
    with pytest.raises(ExportError, match='language "de"'):
        write(memory, tmp_path / "out", pair=("de", "fr"))
    assert not (tmp_path / "out").exists()


def test_the_exported_index_holds_every_passage_under_its_vector_id(
    memory: Memory, tmp_path: Path, hash_encoder: Encoder
) -> None:
    report = export_index(memory, tmp_path / "index")
    assert sorted(path.name for path in (tmp_path / "index").iterdir()) == [
        "manifest.json",
        "passages.parquet",
        "search.py",
        "vectors.faiss",
    ]
    passages = pl.read_parquet(tmp_path / "index" / "passages.parquet")
    index = read_faiss(tmp_path / "index" / "vectors.faiss")
    assert (report.units, report.variants) == (8, 92)
    assert passages.height == index.ntotal == 92
    assert passages["vector_id"].n_unique() == 92
    row = passages.row(17, named=True)
    _, ids = index.search(hash_encoder.encode([row["text"]]), 1)
    assert passages.filter(pl.col("vector_id") == int(ids[0][0]))["text"].item() == row["text"]


def test_an_export_replaces_an_earlier_one_but_nothing_else(memory: Memory, tmp_path: Path) -> None:
    export_index(memory, tmp_path / "index")
    export_index(memory, tmp_path / "index")
    other = tmp_path / "mine"
    other.mkdir()
    (other / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(ExportError, match=r'holds other things \("thesis\.docx"\)'):
        export_index(memory, other)
    with pytest.raises(ExportError, match="is a file"):
        export_index(memory, other / "thesis.docx")
    assert (other / "thesis.docx").read_bytes() == b"years of work"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index", "memory", "mine"]


def test_the_script_is_short(memory: Memory, tmp_path: Path) -> None:
    export_index(memory, tmp_path / "index")
    assert len((tmp_path / "index" / "search.py").read_text(encoding="utf-8").splitlines()) <= 60


# Refuses our four packages, then runs the script as its user would.
RUNNER = """
import runpy, sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"hexapla", "tm", "align", "corpora"}:
            raise ImportError(f"{name} is not there")
sys.meta_path.insert(0, Refuse())
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.mark.parametrize("languages", [None, ["ar"], ["zh", "ru"]])
def test_the_exported_folder_gives_the_hits_of_the_memory_without_hexapla(
    tmp_path: Path, tm_sets: ModuleType, encoder: Encoder, languages: list[str] | None
) -> None:
    memory = memory_of(tmp_path / "memory", encoder, tm_sets)
    folder = tmp_path / "elsewhere" / "индекс"
    export_index(memory, folder)
    query = "Запрос о публикации доклада"
    restriction = ["--in", ",".join(languages)] if languages else []
    done = subprocess.run(
        [sys.executable, "-I", "-c", RUNNER, str(folder / "search.py"), query, "-k", "5", *restriction],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr.decode("utf-8")
    found = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    hits = memory.search(query, languages=languages, k=5)
    assert len(hits) == 5
    assert [hit["unit_id"] for hit in found] == [hit.unit_id for hit in hits]
    assert [hit["language"] for hit in found] == [hit.language for hit in hits]
    assert [hit["texts"] for hit in found] == [hit.texts for hit in hits]
    assert np.allclose([hit["score"] for hit in found], [hit.score for hit in hits], atol=1e-3)
