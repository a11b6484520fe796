"""Text recognition (OCR) with Tesseract, a program of its own that need not be installed.

Each image is read by one process with one thread and a time limit. The result is hOCR: lines with their
boxes and sizes, words with their confidence.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree, html

PROGRAM = "tesseract"
INSTALL_HINT = (
    "install Tesseract (Debian: apt install tesseract-ocr tesseract-ocr-ara tesseract-ocr-chi-sim "
    "tesseract-ocr-fra tesseract-ocr-rus tesseract-ocr-spa), or give the DOCX or HTML version"
)
_SECONDS = 120
MODELS = {"ar": "ara", "zh": "chi_sim", "en": "eng", "fr": "fra", "ru": "rus", "es": "spa"}
# Symbols and Roman numerals are in Latin letters in these too; Chinese is read worse with a second model.
_WITH_ENGLISH = ("ar", "ru")
_OF_SCRIPT = {"Arabic": "ar", "Han": "zh", "HanS": "zh", "HanT": "zh", "Cyrillic": "ru"}
_LATIN = ("en", "fr", "es")
_HAN = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"
# Tesseract sets Chinese words, and quotation marks beside them, apart.
_HAN_SPACE = re.compile(f"(?<=[{_HAN}]) +(?=[{_HAN}\"'“”‘’])|(?<=[\"'“”‘’]) +(?=[{_HAN}])")


class RecognitionError(Exception):
    """Tesseract is not there, lacks a language, failed, or took too long; the message says which."""


@dataclass(frozen=True, slots=True)
class RecognisedLine:
    """One line of an image, in pixels from the upper left; `confidence` in [0, 1] is the mean of its words.

    `size` is the height of its letters with ascenders and descenders, `baseline` that of its middle.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Engine:
    """The installed program: its path, its version ("5.3.0") and the names of its models."""

    path: str
    version: str
    models: frozenset[str]


@functools.cache
def installed_engine() -> Engine | None:
    """Return the installed Tesseract; None without one."""
    path = shutil.which(PROGRAM)
    if path is None:
        return None
    try:
        version = _output([path, "--version"]).decode("utf-8", "replace")
        models = _output([path, "--list-langs"]).decode("utf-8", "replace")
    except RecognitionError:
        return None
    found = re.search(r"tesseract\s+v?([\d.]+)", version)
    return Engine(
        path,
        found[1] if found else "unknown",
        frozenset(line.strip() for line in models.splitlines()[1:] if line.strip()),
    )


def models_for(engine: Engine, languages: Sequence[str]) -> str:
    """Return the models for languages as Tesseract takes them ("rus+eng").

    Raises `RecognitionError` where one is not installed.
    """
    wanted = [MODELS.get(language, language) for language in languages]
    if len(languages) == 1 and languages[0] in _WITH_ENGLISH and "eng" in engine.models:
        wanted.append("eng")
    missing = [model for model in wanted if model not in engine.models]
    if missing:
        packages = " ".join(f"tesseract-ocr-{model.replace('_', '-')}" for model in missing)
        raise RecognitionError(
            f"Tesseract has no model for {', '.join(missing)} (Debian: apt install {packages})"
        )
    return "+".join(wanted)


def likely_languages(engine: Engine, image: bytes) -> tuple[str, ...]:
    """Return the languages whose script the image (a file) shows: one, or the three written in Latin letters.

    Latin where nothing tells the script.
    """
    found = re.search(r"Script: (\w+)", _orientation(engine, image))
    language = _OF_SCRIPT.get(found[1]) if found else None
    return (language,) if language else _LATIN


def turn_of(engine: Engine, image: bytes) -> int:
    """Return by how many degrees clockwise the image must be turned to stand upright: 0, 90, 180 or 270."""
    found = re.search(r"Rotate: (\d+)", _orientation(engine, image))
    return int(found[1]) % 360 if found else 0


def recognise(engine: Engine, image: bytes, models: str, dots_per_inch: int) -> list[RecognisedLine]:
    """Return the lines of an image (a file), in reading order. Raises `RecognitionError`."""
    command = [
        engine.path,
        "stdin",
        "stdout",
        "-l",
        models,
        "--psm",
        "3",
        "--dpi",
        str(dots_per_inch),
        "hocr",
    ]
    return read_hocr(_output(command, image))


def read_hocr(data: bytes) -> list[RecognisedLine]:
    """Return the lines of an hOCR file (https://kba.github.io/hocr-spec/1.2/)."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    root = etree.fromstring(data, parser) if data.strip() else None
    if root is None:
        return []
    found = root.iterfind(".//span")
    lines = (_line(span) for span in found if (span.get("class") or "").startswith("ocr_"))
    return [line for line in lines if line is not None]


def _line(span: etree._Element) -> RecognisedLine | None:
    words = [word for word in span.iterfind("span") if word.get("class") == "ocrx_word"]
    texts = ["".join(map(str, word.itertext())).strip() for word in words]
    read = [(text, _number(word, "x_wconf")) for text, word in zip(texts, words, strict=True) if text]
    box = _numbers(span, "bbox")
    if not read or len(box) != 4:
        return None
    left, _top, right, bottom = box
    slope, offset = (*_numbers(span, "baseline"), 0.0, 0.0)[:2]
    letters = sum(len(text) for text, _ in read)
    return RecognisedLine(
        _HAN_SPACE.sub("", " ".join(text for text, _ in read)),
        left,
        right,
        bottom + offset + slope * (right - left) / 2,
        _number(span, "x_size") or bottom - _top,
        sum(len(text) * sure for text, sure in read) / letters / 100,
    )


def _numbers(element: etree._Element, name: str) -> list[float]:
    found = re.search(rf"\b{name} ((?:-?[\d.]+ ?)+)", element.get("title") or "")
    return [float(number) for number in found[1].split()] if found else []


def _number(element: etree._Element, name: str) -> float:
    return next(iter(_numbers(element, name)), 0.0)


def _orientation(engine: Engine, image: bytes) -> str:
    """What Tesseract says of script and orientation; "" where it cannot tell (too few letters)."""
    if "osd" not in engine.models:
        return ""
    try:
        return _output([engine.path, "stdin", "stdout", "--psm", "0"], image).decode("utf-8", "replace")
    except RecognitionError:
        return ""


def _output(command: Sequence[str], data: bytes = b"") -> bytes:
    # One thread each: pages are read side by side, and threads of one page hinder each other.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=_SECONDS, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise RecognitionError(f"Tesseract took longer than {_SECONDS} seconds for one page") from error
    except OSError as error:
        raise RecognitionError(f"Tesseract cannot be run ({error.strerror or error})") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise RecognitionError(f"Tesseract failed ({said[-1] if said else f'exit status {done.returncode}'})")
    return done.stdout
