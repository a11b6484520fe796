"""The file of `--locks`: lines of `hexapla align --format jsonl`, to each of which a person added a verdict.

    {"source_language": "fr", "target_language": "en", "source": [3], "target": [4], "verdict": "confirmed"}

Texts, where a line has them, must be those of the documents: else the line is stale and is not applied.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from align.beads import Span
from align.errors import LockError
from align.locks import Lock
from corpora.documents import Document
from corpora.languages import normalise_language

VERDICTS = {"confirmed": True, "refused": False}
# A text that ends so is the beginning of the paragraph only.
_SHORTENED = "…"
_ADVICE = "Try: a line that `hexapla align --format jsonl` printed, with a verdict added"


@dataclass(frozen=True, slots=True)
class LockLine:
    """One line: `number` counts from 1, `set_name` is None where the line names none.

    `texts`: of source and target, one a segment; None where the line has none.
    """

    number: int
    set_name: str | None
    languages: tuple[str, str]
    lock: Lock
    texts: tuple[tuple[str, ...] | None, tuple[str, ...] | None]

    @property
    def key(self) -> str:
        """What the line says, whatever its place in the file."""
        spans = [self.lock.source, self.lock.target]
        return json.dumps([self.languages, spans, self.lock.confirmed, self.texts], ensure_ascii=True)


@dataclass(frozen=True, slots=True)
class LockFile:
    """A file of locks that contradict each other nowhere; lines in the order of the file."""

    path: Path
    lines: tuple[LockLine, ...]

    def place(self, line: LockLine) -> str:
        """File and line, as a message begins."""
        return f"{self.path}, line {line.number}"

    def of_set(self, name: str) -> tuple[LockLine, ...]:
        """The lines of one document set."""
        return tuple(line for line in self.lines if line.set_name == name)


def read_locks(path: Path) -> LockFile:
    """Read and check a file. Raises `LockError`, which names file, line, reason, and what to try."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LockError(f"{path}: this is no text in UTF-8. {_ADVICE}") from error
    # Only LF ends a line: texts may hold other characters that str.splitlines takes for one.
    numbered = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    file = LockFile(path, tuple(_line(path, number, line) for number, line in numbered))
    _refuse_contradictions(file)
    return file


def _line(path: Path, number: int, text: str) -> LockLine:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LockError(f"{path}, line {number}: this is no JSON. {_ADVICE}") from error
    try:
        return _parsed(number, record)
    except ValueError as error:
        raise LockError(f"{path}, line {number}: {error}") from error


def _parsed(number: int, record: object) -> LockLine:
    """One line; raises ValueError with the reason and what to try."""
    if not isinstance(record, dict):
        raise ValueError(f"this is no JSON object. {_ADVICE}")
    for name in ("source_language", "target_language", "source", "target"):
        if name not in record:
            raise ValueError(f'"{name}" is missing. {_ADVICE}')
    verdict = record.get("verdict")
    if not isinstance(verdict, str) or verdict not in VERDICTS:
        problem = "there is no verdict" if "verdict" not in record else f"the verdict is {_shown(verdict)}"
        raise ValueError(
            f'{problem}. Try: add "verdict": "confirmed" or "verdict": "refused", or leave the line out'
        )
    source, target = _span(record, "source"), _span(record, "target")
    if source[0] == source[1] and target[0] == target[1]:
        raise ValueError(f"both sides are empty. {_ADVICE}")
    set_name = record.get("set")
    if set_name is not None and not isinstance(set_name, str):
        raise ValueError(f'"set" is {_shown(set_name)}. Try: the name of the set, in quotes')
    return LockLine(
        number,
        None if set_name is None else " ".join(set_name.split()),
        (_language(record, "source_language"), _language(record, "target_language")),
        Lock(source, target, VERDICTS[verdict]),
        (_texts(record, "source_text", source), _texts(record, "target_text", target)),
    )


def _language(record: Mapping[str, object], name: str) -> str:
    value = record[name]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f'"{name}" is {_shown(value)}. Try: a code such as "fr"')
    return normalise_language(value) or value


def _span(record: Mapping[str, object], name: str) -> Span:
    """A list of neighbouring segments as a half-open range; (0, 0) for none."""
    value = record[name]
    numbers = value if isinstance(value, list) else None
    if numbers is None or any(type(number) is not int or number < 0 for number in numbers):
        raise ValueError(f'"{name}" is {_shown(value)}. Try: a list of segments from 0 on, as [3] or [3, 4]')
    if not numbers:
        return 0, 0
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        raise ValueError(f'the segments of "{name}" are no neighbours in order. Try: one line for each group')
    return numbers[0], numbers[-1] + 1


def _texts(record: Mapping[str, object], name: str, span: Span) -> tuple[str, ...] | None:
    value = record.get(name)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValueError(f'"{name}" is no list of texts. Try: leave it as it was printed, or leave it out')
    if len(value) != span[1] - span[0]:
        raise ValueError(
            f'"{name}" has {len(value)} texts for {span[1] - span[0]} segments. Try: the lines as they were '
            "printed, or without their texts"
        )
    return tuple(value)


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:39]}{_SHORTENED}"


def _refuse_contradictions(file: LockFile) -> None:
    """Raise `LockError` where two lines cannot both be meant."""
    said: dict[tuple[object, ...], LockLine] = {}
    for line in file.lines:
        for key in _claims(line):
            other = said.setdefault(key, line)
            if _turned(other) != _turned(line):
                raise LockError(
                    f"{file.place(line)}: this contradicts line {other.number}, which says something else of "
                    f"{key[-2]} {key[-1]}. Try: keep one of the two"
                )


def _claims(line: LockLine) -> Iterator[tuple[object, ...]]:
    """What no other line may say otherwise: which bead a confirmed segment is in, and what a bead is."""
    (first, source), (second, target) = sorted(_sides(line))
    whole = (line.set_name, first, second, source, target)
    yield (*whole, "bead", f"{first} {_numbers(source)}, {second} {_numbers(target)}")
    if line.lock.confirmed:
        for own, span, other in ((first, source, second), (second, target, first)):
            for k in range(*span):
                yield line.set_name, *sorted((own, other)), f"{own} segment", k


def _sides(line: LockLine) -> Iterable[tuple[str, Span]]:
    return (line.languages[0], line.lock.source), (line.languages[1], line.lock.target)


def _turned(line: LockLine) -> tuple[object, ...]:
    return (*sorted(_sides(line)), line.lock.confirmed)


def _numbers(span: Span) -> str:
    return "nothing" if span[0] == span[1] else f"{span[0]}-{span[1] - 1}"


def locks_of_documents(
    file: LockFile, lines: Sequence[LockLine], documents: Mapping[str, Document]
) -> tuple[dict[tuple[str, str], list[Lock]], list[LockLine]]:
    """The locks of these versions by pair of languages, and the lines whose text is not theirs any more.

    Raises `LockError` for languages that are not among them, and for segments that are not there.
    """
    locks: dict[tuple[str, str], list[Lock]] = {}
    stale: list[LockLine] = []
    for line in lines:
        check_languages(file, line, sorted(documents))
        sides = tuple(
            (documents[code], span, texts)
            for (code, span), texts in zip(_sides(line), line.texts, strict=True)
        )
        if any(texts is not None and not _fits(*side[:2], texts) for side in sides if (texts := side[2])):
            stale.append(line)
            continue
        for document, (_, end), _ in sides:
            if end > len(document.blocks):
                raise LockError(
                    f"{file.place(line)}: {document.language} has segments 0 to {len(document.blocks) - 1}, "
                    f"and none {end - 1}. Try: print the beads anew with `hexapla align --format jsonl`"
                )
        locks.setdefault(line.languages, []).append(line.lock)
    return locks, stale


def check_languages(file: LockFile, line: LockLine, known: Sequence[str]) -> None:
    """Raise `LockError` where a line names a language that is not there, or one twice."""
    first, second = line.languages
    unknown = next((code for code in line.languages if code not in known), None)
    if unknown is None and first != second:
        return
    problem = f'there is no version in "{unknown}"' if unknown is not None else f'both sides are in "{first}"'
    raise LockError(f"{file.place(line)}: {problem}. Try: two of {', '.join(known)}")


def _fits(document: Document, span: Span, texts: Sequence[str]) -> bool:
    blocks = document.blocks[slice(*span)]
    return len(blocks) == len(texts) and all(
        _same(text, block.text) for text, block in zip(texts, blocks, strict=True)
    )


def _same(text: str, now: str) -> bool:
    """Whether a text is that of a paragraph, white space aside, or its beginning where it is shortened."""
    text, now = " ".join(text.split()), " ".join(now.split())
    shortened = text.endswith(_SHORTENED) and now.startswith(text.removesuffix(_SHORTENED).rstrip())
    return text == now or shortened


def stale_words(line: LockLine) -> str:
    """What to say of a line whose text has changed."""
    return (
        f"line {line.number} is not applied: its text is not that of the documents any more. "
        "Try: print the beads anew with `hexapla align --format jsonl`, and decide again"
    )
