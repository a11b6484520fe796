"""Exported terminology in the hands of other programs: OmegaT's glossary readers, translate-toolkit."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
from translate.storage import factory

from tm.terms.exported_concepts import ExportedConcept, ExportedTerm, exported_concepts
from tm.terms.tbx_writing import TbxOptions, write_tbx
from tm.terms.term_tables import write_omegat_glossary

SCRIPT = Path(__file__).with_name("read_glossary.groovy")
# Both directions of several pairs, right to left and without spaces.
PAIRS = [("fr", "en"), ("ar", "zh"), ("zh", "ar"), ("ru", "es"), ("en", "ru"), ("es", "fr")]
REGIONS = {"fr": "fr-FR", "en": "en-GB", "es": "es-ES", "ru": "ru-RU", "ar": "ar-SA", "zh": "zh-CN"}


@pytest.fixture(scope="module")
def concepts(term_concepts: ModuleType, office_memories: ModuleType) -> list[ExportedConcept]:
    hostile = [
        ExportedConcept(
            f"c{number}", "fr", tuple(ExportedTerm(code, " ".join(text.split())) for code in REGIONS)
        )
        for number, text in enumerate(office_memories.HOSTILE)
        if not text.startswith("#")
    ]
    return [*exported_concepts(term_concepts.both()), *hostile]


def expected(concepts: list[ExportedConcept], pair: tuple[str, str]) -> set[tuple[str, str]]:
    source, target = pair
    return {
        (one.text, other.text)
        for concept in concepts
        for one in concept.terms_in(source)
        for other in concept.terms_in(target)
    }


def read_by_omegat(omegat: str, path: Path, pair: tuple[str, str]) -> list[list[str]]:
    (jar,) = re.findall(r"-jar (\S+OmegaT\.jar)", Path(omegat).read_text(encoding="utf-8"))
    java = shutil.which("java")
    assert java is not None
    # Groovy comes with OmegaT, which runs scripts of its users with it.
    command = [java, f"-Duser.home={path.parent}", "-cp", jar, "groovy.ui.GroovyMain", str(SCRIPT)]
    command += [*(REGIONS[code] for code in pair), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return [line.split("\t") for line in done.stdout.splitlines()]


@pytest.mark.long
@pytest.mark.parametrize("pair", PAIRS, ids=":".join)
def test_omegat_loads_version_2_as_a_glossary(
    tmp_path: Path, omegat: str, concepts: list[ExportedConcept], pair: tuple[str, str]
) -> None:
    write_tbx(concepts, tmp_path / "terms.tbx", TbxOptions(version=2))
    rows = read_by_omegat(omegat, tmp_path / "terms.tbx", pair)
    assert {(source, target) for source, target, _ in rows} == expected(concepts, pair)
    assert all("admittedTerm-admn-sts" in comment for _, _, comment in rows)


@pytest.mark.long
@pytest.mark.parametrize("pair", PAIRS[:3], ids=":".join)
@pytest.mark.parametrize("name", ["glossary.txt", "glossary.utf8"])
def test_omegat_loads_its_own_glossary(
    tmp_path: Path, omegat: str, concepts: list[ExportedConcept], pair: tuple[str, str], name: str
) -> None:
    write_omegat_glossary(concepts, tmp_path / name, pair)
    rows = read_by_omegat(omegat, tmp_path / name, pair)
    assert {(source, target) for source, target, _ in rows} == expected(concepts, pair)
    assert all("probability" in comment or "occurrences" in comment for _, _, comment in rows)


@pytest.mark.long
def test_omegat_does_not_read_version_3(tmp_path: Path, omegat: str, concepts: list[ExportedConcept]) -> None:
    """The reason for version 2; when this fails OmegaT has learnt it."""
    write_tbx(concepts, tmp_path / "terms.tbx")
    with pytest.raises(AssertionError):
        read_by_omegat(omegat, tmp_path / "terms.tbx", ("fr", "en"))


def test_translate_toolkit_reads_version_2(tmp_path: Path, concepts: list[ExportedConcept]) -> None:
    write_tbx(concepts, tmp_path / "terms.tbx", TbxOptions(version=2))
    store = factory.getobject(str(tmp_path / "terms.tbx"))
    assert type(store).__name__ == "tbxfile"
    units = store.units
    assert [unit.getid() for unit in units] == [one.concept_id for one in concepts]
    # It takes the first two languages for source and target: the pivot, then the first in the alphabet.
    assert [(str(unit.source), str(unit.target)) for unit in units] == [
        (one.head.text, one.terms_in("ar")[0].text) for one in concepts
    ]
