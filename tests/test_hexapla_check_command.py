"""`hexapla check` as a user calls it: table, JSON Lines, page, baseline, exit status; and docs/checks.md."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from jsonschema import Draft202012Validator

from hexapla.command_line import run
from hexapla.commands.check_units import PROFILES as NAMED_PROFILES
from tm.checks.catalogue import CHECKS
from tm.checks.profiles import PROFILES

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
Capture = pytest.CaptureFixture[str]


def tmx(*units: str) -> str:
    return (
        '<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" '
        f'adminlang="en" srclang="fr" datatype="plaintext"/><body>{"".join(units)}</body></tmx>'
    )


def tu(name: str, french: str, other: str, language: str = "ar") -> str:
    texts = (("fr", french), (language, other))
    variants = "".join(f'<tuv xml:lang="{code}"><seg>{escape(text)}</seg></tuv>' for code, text in texts)
    return f"<tu tuid={quoteattr(name)}>{variants}</tu>"


WARNING = tu("w", "14 ponts", "15 جسرا")
ERROR = tu("e", "14 ponts", " ")
FINE = tu("f", "14 ponts", "١٤ جسرا")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "m.tmx"


def records(capsys: Capture) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_exit_status_is_3_only_if_an_error_remains(file: Path, capsys: Capture) -> None:
    for units, status in (((FINE,), 0), ((WARNING,), 0), ((ERROR,), 3)):
        file.write_text(tmx(*units), encoding="utf-8")
        assert run(["check", str(file)]) == status
    assert capsys.readouterr().err.splitlines() == [
        "Checked 1 unit: no findings.",
        "Checked 1 unit: 1 warning.",
        "Checked 1 unit: 1 error.",
    ]


def test_the_table_counts_by_check_and_shows_the_first_findings(
    file: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    many = [tu(str(k), f"{k} ponts", f"{k + 1} جسرا") for k in range(20, 25)]
    file.write_text(tmx(*many, ERROR), encoding="utf-8")
    assert run(["check", str(file)]) == 3
    lines = capsys.readouterr().out.splitlines()
    counts = [line.split()[:3] for line in lines[2:4]]
    assert counts == [["form.empty-segment", "error", "1"], ["content.figures", "warning", "5"]]
    shown = [line for line in lines if line.startswith("content.figures") and "Only fr" in line]
    assert len(shown) == 3
    assert "Only fr: 20 (“20”)" not in shown[0]
    assert "Only fr: 20; only ar: 21." in shown[0]
    assert lines[-1] == "... and 2 more; --json and --html give all."


def test_json_lines_are_what_the_schema_says(file: Path, capsys: Capture) -> None:
    schema = json.loads((ROOT / "docs" / "schemas" / "check.json").read_text(encoding="utf-8"))
    file.write_text(tmx(WARNING, ERROR, FINE, FINE), encoding="utf-8")
    assert run(["check", str(file), "--json"]) == 3
    found = records(capsys)
    assert [(one["check"], one["unit_id"]) for one in found] == [
        ("content.figures", "w"),
        ("form.empty-segment", "e"),
        ("tmx.duplicate-id", "f"),
    ]
    for one in found:
        Draft202012Validator(schema).validate(one)
        assert re.fullmatch(schema["properties"]["check"]["pattern"], str(one["check"]))


def test_a_baseline_hides_what_was_accepted_and_nothing_else(
    file: Path, tmp_path: Path, capsys: Capture
) -> None:
    accepted = tmp_path / "accepted.jsonl"
    file.write_text(tmx(WARNING, ERROR), encoding="utf-8")
    assert run(["check", str(file), "--write-baseline", str(accepted)]) == 0
    assert run(["check", str(file), "--baseline", str(accepted), "--json"]) == 0
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.splitlines()[-1] == "Checked 2 units: no findings. 2 findings accepted."
    file.write_text(tmx(WARNING.replace("15", "16"), ERROR), encoding="utf-8")
    assert run(["check", str(file), "--baseline", str(accepted), "--json"]) == 0
    assert [one["check"] for one in records(capsys)] == ["content.figures"]


@pytest.mark.parametrize("content", ["no json", "[]", '{"record": "check"}', '{"key": 5}'])
def test_a_baseline_that_is_none_is_refused(
    file: Path, tmp_path: Path, capsys: Capture, content: str
) -> None:
    file.write_text(tmx(FINE), encoding="utf-8")
    baseline = tmp_path / "b.jsonl"
    baseline.write_text(content, encoding="utf-8")
    assert run(["check", str(file), "--baseline", str(baseline)]) == 1
    assert f"{baseline}: this is no baseline: line 1" in capsys.readouterr().err


class Elements(HTMLParser):
    """All elements of a page with their attributes, and the text of each `bdi`."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.isolated: list[str] = []
        self._depth = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "bdi":
            self._depth += 1
            self.isolated.append("")

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "bdi"

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.isolated[-1] += data


def test_the_page_is_one_file_with_escaped_and_isolated_texts(
    file: Path, tmp_path: Path, capsys: Capture
) -> None:
    page = tmp_path / "checks.html"
    french = '14 <script>alert("1")</script> & \u202eponts'
    file.write_text(tmx(tu('"><b>x', french, "15 جسرا")), encoding="utf-8")
    assert run(["check", str(file), "--html", str(page), "--only", "content.figures"]) == 0
    text = page.read_text(encoding="utf-8")
    found = Elements(text)
    names = [name for name, _ in found.elements]
    assert names.count("script") == 1
    assert "b" not in names
    assert "\u202e" not in text
    assert [name for name, attributes in found.elements if {"src", "href"} & set(attributes)] == []
    assert '14 <script>alert("1")</script> & \ufffdponts' in found.isolated
    assert '"><b>x' in found.isolated
    directions = [
        attributes.get("dir") for name, attributes in found.elements if name == "bdi" and "lang" in attributes
    ]
    assert directions == ["ltr", "rtl"]
    policy = next(a["content"] for n, a in found.elements if n == "meta" and a.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")
    assert {a["data-check"] for n, a in found.elements if "data-check" in a} == {"content.figures"}


def test_a_page_with_too_many_findings_says_so(file: Path) -> None:
    from hexapla.check_page import render_checks
    from tm.checks.running import check_tmx

    file.write_text(
        tmx(*(tu(str(k), f"{k} ponts", f"{k + 1} جسرا") for k in range(20, 30))), encoding="utf-8"
    )
    page = render_checks(list(check_tmx(file)), name="m.tmx", units=10, most=4)
    assert page.count("<li ") == 4
    assert "6 more are not on this page" in page


def test_out_writes_to_a_file_what_would_be_printed(file: Path, tmp_path: Path, capsys: Capture) -> None:
    file.write_text(tmx(WARNING), encoding="utf-8")
    for option in ([], ["--json"]):
        run(["check", str(file), *option])
        printed = capsys.readouterr().out
        run(["check", str(file), *option, "--out", str(tmp_path / "out")])
        assert capsys.readouterr().out == ""
        assert (tmp_path / "out").read_text(encoding="utf-8") == printed


def test_controls_in_texts_and_ids_do_not_reach_the_terminal(file: Path, capsys: Capture) -> None:
    file.write_text(tmx(tu("a\u202eb\u0085", "14 \u202eponts", "15")), encoding="utf-8")
    run(["check", str(file)])
    assert not re.search("[\u202e\u0085\x1b]", capsys.readouterr().out)


def test_wrong_usage_says_what_to_do(file: Path, capsys: Capture) -> None:
    file.write_text(tmx(FINE), encoding="utf-8")
    assert run(["check", str(file), "--only", "figures"]) == 2
    assert run(["check", str(file), "--pair", "fr"]) == 2
    assert run(["check", str(file), "--level", "sentence"]) == 2
    assert run(["check", str(file.with_name("absent.tmx"))]) == 1
    errors = capsys.readouterr().err.splitlines()
    assert "There is no check figures. Known are: tmx.not-well-formed" in errors[0]
    assert '"fr" is no language pair. Write two codes with a colon: fr:en.' in errors[1]
    assert "--level is for memories" in errors[2]
    assert "no such file" in errors[3]


def test_a_pair_of_any_languages_can_be_asked_for(file: Path, capsys: Capture) -> None:
    file.write_text(tmx(tu("a", "14 ponts", "15 broar", language="sv-SE")), encoding="utf-8")
    run(["check", str(file), "--pair", "sv-SE:fr", "--json"])
    assert [one["languages"] for one in records(capsys)] == [["sv-SE", "fr"]]
    run(["check", str(file), "--pair", "sv-SE:ru", "--json"])
    assert records(capsys) == []


def test_a_memory_and_its_export_give_the_same_findings_of_content(
    sample_memory: Path, file: Path, capsys: Capture
) -> None:
    assert run(["export", str(sample_memory), "--to", "tmx", "--pair", "fr:zh", "--out", str(file)]) == 0
    capsys.readouterr()
    run(["check", str(sample_memory), "--pair", "fr:zh", "--only", "content,form", "--json"])
    of_memory = [(one["check"], one["unit_id"], one["message"]) for one in records(capsys)]
    run(["check", str(file), "--only", "content,form", "--json"])
    # In TMX Chinese is zh-Hans.
    of_file = [
        (one["check"], one["unit_id"], str(one["message"]).replace("zh-Hans", "zh"))
        for one in records(capsys)
    ]
    assert of_file == of_memory
    assert of_memory


def test_the_export_of_a_memory_passes_the_gates(sample_memory: Path, file: Path, capsys: Capture) -> None:
    assert run(["export", str(sample_memory), "--to", "tmx", "--out", str(file)]) == 0
    assert run(["check", str(file), "--only", "tmx"]) == 0
    assert "no findings" in capsys.readouterr().err


def test_profiles_of_the_command_are_those_of_the_checks() -> None:
    assert tuple(PROFILES) == NAMED_PROFILES


def test_every_check_is_explained_with_its_severity() -> None:
    rows = re.findall(r"^\| ([a-z]+\.[a-z-]+) \| (\w+) \| (.+?) \| (.+) \|$", PAGE, re.MULTILINE)
    assert [(name, severity, looks_at) for name, severity, looks_at, _ in rows] == [
        (one.identifier, one.severity.value, one.looks_at) for one in CHECKS.values()
    ]


def test_the_example_prints_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    (example,) = re.findall(r"```xml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "example.tmx").write_text(example, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"```console\n\$ hexapla (.*?)```", PAGE, re.DOTALL)
    command, *shown = block.splitlines()
    assert run(command.split()) == 3
    assert [f"{one['check']} {one['unit_id']}: {one['message']}" for one in records(capsys)] == shown
