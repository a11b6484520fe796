"""A memory as a parallel corpus: a TEI document a version, and XCES link files between their sentences.

Xml/fr/A_RES_68_187.xml            <p id="12"><s id="12:1" lang="fr">...</s> ...</p>
Links/fr_en/A_RES_68_187.xml       <link id="SL1" xtargets="12:1;12:1" certainty="0.998"/>
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import polars as pl

from tm.clean_text import clean_text
from tm.export_folders import replacing_folder
from tm.selection import LOW_PROBABILITY, REJECTED, Choice, ExportReport, UnitSource, check_choice, no_text_in
from tm.set_texts import PlacedParagraph, SetTexts, Variant, paragraphs_in, sets_of
from tm.unit_ids import PIVOT_ORDER

_CONTENTS = frozenset({"Xml", "Links"})
_DOCTYPE = '<!DOCTYPE cesAlign PUBLIC "-//CES//DTD XML cesAlign//EN" "">'
# Leaves room for a number and the extension on every file system.
_LONGEST_NAME_BYTES = 150
# Names that Windows keeps for devices.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
# By language, the id of each sentence unit in its document.
Ids = Mapping[str, Mapping[str, str]]


def export_xces(
    memory: UnitSource,
    folder: Path,
    *,
    pair: tuple[str, str] | None = None,
    min_probability: float = 0.0,
) -> ExportReport:
    """Write the documents of each set, and link files for `pair`, by default the pivot with every language.

    What the pivot of a set has no part in is then in link files of the other languages; with `pair`, sets
    that lack one of the two are left out. Links below the minimum probability are left out, their sentences
    are not. All or nothing; an earlier export is replaced.
    Raises `ExportError`.
    """
    check_choice(Choice(pair=pair, min_probability=min_probability), memory.languages)
    counts: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    taken: set[str] = set()
    units, left_out[REJECTED] = _without_rejected(memory.units())
    with replacing_folder(folder, _CONTENTS, "an export to XCES") as draft:
        for name in _CONTENTS:
            (draft / name).mkdir()
        for one in sets_of(units):
            absent = [code for code in pair or () if code not in one.languages]
            if absent:
                left_out[no_text_in(absent[0])] += len(one.paragraphs)
            else:
                _write_set(one, draft, file_name(one.name, taken), pair, min_probability, counts)
    left_out[LOW_PROBABILITY] += counts["low"]
    return ExportReport(
        units=counts["units"],
        variants=counts["texts"],
        composed=0,
        dropped_chars=counts["dropped"],
        left_out={reason: count for reason, count in sorted(left_out.items()) if count},
    )


def _without_rejected(units: pl.LazyFrame) -> tuple[pl.LazyFrame, int]:
    """Return the table without the texts that a reviewer rejected, and how many paragraphs that are."""
    rejected = (pl.col("reviewed") == "rejected").fill_null(value=False)
    count = units.filter(rejected & (pl.col("level") == "paragraph")).select(pl.len()).collect().item()
    return units.filter(~rejected), int(count)


def file_name(set_name: str, taken: set[str]) -> str:
    """Return the name of the files of a set, without extension, and add it to `taken`; all are different.

    >>> file_name("S/RES/1373 (2001)", taken := set()), file_name("s/res/1373_2001", taken)
    ('S_RES_1373_2001', 's_res_1373_2001~2')
    """
    plain = re.sub(r"[^\w.~-]+", "_", clean_text(set_name)[0]).strip("._ ") or "set"
    plain = f"_{plain}" if _DEVICE.match(plain) else plain
    if len(plain.encode()) > _LONGEST_NAME_BYTES:
        digest = hashlib.sha256(plain.encode()).hexdigest()[:12]
        plain = plain.encode()[:_LONGEST_NAME_BYTES].decode("utf-8", "ignore") + f"-{digest}"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain}~{number}"
    taken.add(name.casefold())
    return name


def _write_set(
    one: SetTexts,
    folder: Path,
    name: str,
    pair: tuple[str, str] | None,
    least: float,
    counts: Counter[str],
) -> None:
    chosen = one.languages if pair is None else pair
    ids: dict[str, dict[str, str]] = {}
    for code in chosen:
        paragraphs = paragraphs_in(one, code)
        ids[code] = _sentence_ids(paragraphs)
        _write(folder / "Xml" / _folder(code) / f"{name}.xml", _document(one, code, paragraphs))
    for source, target in [pair] if pair else _pairs(one.pivot, chosen):
        aside = pair is None and one.pivot not in (source, target)
        links = list(_links(one, ids, (source, target), least, counts, aside=aside))
        if links:
            path = folder / "Links" / f"{_folder(source)}_{_folder(target)}" / f"{name}.xml"
            _write(path, _link_file(name, source, target, links))
    for variants in one.paragraphs.values():
        own = [row for code, row in variants.items() if code in chosen]
        counts["units"] += bool(own)
        counts["texts"] += len(own)
        counts["dropped"] += sum(row["dropped_chars"] for row in own)


def _folder(language: str) -> str:
    return re.sub(r"[^\w-]+", "_", language)


def _pairs(pivot: str, languages: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs to be linked: those of the pivot first, then the others, in the order of pivots."""
    order = [pivot, *PIVOT_ORDER, *languages]
    return list(combinations([code for code in dict.fromkeys(order) if code in languages], 2))


def _sentence_ids(paragraphs: Sequence[PlacedParagraph]) -> dict[str, str]:
    return {
        unit: f"{number}:{place}"
        for number, paragraph in enumerate(paragraphs, 1)
        for place, (unit, _, _) in enumerate(paragraph.sentences, 1)
    }


def _document(one: SetTexts, language: str, paragraphs: Sequence[PlacedParagraph]) -> Iterator[str]:
    title = next((row["title"] for row in _variants(one, language) if row["title"]), None) or one.name
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TEI.2>\n<teiHeader><fileDesc>'
        f"<titleStmt><title>{_text(title)}</title></titleStmt>"
        f"<publicationStmt><idno>{_text(one.symbol or one.name)}</idno></publicationStmt>"
        f'</fileDesc></teiHeader>\n<text lang="{_text(language)}">\n<body>\n'
    )
    for number, paragraph in enumerate(paragraphs, 1):
        yield f'<p id="{number}">'
        reached = 0
        for place, (_, start, end) in enumerate(paragraph.sentences, 1):
            yield _text(paragraph.text[reached:start])
            sentence = _text(paragraph.text[start:end])
            yield f'<s id="{number}:{place}" lang="{_text(language)}">{sentence}</s>'
            reached = end
        yield f"{_text(paragraph.text[reached:])}</p>\n"
    yield "</body>\n</text>\n</TEI.2>\n"


def _variants(one: SetTexts, language: str) -> Iterator[Variant]:
    return (variants[language] for variants in one.paragraphs.values() if language in variants)


def _links(
    one: SetTexts, ids: Ids, pair: tuple[str, str], least: float, counts: Counter[str], *, aside: bool
) -> Iterator[str]:
    """Yield a link for each sentence unit of the pair; with `aside` those that the pivot has no part in."""
    source, target = pair
    for unit, variants in one.sentences.items():
        sides = [ids[code].get(unit, "") if code in variants else "" for code in pair]
        if not any(sides) or (aside and (one.pivot in variants or not all(sides))):
            continue
        certainty = ""
        if all(sides):
            probability = min(variants[source]["probability"], variants[target]["probability"])
            if probability < least:
                counts["low"] += 1
                continue
            certainty = f' certainty="{probability:.3f}"'
        yield f'xtargets="{sides[0]};{sides[1]}"{certainty}'


def _link_file(name: str, source: str, target: str, links: Sequence[str]) -> Iterator[str]:
    documents = [_text(f"Xml/{_folder(code)}/{name}.xml") for code in (source, target)]
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{_DOCTYPE}\n<cesAlign version="1.0">\n'
        f'<linkGrp targType="s" fromDoc="{documents[0]}" toDoc="{documents[1]}">\n'
    )
    for number, link in enumerate(links, 1):
        yield f'<link id="SL{number}" {link}/>\n'
    yield "</linkGrp>\n</cesAlign>\n"


def _write(path: Path, parts: Iterator[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(parts)


def _text(text: str) -> str:
    # Units hold only what XML 1.0 allows (`tm.clean_text`).
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace('"', "&quot;")
