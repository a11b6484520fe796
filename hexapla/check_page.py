"""The page of `hexapla check --html`: one file, no network, readable without its script."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files

from hexapla.check_table import ranked
from hexapla.counted_words import counted
from hexapla.html_text import attribute, direction, language_tag, text
from tm.checks.catalogue import CHECKS
from tm.checks.checked_units import CheckFinding

# A browser stays quick with so many; the page says how many it leaves out.
FINDINGS_ON_PAGE = 5000


def render_checks(
    findings: Sequence[CheckFinding], *, name: str, units: int, most: int = FINDINGS_ON_PAGE
) -> str:
    """Return the page. Texts are escaped, with language and direction, apart from what is beside them.

    The only script allowed is the page's own, by its hash: it hides the findings of other checks.
    """
    style = files("hexapla").joinpath("check_style.css").read_text(encoding="utf-8")
    script = files("hexapla").joinpath("check_script.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    order = ranked(findings)
    rest = len(order) - most
    more = f'<p class="soft">{rest} more are not on this page; --json gives all.</p>' if rest > 0 else ""
    body = "\n".join(map(_finding, order[:most]))
    told = f"{counted(units, 'unit')}, {counted(len(order), 'finding')}."
    return (
        '<!DOCTYPE html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Checks of {text(name)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>Checks of <bdi>{text(name)}</bdi></h1>\n<p>{told}</p>\n{_counts(order)}\n"
        f'<ol id="findings">\n{body}\n</ol>\n{more}</main>\n<script>{script}</script>\n</body>\n</html>\n'
    )


def _counts(findings: Sequence[CheckFinding]) -> str:
    """The counts by check; the script makes a filter of the table."""
    if not findings:
        return "<p>Nothing was found.</p>"
    rows = "\n".join(
        f'<tr data-check="{text(check)}"><td><code>{text(check)}</code></td>'
        f'<td><span class="tag {CHECKS[check].severity}">{CHECKS[check].severity}</span></td>'
        f"<td>{count}</td><td>{text(CHECKS[check].looks_at)}</td></tr>"
        for check, count in Counter(one.check for one in findings).items()
    )
    head = "<tr><th>Check</th><th>Severity</th><th>Findings</th><th>Looks at</th></tr>"
    return f'<table id="checks">\n<thead>{head}</thead>\n<tbody>\n{rows}\n</tbody>\n</table>'


def _finding(one: CheckFinding) -> str:
    where = [
        f"<bdi>{text(one.unit)}</bdi>" if one.unit else "",
        f"line {one.line}" if one.line is not None else "",
        f"<bdi>{text(' '.join(one.languages))}</bdi>" if one.languages else "",
    ]
    place = ", ".join(part for part in where if part)
    texts = "".join(_text(code, shown) for code, shown in one.texts.items())
    return (
        f'<li data-check="{text(one.check)}">'
        f'<p><span class="tag {one.severity}">{one.severity}</span> <code>{text(one.check)}</code> '
        f'<span class="soft">{place}</span></p>'
        f"<p><bdi>{text(one.message)}</bdi></p>{texts}</li>"
    )


def _text(code: str, shown: str) -> str:
    attributes = attribute("lang", language_tag(code)) + attribute("dir", direction(code))
    return f'<p class="text"><span class="soft">{text(code)}</span> <bdi{attributes}>{text(shown)}</bdi></p>'
