"""A build reads what archives among its inputs hold, as if each were a folder of its name."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType

import pytest

from hexapla import building
from hexapla.building import BuildResult
from hexapla.exit_statuses import Status
from hexapla.unpacked_archives import UNPACKED_NAME

Build = Callable[..., BuildResult]

TEXTS = {
    "ar": "مذكرة بشأن المدارس\n\nيحتاج الأطفال إلى كتب وقاعات للدراسة.\n\nيدرب المعلمون في المدينة.\n",
    "zh": "关于学校的说明\n\n儿童需要书籍和教室，学校也需要教师。\n\n教师在城里接受培训。\n",
    "en": "Note on schools\n\nChildren need books and classrooms.\n\nTeachers are trained in the city.\n",
    "fr": "Note sur les écoles\n\nLes enfants ont besoin de livres.\n\nLes maîtres sont formés à la ville.\n",
    "ru": "Записка о школах\n\nДетям нужны книги и классы.\n\nУчителей готовят в городе.\n",
    "es": "Nota sobre las escuelas\n\nLos niños necesitan libros y aulas.\n\nLos maestros se forman allí.\n",
}


def zipped(path: Path, members: Mapping[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text.encode())
    return path


def tarred(path: Path, members: Mapping[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz") as archive:
        for name, text in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return path


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch, hash_encoders: ModuleType) -> Build:
    """`hexapla.build` with an encoder that needs no model."""
    monkeypatch.setattr(building, "load_encoder", lambda _name: hash_encoders.HashEncoder())
    return building.build


def states(result: BuildResult) -> dict[str, tuple[tuple[str, ...], str]]:
    return {one.name: (tuple(sorted(one.languages)), one.state) for one in result.sets}


SIX = tuple(sorted(TEXTS))


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_the_versions_in_an_archive_are_one_set(
    pack: Callable[..., Path], tmp_path: Path, build: Build
) -> None:
    name = "all.zip" if pack is zipped else "all.tgz"
    pack(tmp_path / "docs" / name, {f"schools/{code}/note.txt": text for code, text in TEXTS.items()})
    result = build([tmp_path / "docs"], tmp_path / "memory")
    assert result.exit_status == Status.DONE
    assert states(result) == {"note": (SIX, "new")}
    assert sorted(result.sets[0].files.values()) == [f"{name}/schools/{code}/note.txt" for code in SIX]


def test_one_archive_a_language_and_files_beside_them_are_one_set(tmp_path: Path, build: Build) -> None:
    docs = tmp_path / "docs"
    for code in ("ar", "ru", "zh"):
        zipped(docs / f"{code}.zip", {"note.txt": TEXTS[code]})
    tarred(docs / "es.tar.gz", {"note.txt": TEXTS["es"]})
    for code in ("en", "fr"):
        (docs / code).mkdir()
        (docs / code / "note.txt").write_text(TEXTS[code], encoding="utf-8")
    assert states(build([docs], tmp_path / "memory")) == {"note": (SIX, "new")}


def test_an_archive_named_itself_is_read(tmp_path: Path, build: Build) -> None:
    path = zipped(tmp_path / "x.zip", {f"note.{code}.txt": TEXTS[code] for code in ("fr", "en")})
    assert states(build([path], tmp_path / "memory")) == {"note": (("en", "fr"), "new")}


def test_an_archive_that_has_not_changed_is_neither_unpacked_nor_aligned_again(
    tmp_path: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path / "docs" / "x.zip", {f"note.{code}.txt": text for code, text in TEXTS.items()})
    build([path], tmp_path / "memory")
    monkeypatch.setattr("hexapla.unpacked_archives.unpack_archive", lambda *_: pytest.fail("unpacked again"))
    assert states(build([path], tmp_path / "memory")) == {"note": (SIX, "unchanged")}
    other = tmp_path / "other.fr.txt"
    other.write_text(TEXTS["fr"], encoding="utf-8")
    # Nor is it forgotten by a build of something else.
    assert states(build([other], tmp_path / "memory"))["note"] == (SIX, "unchanged")


def test_a_changed_archive_is_read_again_and_what_it_held_is_removed(tmp_path: Path, build: Build) -> None:
    memory, path = tmp_path / "memory", tmp_path / "docs" / "x.zip"
    zipped(path, {f"note.{code}.txt": TEXTS[code] for code in ("fr", "en")})
    build([path], memory)
    zipped(path, {f"note.{code}.txt": TEXTS[code] for code in ("fr", "en", "ru")})
    assert states(build([path], memory)) == {"note": (("en", "fr", "ru"), "new")}
    assert len(list((memory / UNPACKED_NAME).iterdir())) == 1


def test_text_of_an_archive_that_is_gone_stays_until_it_is_synced(tmp_path: Path, build: Build) -> None:
    memory, docs = tmp_path / "memory", tmp_path / "docs"
    path = zipped(docs / "x.zip", {f"note.{code}.txt": TEXTS[code] for code in ("fr", "en")})
    (docs / "other.fr.txt").write_text(TEXTS["fr"] + "\n\nUne phrase de plus.\n", encoding="utf-8")
    build([docs], memory)
    path.unlink()
    kept = build([docs], memory)
    assert states(kept)["note"][0] == ("en", "fr")
    assert any(finding.path == "x.zip/note.en.txt" and "gone" in finding.reason for finding in kept.findings)
    assert not (memory / UNPACKED_NAME).exists()
    assert "note" not in states(build([docs], memory, sync=True))


def test_what_cannot_be_read_in_an_archive_is_named_inside_it(tmp_path: Path, build: Build) -> None:
    path = zipped(
        tmp_path / "docs" / "x.zip",
        {"note.fr.txt": TEXTS["fr"], "note.en.txt": TEXTS["en"], "empty.ru.txt": "", "../out.txt": "x"},
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("inner.zip", b"PK\x05\x06" + bytes(18))
        archive.writestr("letter.wps", b"x")
    (tmp_path / "docs" / "broken.zip").write_bytes(b"PK\x03\x04 and nothing else")
    for _ in range(2):
        result = build([tmp_path / "docs"], tmp_path / "memory")
        reasons = {Path(one.path).as_posix().rpartition("docs/")[2]: one.reason for one in result.left_out}
        assert states(result)["note"][0] == ("en", "fr")
        assert result.exit_status == Status.DONE_WITH_FINDINGS
        assert "the file is empty" in reasons["x.zip/empty.ru.txt"]
        assert "an archive inside an archive is not opened" in reasons["x.zip/inner.zip"]
        assert "files of the type .wps are not read" in reasons["x.zip/letter.wps"]
        assert "its name leads out of the archive" in reasons["x.zip/../out.txt"]
        assert "the archive is damaged" in reasons["broken.zip"]


def test_nothing_of_an_unreadable_archive_is_left_behind(tmp_path: Path, build: Build) -> None:
    path = tmp_path / "x.tar.gz"
    path.write_bytes(os.urandom(1000))
    result = build([path], tmp_path / "memory")
    assert result.exit_status == Status.NOTHING_DONE
    assert not (tmp_path / "memory" / UNPACKED_NAME).exists()
