"""Archives are unpacked within limits; what a member's name, kind or bytes forbid is left out and said."""

from __future__ import annotations

import gzip
import io
import re
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from corpora import archives
from corpora.archives import archive_stem, is_archive, unpack_archive
from corpora.errors import ReadingError, UnsafeDocument

NAMES = {
    "ar": "قرار/النص.ar.txt",
    "zh": "决议/正文.zh.txt",
    "en": "resolution/text.en.txt",
    "fr": "résolution/texte.fr.txt",
    "ru": "резолюция/текст.ru.txt",
    "es": "resolución/textó.es.txt",
}


def zipped(path: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def tarred(path: Path, members: Mapping[str, bytes]) -> Path:
    with tarfile.open(path, "w" if path.suffix == ".tar" else "w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


MAKERS = [
    pytest.param(lambda folder, members: zipped(folder / "x.zip", members), id="zip"),
    pytest.param(lambda folder, members: tarred(folder / "x.tar", members), id="tar"),
    pytest.param(lambda folder, members: tarred(folder / "x.tar.gz", members), id="tar.gz"),
    pytest.param(lambda folder, members: tarred(folder / "x.TGZ", members), id="tgz"),
]
Maker = Callable[[Path, Mapping[str, bytes]], Path]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("make", MAKERS)
def test_names_of_six_languages_and_their_bytes_come_out_as_they_went_in(
    make: Maker, tmp_path: Path, out: Path
) -> None:
    members = {name: f"{code} {name}".encode() * 1000 for code, name in NAMES.items()}
    assert unpack_archive(make(tmp_path, members), out) == ()
    assert files(out) == members


def test_names_in_utf8_that_do_not_say_so_are_read_as_utf8(tmp_path: Path, out: Path) -> None:
    for name in NAMES.values():
        path = zipped(tmp_path / "x.zip", {"*" * len(name.encode()): b"text"})
        path.write_bytes(path.read_bytes().replace(b"*" * len(name.encode()), name.encode()))
        assert unpack_archive(path, out) == ()
    assert set(files(out)) == set(NAMES.values())


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(
    "name",
    ["../evil.txt", "a/../../evil.txt", "/etc/evil.txt", "\\evil.txt", "C:/evil.txt", "a\\..\\evil.txt"],
)
def test_a_name_that_leads_out_of_the_archive_is_left_out(
    make: Maker, name: str, tmp_path: Path, out: Path
) -> None:
    path = make(tmp_path, {name: b"x", "good.txt": b"y"})
    (remark,) = unpack_archive(path, out)
    assert remark.reason == "left out of the archive: its name leads out of the archive"
    assert remark.path.as_posix().startswith(f"{path.as_posix()}/")
    assert files(tmp_path / "out") == {"good.txt": b"y"}
    assert not list(tmp_path.glob("**/*evil*"))


@pytest.mark.parametrize("make", MAKERS)
def test_names_that_some_systems_refuse_are_made_harmless(make: Maker, tmp_path: Path, out: Path) -> None:
    members = {
        "a\nb.txt": b"1",
        "safe\u202etxt.exe": b"2",
        "con.txt": b"3",
        'what?<is>:"this"|*.txt': b"4",
        "long/" + "文" * 300 + ".txt": b"5",
        "end. ": b"6",
    }
    assert unpack_archive(make(tmp_path, members), out) == ()
    found = files(out)
    assert sorted(found.values()) == sorted(members.values())
    assert {"a\ufffdb.txt", "safe\ufffdtxt.exe", "_con.txt", "end"} <= set(found)
    assert all(len(part.encode()) <= 200 for name in found for part in name.split("/"))
    assert any(name.startswith("long/文") and name.endswith("文.txt") for name in found)


def test_links_devices_and_sparse_files_are_left_out(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "x.tar"
    with tarfile.open(path, "w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"bad-{kind.decode()}")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    for one, count in ((path, 4), (tmp_path / "x.zip", 1)):
        remarks = unpack_archive(one, out)
        assert len(remarks) == count
        assert {remark.reason for remark in remarks} == {
            "left out of the archive: it is a link, a device or a sparse file"
        }
    assert files(out) == {}


def test_what_programs_leave_beside_documents_is_passed_over(tmp_path: Path, out: Path) -> None:
    members = {
        "__MACOSX/._a.txt": b"1",
        ".hidden/a.txt": b"2",
        "Thumbs.db": b"3",
        "~$a.docx": b"4",
        "a.txt": b"5",
    }
    assert unpack_archive(zipped(tmp_path / "x.zip", members), out) == ()
    assert files(out) == {"a.txt": b"5"}


def test_two_files_of_one_name_on_systems_that_do_not_tell_capitals_apart(tmp_path: Path, out: Path) -> None:
    (remark,) = unpack_archive(zipped(tmp_path / "x.zip", {"A.txt": b"1", "a.TXT": b"2"}), out)
    assert "a second file of this name" in remark.reason
    assert files(out) == {"A.txt": b"1"}


def test_a_name_of_a_file_and_of_a_folder_is_left_out_once(tmp_path: Path, out: Path) -> None:
    (remark,) = unpack_archive(tarred(tmp_path / "x.tar", {"a": b"1", "a/b.txt": b"2", "c": b"3"}), out)
    assert "that of a file and of a folder" in remark.reason
    assert files(out) == {"a": b"1", "c": b"3"}


def test_an_encrypted_or_damaged_member_does_not_stop_the_others(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bad.txt", b"the quick brown fox")
        archive.writestr("locked.txt", b"secret")
        archive.writestr("good.txt", b"fine")
    data = path.read_bytes().replace(b"the quick brown fox", b"the quick brown cat", 1)
    start = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    flags = struct.unpack_from("<H", data, start + 8)[0] | 1
    path.write_bytes(data[: start + 8] + struct.pack("<H", flags) + data[start + 10 :])
    remarks = {remark.path.name: remark.reason for remark in unpack_archive(path, out)}
    assert "it is damaged (Bad CRC-32" in remarks["bad.txt"]
    assert "it is encrypted" in remarks["locked.txt"]
    assert files(out) == {"good.txt": b"fine"}


@pytest.mark.parametrize("make", MAKERS[:1] + MAKERS[2:])
def test_a_bomb_is_refused_before_it_has_filled_the_disk(
    make: Maker, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "_RATIO_APPLIES_ABOVE_BYTES", 2_000_000)
    path = make(tmp_path, {f"{k}.txt": bytes(1_000_000) for k in range(20)})
    with pytest.raises(UnsafeDocument, match="a bomb"):
        unpack_archive(path, out)
    assert len(files(out)) < 20


def test_a_member_beyond_the_limit_is_left_out_alone(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBER_BYTES", 1000)
    (remark,) = unpack_archive(
        tarred(tmp_path / "x.tar", {"a": bytes(1000), "b": bytes(1001), "c": b"x"}), out
    )
    assert (remark.path.name, "more than the limit of 1000 bytes" in remark.reason) == ("b", True)
    assert set(files(out)) == {"a", "c"}


def test_too_many_members_are_a_bomb(tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBERS", 5)
    assert unpack_archive(zipped(tmp_path / "x.zip", {str(k): b"x" for k in range(5)}), out) == ()
    with pytest.raises(UnsafeDocument, match="more than 5 members"):
        unpack_archive(zipped(tmp_path / "y.zip", {str(k): b"x" for k in range(6)}), out)


def test_an_endless_header_is_refused_without_being_read(tmp_path: Path, out: Path) -> None:
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, 1 << 40
    path = tmp_path / "x.tar.gz"
    path.write_bytes(gzip.compress(header.tobuf() + bytes(4096)))
    with pytest.raises(ReadingError, match="damaged"):
        unpack_archive(path, out)


@pytest.mark.parametrize("make", MAKERS)
def test_an_archive_cut_off_anywhere_is_refused_with_its_name(make: Maker, tmp_path: Path, out: Path) -> None:
    path = make(tmp_path, {name: name.encode() * 50 for name in NAMES.values()})
    whole = path.read_bytes()
    # The end of a TAR is padded with blocks of zeros; two of them suffice.
    end = len(whole.rstrip(b"\0")) + 1024 if path.suffix == ".tar" else len(whole)
    for cut in range(0, end - 1024 if path.suffix == ".tar" else end, max(1, end // 40)):
        path.write_bytes(whole[:cut])
        folder = out / str(cut)
        folder.mkdir()
        with pytest.raises(ReadingError, match=re.escape(str(path))):
            unpack_archive(path, folder)


def test_only_names_of_archives_are_taken_for_archives() -> None:
    for name, stem in (("a.zip", "a"), ("b.TAR.GZ", "b"), ("c.d.tgz", "c.d"), ("fr.tar", "fr")):
        assert is_archive(Path(name))
        assert archive_stem(Path("docs") / name) == stem
    assert not any(is_archive(Path(name)) for name in ("a.docx", "zip", "a.gz", "a.tar.xz", "a.zip.txt"))
