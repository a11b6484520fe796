"""`.doc`, `.rtf` and OpenDocument texts are read through LibreOffice where it is installed."""

from __future__ import annotations

import http.server
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpora import office_conversion
from corpora.errors import ReadingError
from corpora.file_types import FileType, detect_file_type
from corpora.read_document import read_document
from corpora.reading_options import ReadingOptions, TrackedChanges

# Title, enacting words, two numbered paragraphs; a note hangs on the first of them.
TEXTS = {
    "ar": (
        "التعاون الدولي",
        "إن الجمعية العامة،",
        "تقرر عقد الاجتماع في ٥ أيار/مايو ٢٠٢٥",
        "تطلب إلى الأمين العام تقديم تقرير.",
    ),
    "zh": ("国际合作", "大会，", "决定于2025年5月5日召开会议", "请秘书长提出报告。"),
    "en": (
        "International cooperation",
        "The General Assembly,",
        "Decides to meet on 5 May 2025",
        "Requests a report.",
    ),
    "fr": (
        "Coopération internationale",
        "L’Assemblée générale,",
        "Décide de se réunir le 5 mai 2025",
        "Prie le Secrétaire général de faire rapport.",
    ),
    "ru": (
        "Международное сотрудничество",
        "Генеральная Ассамблея,",
        "постановляет собраться 5 мая 2025 года",
        "просит представить доклад.",
    ),
    "es": (
        "Cooperación internacional",
        "La Asamblea General,",
        "Decide reunirse el 5 de mayo de 2025",
        "Pide que se presente un informe.",
    ),
}
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "style", "drawing")
)
ODF = _SPACES + ' xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"'


def flat_odt(body: str, *, changes: str = "") -> str:
    """A flat OpenDocument text with the elements of its body."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {ODF} '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:body><office:text>{changes}{body}</office:text></office:body></office:document>"
    )


def resolution(language: str) -> str:
    title, enacting, first, second = TEXTS[language]
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>A/79/1.</text:p></text:note-body></text:note>"
    )
    return flat_odt(
        f'<text:h text:outline-level="1">{title}</text:h><text:p>{enacting}</text:p>'
        f"<text:list><text:list-item><text:p>{first}{note}</text:p></text:list-item>"
        f"<text:list-item><text:p>{second}</text:p></text:list-item></text:list>"
    )


@pytest.fixture(scope="module")
def converted(libreoffice: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the resolutions in every format."""
    folder = tmp_path_factory.mktemp("office")
    for language in TEXTS:
        (folder / f"resolution.{language}.fodt").write_text(resolution(language), encoding="utf-8")
    profile = (folder / "profile").as_uri()
    for form in ("doc", "rtf", "odt"):
        subprocess.run(
            [libreoffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", form, "--outdir",
             str(folder), *map(str, sorted(folder.glob("*.fodt")))],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
    return folder


@pytest.mark.long
@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("form", ["doc", "rtf", "odt", "fodt"])
def test_each_format_gives_its_paragraphs_and_notes(converted: Path, form: str, language: str) -> None:
    document = read_document(converted / f"resolution.{language}.{form}")
    assert document.language == language
    assert [block.text for block in document.blocks] == list(TEXTS[language])
    assert [[r.footnote for r in block.references] for block in document.blocks] == [[], [], [0], []]
    assert [note.text for note in document.footnotes] == ["A/79/1."]
    assert any("LibreOffice" in note.message and note.severity == "info" for note in document.notes)


@pytest.mark.long
def test_types_are_told_from_the_bytes(converted: Path) -> None:
    kinds = {form: detect_file_type(Path("x"), (converted / f"resolution.fr.{form}").read_bytes())
             for form in ("doc", "rtf", "odt", "fodt")}  # fmt: skip
    assert kinds == {"doc": FileType.DOC, "rtf": FileType.RTF, "odt": FileType.ODT, "fodt": FileType.FLAT_ODT}


@pytest.mark.long
@pytest.mark.usefixtures("libreoffice")
def test_tracked_changes_survive_the_conversion(tmp_path: Path) -> None:
    changes = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:insertion><office:change-info>'
        '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">A</dc:creator>'
        '<dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">2024-01-01T00:00:00</dc:date>'
        "</office:change-info></text:insertion></text:changed-region></text:tracked-changes>"
    )
    body = (
        '<text:p>The meeting <text:change-start text:change-id="c1"/>of 2025 '
        '<text:change-end text:change-id="c1"/>is open.</text:p>'
    )
    path = tmp_path / "minutes.en.fodt"
    path.write_text(flat_odt(body, changes=changes), encoding="utf-8")
    original = ReadingOptions(tracked=TrackedChanges.ORIGINAL)
    assert read_document(path).blocks[0].text == "The meeting of 2025 is open."
    assert read_document(path, options=original).blocks[0].text == "The meeting is open."


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on loopback, and what it was asked for."""
    paths: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET  # noqa: N815
        do_OPTIONS = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.long
@pytest.mark.usefixtures("libreoffice")
def test_what_a_document_links_is_not_fetched(tmp_path: Path, asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    picture = (
        '<text:p>Text<draw:frame xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
        'text:anchor-type="as-char"><draw:image xlink:type="simple" xlink:show="embed" '
        f'xlink:href="{address}/picture.png"/></draw:frame></text:p>'
    )
    section = (
        '<text:section text:name="s"><text:section-source xlink:type="simple" '
        f'xlink:href="{address}/part.odt"/>'
        "<text:p>Linked.</text:p></text:section>"
    )
    path = tmp_path / "letter.en.fodt"
    path.write_text(flat_odt(picture + section), encoding="utf-8")
    rtf = tmp_path / "letter.en.rtf"
    rtf.write_text(
        r"{\rtf1 Text {\field{\*\fldinst INCLUDEPICTURE \\d "
        + f'"{address}/p.png"'
        + r"}{\fldrslt }} end\par}",
        encoding="ascii",
    )
    assert read_document(path, "en").blocks[0].text == "Text"
    assert read_document(rtf, "en").blocks[0].text.startswith("Text")
    assert paths == []


@pytest.mark.long
@pytest.mark.usefixtures("libreoffice")
def test_what_libreoffice_cannot_open_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le"))
    with pytest.raises(ReadingError, match=r"broken\.doc: LibreOffice cannot open"):
        read_document(path, "en")


@pytest.mark.parametrize(
    ("name", "data"), [("a.rtf", b"{\\rtf1 Text}"), ("a.fodt", flat_odt("<text:p>Text</text:p>").encode())]
)
def test_without_libreoffice_the_way_to_install_it_is_said(
    name: str, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_conversion, "installed_office", lambda: None)
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ReadingError, match="read through LibreOffice, which is missing") as caught:
        read_document(path, "en")
    assert "apt install libreoffice-writer-nogui" in caught.value.advice


def test_encrypted_and_other_office_files_are_refused_by_name() -> None:
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    with pytest.raises(ReadingError, match="the file is encrypted"):
        detect_file_type(Path("x.docx"), compound + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(ReadingError, match="no Word document"):
        detect_file_type(Path("x.xls"), compound + "Workbook".encode("utf-16-le"))
