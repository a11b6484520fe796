"""`hexapla align --plot`: the layout of the picture, and the option."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

from hexapla.alignment_plot import Frame, Tick, frame_of, ticks
from hexapla.command_line import run
from hexapla.counted_words import span_words
from hexapla.plot_words import facts

FRENCH = "Le fleuve est long.\nLa bibliothèque ferme à midi.\nLes archives sont anciennes.\n"
RUSSIAN = "Река длинная.\nАрхивы старинные.\n"


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    (tmp_path / "fr.txt").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "ru.txt").write_text(RUSSIAN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return ["align", "fr.txt", "ru.txt", "--lines"]


@pytest.mark.parametrize(
    ("sizes", "frame"),
    [
        ((10, 10), Frame(480, 480, 48.0, 48.0)),
        ((100, 90), Frame(990, 1100, 11.0, 11.0)),
        ((1500, 1500), Frame(1500, 1500, 1.0, 1.0)),
        ((3000, 6000), Frame(1500, 750, 0.25, 0.25)),
        ((1000, 10), Frame(280, 1000, 28.0, 1.0)),
        ((0, 4), Frame(192, 1, 48.0, 48.0)),
    ],
)
def test_cells_are_square_unless_one_side_would_be_a_line(sizes: tuple[int, int], frame: Frame) -> None:
    assert frame_of(*sizes) == frame


def test_a_wide_cell_leaves_a_frame_of_the_matrix_around_its_bead(plotted_pairs: ModuleType) -> None:
    plot = plotted_pairs.plot()
    assert plot.frame.cell_width == 48
    assert plot.frame.box(plot.picture.marks[1]) == (48 + 6, 48 + 6, 3 * 48 - 6, 2 * 48 - 6)


def test_in_a_large_document_doubt_is_drawn_larger_than_its_cell(plotted_pairs: ModuleType) -> None:
    doubt = plotted_pairs.plot().picture.marks[3]
    assert Frame(1500, 1500, 0.5, 0.5).box(doubt) == (1.75 - 5, 1.75 - 1, 1.75 + 5, 1.75 + 1)


def test_ticks_prefer_labels_high_in_the_numbering_and_keep_their_distance() -> None:
    paths = ["", "", "OP1", "OP1/a", "OP2", "", "", "", "", "", "", ""]
    assert ticks(paths, cell=13) == (
        Tick(0, ""),
        Tick(2, "OP1"),
        Tick(4, "OP2"),
        Tick(6, ""),
        Tick(8, ""),
        Tick(10, ""),
    )
    assert [tick.block for tick in ticks(["", *["OP1/a"] * 3, "OP2"], cell=26)] == [0, 1, 2, 3, 4]
    assert [tick.block for tick in ticks(["", *["OP1/a"] * 3, "OP2", ""], cell=9)] == [1, 4]


def test_numbers_stand_at_round_steps_where_nothing_is_labelled() -> None:
    assert [tick.block for tick in ticks([""] * 1000, cell=0.5)] == list(range(0, 1000, 100))


@pytest.mark.parametrize(("span", "words"), [((3, 3), "–"), ((3, 4), "3"), ((3, 6), "3–5")])
def test_span_words(span: tuple[int, int], words: str) -> None:
    assert span_words(span) == words


def test_the_facts_count_what_is_drawn(plotted_pairs: ModuleType) -> None:
    assert (
        facts(plotted_pairs.plot())
        == "7 beads: 3 one to one, 1 merged or split, 1 moved, 2 alone; 3 below 0.80"
    )


def test_the_scale_ends_at_the_next_tenth_above_the_highest_mean(plotted_pairs: ModuleType) -> None:
    for highest, end in ((0.0, 0.1), (0.31, 0.4), (0.4, 0.4), (0.97, 1.0)):
        matrix = np.full((6, 7), highest, dtype=np.float32)
        assert plotted_pairs.plot(matrix=matrix).brightest == pytest.approx(end)


@pytest.mark.parametrize("form", ["table", "ladder", "tsv", "jsonl", "tmx"])
def test_the_picture_comes_beside_every_format(
    form: str, pair: list[str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    arguments = [*pair, "--format", form, "--encoder", "default"]
    assert run(arguments) == 0
    alone = capfdbinary.readouterr().out
    assert run([*arguments, "--plot", "a.HTML"]) == 0
    assert capfdbinary.readouterr().out == alone
    assert Path("a.HTML").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_png_is_written(pair: list[str]) -> None:
    assert run([*pair, "--plot", "a.png", "--format", "ladder", "--out", "ladder.txt"]) == 0
    with Image.open("a.png") as image:
        assert (image.format, image.mode) == ("PNG", "RGB")
    assert Path("ladder.txt").is_file()


def test_standard_input_can_be_drawn(pair: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    stream = io.TextIOWrapper(io.BytesIO(FRENCH.encode()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stream)
    arguments = ["align", "-", "ru.txt", "--lines", "--source-language", "fr", "--plot", "a.html"]
    assert run([*arguments, "--format", "jsonl", "--out", "a.jsonl"]) == 0
    lines = [json.loads(line) for line in Path("a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["record"] for line in lines].count("bead") == 3


@pytest.mark.parametrize("name", ["a.svg", "a", "-", "png", "a.png.gz"])
def test_another_ending_is_refused_and_both_are_named(
    name: str, pair: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*pair, "--plot", name]) == 2
    printed = capsys.readouterr()
    assert f"{name}: a picture is a .png or a .html file. Try: --plot alignment.html" in printed.err
    assert printed.out == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["align", "a.html", "b.txt", "--plot", "./a.html"], "is SOURCE as well"),
        (["align", "b.txt", "a.html", "--plot", "a.html"], "is TARGET as well"),
        (["align", "b.txt", "c.txt", "--out", "a.html", "--plot", "a.html"], "is the file of --out as well"),
    ],
)
def test_a_picture_never_takes_the_place_of_another_file_of_the_command(
    arguments: list[str], message: str, pair: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.html").write_text("<p>Le fleuve est long.</p>", encoding="utf-8")
    assert run(arguments) == 2
    assert message in capsys.readouterr().err
    assert Path("a.html").read_text(encoding="utf-8") == "<p>Le fleuve est long.</p>"


def test_a_missing_folder_is_found_before_the_documents_are_read(
    pair: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["align", "absent.txt", "ru.txt", "--plot", "none/a.png"]) == 1
    assert "there is no such folder" in capsys.readouterr().err


def test_a_failed_drawing_leaves_the_old_picture(pair: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    import hexapla.plot_html

    def full_disk(_plot: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(hexapla.plot_html, "render_plot", full_disk)
    Path("a.html").write_text("old", encoding="utf-8")
    assert run([*pair, "--plot", "a.html"]) == 1
    assert Path("a.html").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in Path().iterdir()) == ["a.html", "fr.txt", "ru.txt"]
