"""The picture as a page: what stands in it, and that hostile texts stay texts."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import subprocess
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from lxml import html
from PIL import Image

from corpora.languages import language_name
from hexapla.alignment_plot import Plot
from hexapla.plot_colours import ALIKE, UNLIKE
from hexapla.plot_html import render_plot
from hexapla.plot_svg import svg_origin
from hexapla.plot_table import listed_beads

HOSTILE = (
    "<script>alert('x')</script> & \"q\" \u202eevil\u2066 \x00\x1b[31m \ud800 ]]> </td></table> javascript:x"
)
CELL = 48
SIX = {
    "ar": "تقرر أن تنظر في المسألة في دورتها الثانية والسبعين.",
    "en": "Decides to consider the matter at its seventy-second session.",
    "es": "Decide examinar la cuestión en su septuagésimo segundo período de sesiones.",
    "fr": "Décide d’examiner la question à sa soixante-douzième session.",
    "ru": "постановляет рассмотреть этот вопрос на своей семьдесят второй сессии.",
    "zh": "决定在其第七十二届会议上审议这一问题。",
}


def page_of(plot: Plot) -> html.HtmlElement:
    return html.document_fromstring(render_plot(plot).encode())


def link(page: html.HtmlElement, bead: int) -> html.HtmlElement:
    (found,) = page.xpath(f"//*[@id='picture']//a[@href='#bead{bead}']")
    return found


def rectangle(page: html.HtmlElement, bead: int) -> tuple[float, ...]:
    (mark,) = link(page, bead).xpath("rect")
    return tuple(float(mark.get(name)) for name in ("x", "y", "width", "height"))


def hostile_plot(plotted_pairs: ModuleType) -> Plot:
    source = plotted_pairs.document("en", [HOSTILE], name='a<b>&".txt', paths=["<i>OP1"])
    target = plotted_pairs.document("ar", [HOSTILE], name="\u202egnp.exe", paths=["\u2066OP1"])
    beads = (plotted_pairs.bead((0, 1), (0, 1), 0.2, "<b>rule"),)
    plot: Plot = plotted_pairs.plot(source=source, target=target, beads=beads)
    return plot


def test_each_mark_lies_on_its_cells(plotted_pairs: ModuleType) -> None:
    page = page_of(plotted_pairs.plot())
    assert rectangle(page, 0) == (6, 6, 36, 36)
    assert rectangle(page, 1) == (CELL + 6, CELL + 6, 84, 36)
    assert rectangle(page, 3) == (3 * CELL + 6, 3 * CELL + 6, 36, 36)
    assert rectangle(page, 4) == (6 * CELL + 6, 4 * CELL + 6, 36, 36)


def test_paragraphs_alone_lie_on_the_margin_of_their_side(plotted_pairs: ModuleType) -> None:
    page = page_of(plotted_pairs.plot())
    assert rectangle(page, 2) == (-22, 2 * CELL + 6, 14, 36)
    assert rectangle(page, 5) == (4 * CELL + 6, -22, 36, 14)


def test_a_line_leads_from_a_moved_bead_to_its_place_in_order(plotted_pairs: ModuleType) -> None:
    page = page_of(plotted_pairs.plot())
    (line,) = page.xpath("//line[@class='order']")
    assert [float(line.get(name)) for name in ("x1", "y1", "x2", "y2")] == [192, 216, 312, 216]
    assert "order would put it after target 3" in page.get_element_by_id("bead4").text_content()


def test_the_classes_say_kind_and_band(plotted_pairs: ModuleType) -> None:
    page = page_of(plotted_pairs.plot())
    classes = [link(page, bead).xpath("rect")[0].get("class") for bead in range(7)]
    assert classes == [
        "mark bead sure",
        "mark bead doubtful",
        "mark null likely",
        "mark bead poor",
        "mark moved sure",
        "mark null poor",
        "mark bead likely",
    ]


def test_the_keyboard_stops_at_what_deserves_a_look(plotted_pairs: ModuleType) -> None:
    page = page_of(plotted_pairs.plot())
    stops = [element.get("href") for element in page.xpath("//a[@tabindex='0']")]
    assert stops == ["#bead2", "#bead4", "#bead1", "#bead3", "#bead5"]
    assert link(page, 3).get("aria-label") == "source 3 with target 3, probability 0.30, poor"
    assert link(page, 1).get("aria-label") == "source 1 with target 1–2, probability 0.60, doubtful"
    assert link(page, 2).get("aria-label") == "source 2 alone, probability 0.85, likely"
    assert link(page, 5).get("aria-label") == "target 4 alone, probability 0.40, poor"
    assert link(page, 4).get("aria-label") == "source 4 with target 6, moved, probability 0.97, sure"


def test_the_matrix_is_an_image_inside_the_page(plotted_pairs: ModuleType) -> None:
    matrix = np.zeros((6, 7), dtype=np.float32)
    matrix[1, 4] = 1.0
    page = page_of(plotted_pairs.plot(matrix=matrix))
    (image,) = page.xpath("//image")
    kind, data = image.get("href").split(",", 1)
    assert kind == "data:image/png;base64"
    assert (image.get("width"), image.get("height")) == (str(7 * CELL), str(6 * CELL))
    with Image.open(io.BytesIO(base64.b64decode(data))) as picture:
        shown = picture.convert("RGB")
    assert shown.size == (7, 6)
    assert shown.getpixel((4, 1)) == ALIKE
    assert {shown.getpixel((x, y)) for x in range(7) for y in range(6) if (x, y) != (4, 1)} == {UNLIKE}


@pytest.mark.parametrize("language", sorted(SIX))
def test_both_texts_stand_in_the_table_with_language_and_direction(
    language: str, plotted_pairs: ModuleType
) -> None:
    source = plotted_pairs.document("fr" if language != "fr" else "en", ["Un.", "Deux."])
    target = plotted_pairs.document(language, ["1.", SIX[language]], paths=["", "OP4"])
    beads = (plotted_pairs.bead((0, 2), (0, 2), 0.912),)
    page = page_of(plotted_pairs.plot(source=source, target=target, beads=beads))
    heads = [head.text_content() for head in page.xpath("//table[@id='beads']/thead//th")]
    assert heads == ["Bead", language_name(source.language), language_name(language), "Evidence"]
    row = page.get_element_by_id("bead0")
    cell = row.xpath("td")[1]
    assert cell.get("lang") == {"zh": "zh-Hans"}.get(language, language)
    assert cell.get("dir") == ("rtl" if language == "ar" else "ltr")
    assert [paragraph.text_content() for paragraph in cell.xpath("p")] == ["1.", f"{SIX[language]} OP4"]
    assert row.xpath("th")[0].text_content() == "0–1 : 0–10.912 likely similarity"


def test_the_evidence_is_told_term_by_term_the_largest_first(plotted_pairs: ModuleType) -> None:
    row = page_of(plotted_pairs.plot()).get_element_by_id("bead0")
    assert [item.text_content() for item in row.xpath(".//dl/*")] == [
        "similarity",
        "+3.00",
        "length",
        "-1.25",
    ]
    assert row.xpath(".//summary")[0].text_content() == "score 1.75"


def test_every_link_leads_to_a_row(plotted_pairs: ModuleType) -> None:
    page = page_of(plotted_pairs.plot())
    targets = [element.get("href") for element in page.xpath("//a")]
    assert len(targets) == 7
    assert set(targets) == {f"#{row.get('id')}" for row in page.xpath("//table[@id='beads']/tbody/tr")}


def test_the_least_probable_bead_is_shown_first(plotted_pairs: ModuleType) -> None:
    assert page_of(plotted_pairs.plot()).get_element_by_id("detail").get("data-first") == "bead3"


def test_axes_have_numbers_and_label_paths(plotted_pairs: ModuleType) -> None:
    source = plotted_pairs.document("fr", ["a", "b", "c"], paths=["", "OP12", "OP12/a"])
    plot = plotted_pairs.plot(source=source, beads=())
    page = page_of(plot)
    labels = page.xpath("//svg//text[@class='label']")
    assert [label.text_content() for label in labels] == ["OP12", "OP12/a"]
    top = svg_origin(plot)[1]
    assert [float(label.get("y")) for label in labels] == [
        pytest.approx(top + (row + 0.5) * CELL + 19 / 3, abs=0.06) for row in (1, 2)
    ]
    assert [axis.text_content() for axis in page.xpath("//svg//text[@class='axis']")] == [
        "Arabic, 7 paragraphs",
        "French, 3 paragraphs",
    ]


def test_hostile_texts_stay_texts(plotted_pairs: ModuleType) -> None:
    source = render_plot(hostile_plot(plotted_pairs))
    source.encode("utf-8")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", source)
    page = html.document_fromstring(source.encode())
    assert len(page.xpath("//script")) == 1
    assert page.xpath("//@onclick | //@src | //iframe | //link | //i | //b") == []
    shown = [paragraph.text_content() for paragraph in page.xpath("//td[@lang]/p/bdi[1]")]
    assert shown == [HOSTILE.translate(dict.fromkeys([0x202E, 0x2066, 0, 0x1B, 0xD800], "\ufffd"))] * 2
    assert page.xpath("//h1")[0].text_content() == 'a<b>&".txt / \ufffdgnp.exe'


def test_the_page_needs_no_network_and_allows_its_own_script_only(plotted_pairs: ModuleType) -> None:
    source = render_plot(hostile_plot(plotted_pairs))
    (script,) = re.findall(r"<script>(.*?)</script>", source, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src "
    assert f"content=\"{policy}'sha256-{digest}'\"" in source
    assert re.findall(r"(?:src|href)=\"(?!#|data:image/png)|url\(|@import|https?:", source) == []
    assert "innerHTML" not in script


@pytest.mark.parametrize(
    ("room", "last_room", "expected"), [(7, 7, range(7)), (6, 7, [1, 2, 3, 4, 5]), (6, 2, [3, 5])]
)
def test_beyond_its_room_the_table_keeps_what_deserves_a_look(
    room: int, last_room: int, expected: list[int], plotted_pairs: ModuleType
) -> None:
    marks = plotted_pairs.plot().picture.marks
    assert listed_beads(marks, room, last_room) == frozenset(expected)


def test_what_the_table_leaves_out_is_said_and_still_drawn(plotted_pairs: ModuleType) -> None:
    made = plotted_pairs.document("fr", [f"texte {k}" for k in range(2100)])
    beads = [plotted_pairs.bead((k, k + 1), (k, k + 1), 0.4 if k == 77 else 0.99) for k in range(2100)]
    matrix = np.zeros((1500, 1500), dtype=np.float32)
    page = page_of(plotted_pairs.plot(source=made, target=made, beads=beads, matrix=matrix))
    assert [row.get("id") for row in page.xpath("//table[@id='beads']/tbody/tr")] == ["bead77"]
    assert (
        "2099 of 2100 beads are drawn but not listed, to keep this page usable: "
        "those in order with a probability of 0.80 or more." in page.text_content()
    )
    (rest,) = page.xpath("//svg//path[@class='mark bead sure']")
    assert rest.get("d").count("M") == 2099


def test_the_words_of_the_axes_have_room_beside_one_paragraph(plotted_pairs: ModuleType) -> None:
    plot = hostile_plot(plotted_pairs)
    page = page_of(plot)
    left, top = svg_origin(plot)
    (picture,) = page.xpath("//svg")
    assert (int(picture.get("width")), int(picture.get("height"))) == (left + 306, top + 306)
    assert page.xpath("//svg//text[@class='axis']/@x") == [str(left + 150)]


def test_two_empty_documents_make_a_page(plotted_pairs: ModuleType) -> None:
    empty = plotted_pairs.document("fr", [])
    plot = plotted_pairs.plot(source=empty, target=empty, beads=(), matrix=np.zeros((0, 0), dtype=np.float32))
    assert page_of(plot).get_element_by_id("facts").text_content() == "0 beads; none below 0.80"


def test_the_same_plot_gives_the_same_page(plotted_pairs: ModuleType) -> None:
    assert render_plot(plotted_pairs.plot()) == render_plot(plotted_pairs.plot())


def browse(chromium: str, page: Path, *arguments: str) -> str:
    """Open a page from its file, headless and without network; return what the browser prints."""
    done = subprocess.run(
        [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--hide-scrollbars",
            f"--user-data-dir={page.parent / 'browser'}", *arguments, page.as_uri(),
        ],
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.long
def test_a_browser_runs_the_script_and_shows_the_least_probable_bead(
    chromium: str, plotted_pairs: ModuleType, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text(render_plot(plotted_pairs.plot()), encoding="utf-8")
    seen = html.document_fromstring(browse(chromium, page, "--dump-dom"))
    detail = seen.get_element_by_id("detail")
    assert detail.xpath("div")[0].text_content() == "3 : 30.300 poor label"
    assert [cell.text_content() for cell in detail.xpath("div[@lang]")] == ["texte 3", "نص 3"]
    assert [cell.get("dir") for cell in detail.xpath("div[@lang]")] == ["ltr", "rtl"]
    assert len(detail.xpath(".//*[@class='weight for']")) == 1
    assert len(detail.xpath(".//*[@class='weight against']")) == 1


_PROBE = """
<script>
const seen = {};
const detail = document.getElementById("detail");
const words = () => [...detail.querySelectorAll("div[lang]")].map((cell) => cell.textContent);
const at = (href) => {
  const link = document.querySelector(`a[href="${href}"]`);
  const box = link.querySelector(".mark").getBoundingClientRect();
  const found = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {link, hit: found.closest("a") === link};
};
for (const bead of ["#bead0", "#bead2", "#bead4", "#bead5"]) {
  const {link, hit} = at(bead);
  link.focus();
  const focused = words();
  document.querySelector('a[href="#bead6"]').dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
  seen[bead] = {hit, focused, other: words(), active: document.activeElement === link};
}
const output = document.createElement("pre");
output.id = "probe";
output.textContent = JSON.stringify(seen);
document.body.append(output);
</script>
"""


@pytest.mark.long
def test_pointing_and_focusing_show_both_texts(
    chromium: str, plotted_pairs: ModuleType, tmp_path: Path
) -> None:
    source = render_plot(plotted_pairs.plot())
    # The probe is a second script: only this copy of the page allows it.
    source = re.sub(r"<meta http-equiv[^>]*>", "", source).replace("</body>", f"{_PROBE}</body>")
    page = tmp_path / "page.html"
    page.write_text(source, encoding="utf-8")
    dom = browse(chromium, page, "--dump-dom", "--window-size=1800,1600")
    seen = json.loads(html.document_fromstring(dom).get_element_by_id("probe").text_content())
    assert {bead: found["focused"] for bead, found in seen.items()} == {
        "#bead0": ["texte 0", "نص 0"],
        "#bead2": ["texte 2"],
        "#bead4": ["texte 4", "نص 6"],
        "#bead5": ["نص 4"],
    }
    assert all(found["hit"] and found["active"] for found in seen.values())
    assert all(found["other"] == ["texte 5", "نص 5"] for found in seen.values())


@pytest.mark.long
@pytest.mark.parametrize(
    ("scheme", "ground", "sure"),
    [("1", (253, 252, 250), (0, 114, 178)), ("0", (27, 26, 24), (61, 155, 224))],
    ids=["light", "dark"],
)
def test_the_page_is_drawn_light_and_dark(
    scheme: str,
    ground: tuple[int, int, int],
    sure: tuple[int, int, int],
    chromium: str,
    plotted_pairs: ModuleType,
    tmp_path: Path,
) -> None:
    page, shot = tmp_path / "page.html", tmp_path / "page.png"
    page.write_text(render_plot(plotted_pairs.plot()), encoding="utf-8")
    browse(
        chromium, page, f"--screenshot={shot}", "--window-size=1800,1600", "--force-device-scale-factor=1",
        f"--blink-settings=preferredColorScheme={scheme}",
    )  # fmt: skip
    with Image.open(shot) as image:
        picture = np.asarray(image.convert("RGB"))
    assert tuple(picture[1599, 2]) == ground
    # One bead is sure and in order: 36 x 36 pixels, beside the little that the legend has of the colour.
    assert 36 * 36 <= (picture == sure).all(axis=2).sum() < 36 * 36 + 4000


@pytest.mark.long
def test_a_browser_finds_no_markup_in_hostile_texts(
    chromium: str, plotted_pairs: ModuleType, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text(render_plot(hostile_plot(plotted_pairs)), encoding="utf-8")
    seen = html.document_fromstring(browse(chromium, page, "--dump-dom"))
    assert len(seen.xpath("//script")) == 1
    assert seen.xpath("//i[not(ancestor::*[@class='weight for' or @class='weight against'])] | //b") == []
    shown = [cell.text_content() for cell in seen.get_element_by_id("detail").xpath("div[@lang]/p/bdi[1]")]
    assert len(shown) == 2
    assert all("<script>alert('x')</script>" in words for words in shown)
