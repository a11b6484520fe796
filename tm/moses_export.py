"""Moses text out: a folder with a plain text a language, line i of each the same unit, and the ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from tm.detailed_units import detailed_units
from tm.errors import ExportError
from tm.export_folders import replacing_folder
from tm.selection import Choice, ExportReport, Tally, Unit, UnitSource, check_choice, no_text_in

_STEM = "corpus"
_IDS = f"{_STEM}.ids"


def export_moses(
    memory: UnitSource,
    folder: Path,
    *,
    level: str = "paragraph",
    pair: tuple[str, str] | None = None,
    min_probability: float = 0.0,
) -> ExportReport:
    """Write `corpus.fr`, `corpus.en` ... and `corpus.ids` (the unit ids), UTF-8, LF, a line a unit.

    Tools that train on such text want `level` "sentence". Without `pair` all languages of the memory; a unit
    that lacks one of them is left out. Runs of white space of any kind are one space; nothing else is changed
    or escaped. All or nothing; an earlier export is replaced. Raises `ExportError`.
    """
    choice = Choice(level, pair, min_probability)
    check_choice(choice, memory.languages)
    languages = pair or memory.languages
    _refuse_clashing(languages)
    tally = Tally()
    units = (detailed.unit for detailed in detailed_units(memory, choice, tally))
    contents = {f"{_STEM}.{code}" for code in memory.languages} | {_IDS}
    with replacing_folder(folder, contents, "an export of Moses text") as draft, ExitStack() as stack:
        names = (*(f"{_STEM}.{code}" for code in languages), _IDS)
        files = [
            stack.enter_context((draft / name).open("w", encoding="utf-8", newline="\n")) for name in names
        ]
        for lines in _lines(units, languages, tally):
            for file, line in zip(files, lines, strict=True):
                file.write(line + "\n")
    return tally.report(pair[0] if pair else None)


def _refuse_clashing(languages: Sequence[str]) -> None:
    for code in languages:
        if f"{_STEM}.{code}" == _IDS or not code.replace("-", "").isalnum():
            raise ExportError(
                f'The language "{code}" can be no ending of a file. Export it as TSV or JSON Lines.'
            )


def _lines(units: Iterator[Unit], languages: Sequence[str], tally: Tally) -> Iterator[list[str]]:
    for unit in units:
        texts = {variant.language: " ".join(variant.text.split()) for variant in unit.variants}
        missing = next((code for code in languages if not texts.get(code)), None)
        if missing is not None:
            tally.leave_out(no_text_in(missing))
            continue
        tally.count(unit)
        yield [*(texts[code] for code in languages), unit.unit_id]
