"""The page of `hexapla terms --to html`: concepts with their cards, one file, no network, read-only."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files

from corpora.languages import language_name
from hexapla.counted_words import counted
from hexapla.html_text import attribute, direction, language_tag, text
from tm.terms.concepts import CONCEPT_STATUSES, TermContext
from tm.terms.exported_concepts import APPROVED, ExportedConcept, ExportedTerm
from tm.terms.tbx_writing import context_source

# A browser stays quick with so many; the page says how many it leaves out.
CONCEPTS_ON_PAGE = 3000
_CONTEXTS = 2
_FORMS = 4
# Characters of a context around the term.
_CONTEXT_CHARS = 240


def render_terms(
    concepts: Sequence[ExportedConcept],
    languages: Sequence[str],
    *,
    name: str,
    most: int = CONCEPTS_ON_PAGE,
) -> str:
    """Return the page: a list that can be filtered, and of each concept a card with a column a language.

    Texts are escaped, each with its language and direction. The only script allowed is the page's own, by its
    hash; without it all concepts are there and nothing is hidden.
    """
    style = files("hexapla").joinpath("terms_style.css").read_text(encoding="utf-8")
    script = files("hexapla").joinpath("terms_script.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    body = "\n".join(_concept(one, languages) for one in concepts[:most])
    rest = len(concepts) - most
    more = f'<p class="soft">{rest} more are not on this page; --to csv gives all.</p>' if rest > 0 else ""
    return (
        '<!DOCTYPE html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Terms of {text(name)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>Terms of <bdi>{text(name)}</bdi></h1>\n<p>{counted(len(concepts), 'concept')}.</p>\n"
        f'{_filter(concepts[:most])}\n<ol id="concepts">\n{body}\n</ol>\n{more}</main>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _filter(concepts: Sequence[ExportedConcept]) -> str:
    """The form of the filter, with the statuses that there are; the script shows it."""
    there = {concept.status for concept in concepts}
    options = "".join(f'<option value="{one}">{one}</option>' for one in CONCEPT_STATUSES if one in there)
    return (
        '<form id="filter" hidden role="search">'
        "<label>Words, in any language<br>"
        '<input id="words" type="search" dir="auto" autocomplete="off"></label>'
        f'<label>Status<br><select id="status"><option value="">all</option>{options}</select></label>'
        '<output id="shown" class="soft" aria-live="polite"></output></form>'
    )


def _concept(concept: ExportedConcept, languages: Sequence[str]) -> str:
    heads = [term for language in languages for term in concept.terms_in(language)[:1]]
    named = " · ".join(_text(term.language, term.text) for term in heads)
    said = (
        f'<span class="tag">{text(concept.status)}</span> <span class="soft">{concept.probability:.2f}</span>'
    )
    cards = "".join(_column(concept, language) for language in languages)
    comment = f"<p><bdi>{text(concept.comment)}</bdi></p>" if concept.comment else ""
    about = f'<p class="soft">{text(concept.concept_id)}</p>{comment}'
    return (
        f'<li id="{text(concept.concept_id)}" data-status="{text(concept.status)}">'
        f'<details><summary>{named} {said}</summary>{about}<div class="card">{cards}</div></details></li>'
    )


def _column(concept: ExportedConcept, language: str) -> str:
    terms = concept.terms_in(language)
    name = f"<h2>{text(language_name(language))}</h2>"
    if not terms:
        return f'<section>{name}<p class="soft">no term</p>{_unsure(concept, language)}</section>'
    contexts = [context for term in terms for context in term.contexts[:_CONTEXTS]]
    quoted = "".join(_context(language, one) for one in contexts[: 2 * _CONTEXTS])
    shown = "".join(map(_term, terms))
    return f"<section>{name}{shown}{_unsure(concept, language)}{quoted}</section>"


def _term(term: ExportedTerm) -> str:
    said = [] if term.probability is None else [f"{term.probability:.2f}"]
    said += [f"{counted(term.count, 'unit')} together"] if term.count is not None else []
    said.append(counted(term.frequency, "occurrence"))
    kind = f"{term.kind}, " if term.kind else ""
    forms = [form for form, _ in term.forms if form != term.text][:_FORMS]
    written = ", ".join(_text(term.language, form) for form in forms)
    others = f'<p class="soft">{written}</p>' if forms else ""
    state = "" if term.status in APPROVED else " forbidden"
    status = text(str(term.status).partition("Term")[0])
    full = f'<p class="soft">{_text(term.language, term.expansion)}</p>' if term.expansion else ""
    evidence = f'<span class="tag">{status}</span> <span class="soft">{kind}{", ".join(said)}</span>'
    name = f'<span class="term{state}">{_text(term.language, term.text)}</span>'
    return f"<p>{name} {evidence}</p>{full}{others}"


def _unsure(concept: ExportedConcept, language: str) -> str:
    unsure = concept.unsure_in(language)
    if not unsure:
        return ""
    shown = ", ".join(f"{_text(language, term.text)} {term.probability or 0:.2f}" for term in unsure)
    return f'<p class="soft">not sure: {shown}</p>'


def _context(language: str, context: TermContext) -> str:
    start = max(0, context.start - _CONTEXT_CHARS)
    end = min(len(context.text), context.end + _CONTEXT_CHARS)
    before, after = context.text[start : context.start], context.text[context.end : end]
    shown = (
        f"{'…' if start else ''}{text(before)}<mark>{text(context.text[context.start : context.end])}</mark>"
        f"{text(after)}{'…' if end < len(context.text) else ''}"
    )
    attributes = attribute("lang", language_tag(language)) + attribute("dir", direction(language))
    source = f'<p class="soft"><bdi>{text(context_source(context))}</bdi></p>'
    return f"<blockquote><p{attributes}>{shown}</p>{source}</blockquote>"


def _text(language: str, value: str) -> str:
    attributes = attribute("lang", language_tag(language)) + attribute("dir", direction(language))
    return f"<bdi{attributes}>{text(value)}</bdi>"
