"""Turns `.doc`, `.rtf` and OpenDocument texts into DOCX with LibreOffice, which need not be installed.

LibreOffice runs without a window in a new profile of its own, in which macros are off and linked files and
pictures stay unread, under a time limit.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from corpora.errors import ReadingError

PROGRAMS = ("soffice", "libreoffice")
_OTHER_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
INSTALL_HINT = (
    "install LibreOffice (Debian: apt install libreoffice-writer-nogui), or open the document in a word "
    "processor and save it as .docx"
)
_SECONDS = 120

_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
)


@functools.cache
def installed_office() -> str | None:
    """Return the path of LibreOffice; None without one."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    return found or next((place for place in _OTHER_PLACES if Path(place).is_file()), None)


def to_docx(path: Path, data: bytes, suffix: str) -> bytes:
    """Return a document as DOCX; `suffix` (".doc", ".rtf", ".odt", ".fodt") says what `data` is.

    `path` serves for messages. Raises `ReadingError` where LibreOffice is missing, fails or takes longer than
    two minutes.
    """
    program = installed_office()
    if program is None:
        raise ReadingError(
            path, f"{suffix} is read through LibreOffice, which is missing", advice=INSTALL_HINT
        )
    with tempfile.TemporaryDirectory(prefix="hexapla-office-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"document{suffix}"
        source.write_bytes(data)
        profile = Path(folder) / "profile"
        _write_profile(profile)
        said = _run(path, _command(program, profile, source))
        made = Path(folder) / "out" / "document.docx"
        if not made.is_file():
            reason = (
                f"LibreOffice cannot open the document ({said})" if said else "LibreOffice cannot open it"
            )
            raise ReadingError(path, reason, advice="open it in a word processor and save it as .docx")
        return made.read_bytes()


def _command(program: str, profile: Path, source: Path) -> list[str]:
    return [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(source.parent / "out"),
        str(source),
    ]


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="/{place}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for place, name, value in _SETTINGS
    )
    folder = profile / "user"
    folder.mkdir(parents=True)
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>\n",
        encoding="utf-8",
    )


def _run(path: Path, command: Sequence[str]) -> str:
    """Run LibreOffice; return its last words on standard error."""
    # A session of its own: soffice starts a second process, which must end with it.
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            _, said = process.communicate(timeout=_SECONDS)
        except subprocess.TimeoutExpired as error:
            _kill(process)
            reason = f"LibreOffice took longer than {_SECONDS} seconds"
            raise ReadingError(
                path, reason, advice="save the document as .docx in a word processor"
            ) from error
    lines = [line for line in said.decode("utf-8", "replace").splitlines() if "javaldx" not in line]
    # Its messages name the temporary file.
    words = re.sub(r"\s+", " ", lines[-1]).strip() if lines else ""
    return "" if "document" in words and "/" in words else words


def _kill(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
