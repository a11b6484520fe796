"""A page that keeps the PDF library busy is given up after a while; the others are drawn all the same."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpora.readers.pdf_drawing import Drawn, draw_pages
from corpora.readers.pdf_pages_apart import Undrawn, draw_apart
from hexapla.page_images import draw_pages as draw_images

pytest.importorskip("pypdfium2")

QUICK = b"0 0 1 rg 100 100 200 300 re f"
# A pattern of tiles nine points wide that stand a twentieth of a point apart, over the whole page: hours.
SLOW = b"/Pattern cs /P scn 0 0 600 800 re f"
TILE = b"1 0 0 rg 0 0 m 5 5 l 0 9 l f"
PATTERN = (
    b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep .05 /YStep .05 "
    b"/Resources << >>"
)


def stream(dictionary: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (dictionary, len(content), content)


def pdf_of(*pages: bytes) -> bytes:
    """A PDF of pages with these contents; the third object is the pattern /P."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        stream(PATTERN, TILE),
    ]
    for content in pages:
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R "
            b"/Resources << /Pattern << /P 3 0 R >> >> >>" % (len(objects) + 2),
            stream(b"", content),
        ]
    file, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    last = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(file))
    return file + head + table + last


def test_pages_are_drawn_in_order_and_a_slow_one_has_a_problem() -> None:
    start = time.process_time()
    made = list(draw_pages(pdf_of(QUICK, SLOW, QUICK), [1, 2, 3], seconds=1))
    assert [one.page for one in made] == [1, 2, 3]
    assert [type(one) for one in made] == [Drawn, Undrawn, Drawn]
    assert isinstance(made[1], Undrawn)
    assert made[1].problem == "drawing it takes more than 1 s or 900 MB"
    # None of it fell on this process.
    assert time.process_time() - start < 1
    first = made[0]
    assert isinstance(first, Drawn)
    assert (first.width, first.height) == (600, 800)
    from PIL import Image

    image = Image.open(io.BytesIO(first.image))
    assert image.size == (2500, 3334)
    assert image.getpixel((1, 1)) == 255
    assert image.getpixel((round(200 * first.pixels_per_point), round(500 * first.pixels_per_point))) < 100


def test_after_two_slow_pages_the_rest_is_not_tried() -> None:
    made = list(draw_pages(pdf_of(SLOW, SLOW, QUICK, SLOW), [1, 2, 3, 4], seconds=1))
    assert [type(one) for one in made] == [Undrawn] * 4
    problems = [one.problem for one in made if isinstance(one, Undrawn)]
    assert problems[0] == problems[1]
    assert problems[2] == problems[3] == "it is not tried after 2 pages that took too long"


def test_only_the_pages_asked_for_are_drawn_and_none_of_a_broken_file() -> None:
    assert [one.page for one in draw_pages(pdf_of(SLOW, QUICK), [2], seconds=1)] == [2]
    assert list(draw_pages(pdf_of(QUICK), [], seconds=1)) == []
    assert [type(one) for one in draw_pages(b"%PDF-1.4 no more", [1], seconds=1)] == [Undrawn]
    assert [type(one) for one in draw_pages(pdf_of(QUICK), [1, 7], seconds=1)] == [Drawn, Undrawn]


def test_damaged_pages_do_not_end_the_others_and_say_why() -> None:
    made = list(draw_pages(pdf_of(QUICK, QUICK), [1, 8, 9, 10, 2], seconds=5))
    assert [type(one) for one in made] == [Drawn, Undrawn, Undrawn, Undrawn, Drawn]
    assert isinstance(made[1], Undrawn)
    assert made[1].problem.startswith("the page cannot be drawn (")
    (broken,) = draw_pages(b"%PDF-1.4 no more", [1], seconds=5)
    assert isinstance(broken, Undrawn)
    assert broken.problem.startswith("the PDF cannot be opened (")


def test_modules_in_the_current_folder_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("resource", "pypdfium2", "PIL", "pickle"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert [type(one) for one in draw_pages(pdf_of(QUICK), [1], seconds=5)] == [Drawn]
    assert not (tmp_path / "run").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="limits are of POSIX systems")
def test_a_lower_limit_of_the_system_is_kept() -> None:
    script = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_DATA, (800_000_000, 800_000_000))\n"
        "from corpora.readers.pdf_drawing import draw_pages\n"
        "made = list(draw_pages(sys.stdin.buffer.read(), [1]))\n"
        "print([type(one).__name__ for one in made])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=pdf_of(QUICK), check=True, capture_output=True
    )
    assert done.stdout.decode().strip() == "['Drawn']"


def test_whoever_stops_asking_stops_the_process() -> None:
    pages = draw_apart("corpora.readers.pdf_drawing:drawn_page", pdf_of(QUICK, SLOW), [1, 2], 60)
    assert isinstance(next(pages), Drawn)
    start = time.monotonic()
    pages.close()
    assert time.monotonic() - start < 30


def test_the_images_of_an_inspected_file_are_limited_too() -> None:
    made = list(draw_images(pdf_of(SLOW, QUICK), [1, 2], seconds=1))
    assert [bool(one.data) for one in made] == [False, True]
    assert made[0].problem.startswith("drawing it takes more than 1 s")
