"""Measure findings: recall on seeded defects, and what is found on texts as published.

    python scripts/bench_findings.py --data ../shared/data [--seeds 2] [--json out.json] [--verbose]

Seeded: in copies of the gold sets and of the samples every version is given omissions, additions of
paragraphs of another document, duplications, moves, other numbers and other figures
(`scripts/seeded_defects.py`), all six versions of a set at once ("6-way"), or one version against one clean
one ("2-way"). A defect is recalled if a finding of its kind about its language covers its place; every other
finding on the copies is false, unless the copy without defects has it as well.

Clean: the files as they are. Findings there are told apart by hand: `TRUE_DEFECTS` lists those that are
true, each with its reason; all others count as false. Prints Markdown tables and the signature of the run.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from gold_files import read_gold_document
from gold_sets import LANGUAGES, load_gold_sets
from seeded_defects import KINDS, Defect, clean_copy, seed_defects

from align.aligning import ALIGNER_VERSION, align_documents, align_set
from align.encoders import Encoder, load_encoder
from align.finding import Finding, FindingKind
from align.findings import FINDINGS_VERSION, find_in_pair, find_in_set
from corpora.documents import Document
from corpora.read_document import read_document

Versions = dict[str, Document]
SAMPLES = Path(__file__).resolve().parent.parent / "samples"

# What is found on the clean files and is there: (set, language, kind, beginning of the text): the reason.
TRUE_DEFECTS: dict[tuple[str, str, str, str], str] = {
    (
        "udhr",
        "ar",
        "omitted",
        "Considérant qu’il est essentiel d’encourager",
    ): "the Arabic has no fourth recital",
    ("udhr", "en", "added", "Now, therefore,"): "a line of its own in English only; null in the gold",
    (
        "udhr",
        "zh",
        "omitted",
        "L’Assemblée générale",
    ): "the Chinese says it in the next line; null in the gold",
    ("sdg", "ar", "figures", "خفض النسبة العالمية للوفيات"): "target 3.1 lacks “by 2030”",
    ("sdg", "ar", "figures", "التوســع بصــورة ملحوظة"): "target 4.b says 2030 for 2020",
    ("sdg", "ar", "figures", "توسـيع نطـاق التعـاون"): "target 6.a lacks “by 2030”",
    ("sdg", "ar", "figures", "تحقيق زيادة كبيرة في حصـة"): "target 7.2 lacks “by 2030”",
    ("sdg", "ar", "figures", "توفير هوية قانونية للجميع"): "target 16.9 lacks “by 2030”",
    ("canada SOR-2001-360", "en", "moved", "property means"): "each language sorts by its own alphabet",
    ("canada SOR-2001-360", "en", "moved", "working day means"): "each language sorts by its own alphabet",
    ("canada SOR-2001-360", "en", "moved", "Minister means"): "each language sorts by its own alphabet",
    ("68/187", "ar", "omitted", "Rappelant en outre que dans"): "left out on purpose (samples/README.md)",
    ("68/187", "en", "added", "Resolution adopted by"): "a line of its masthead",
    ("68/187", "zh", "added", "2013年12月18日大会决议"): "a line of its masthead",
    (
        "accord_archives",
        "es",
        "omitted",
        "Les relevés journaliers",
    ): "left out on purpose (samples/README.md)",
    (
        "accord_archives",
        "es",
        "renumbered",
        "Los mapas y planos",
    ): "numbered ii) for iii) (samples/README.md)",
    (
        "accord_archives",
        "en",
        "added",
        "The decision of the commission",
    ): "added on purpose (samples/README.md)",
}


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What one comparison found: recalled or not for each defect, and the findings that match none."""

    part: str
    set_name: str
    language: str
    recalled: tuple[tuple[Defect, bool], ...]
    false: tuple[Finding, ...]


def load_versions(folder: Path) -> dict[str, Versions]:
    """Every gold set and sample, by name; the UDHR in all its languages at once."""
    sets: dict[str, Versions] = {}
    for gold in load_gold_sets(folder):
        name = "udhr" if gold.name.startswith("udhr ") else gold.name
        for code, version in gold.versions.items():
            versions = sets.setdefault(name, {})
            if code not in versions:
                versions[code] = read_gold_document(folder, gold.name, code, version)
    for name, pattern in (("68/187", "A_RES_68_187.*"), ("accord_archives", "accord_archives_*")):
        for path in sorted(SAMPLES.glob(pattern)):
            document = read_document(path)
            sets.setdefault(name, {})[document.language] = document
    return sets


def is_match(finding: Finding, defect: Defect) -> bool:
    """Whether a finding covers the place of a defect and says what it is."""
    if finding.kind is not defect.kind:
        return False
    start, end = finding.place.blocks
    if defect.kind is FindingKind.OMITTED:
        return start == end and abs(start - defect.blocks[0]) <= 1
    return any(start <= block < end for block in defect.blocks)


def key_of(finding: Finding) -> tuple[str, str, str]:
    """What identifies a finding in the copy without defects."""
    text = finding.counterpart.text if finding.place.is_gap else finding.place.text
    return finding.language, finding.kind.value, text[:60]


def judge(
    part: str, set_name: str, language: str, defects: Sequence[Defect], findings: Sequence[Finding],
    known: frozenset[tuple[str, str, str]],
) -> Outcome:  # fmt: skip
    """Compare the findings about one version with its defects."""
    own = [finding for finding in findings if finding.language == language]
    recalled = tuple((defect, any(is_match(f, defect) for f in own)) for defect in defects)
    false = [f for f in own if not any(is_match(f, d) for d in defects) and key_of(f) not in known]
    return Outcome(part, set_name, language, recalled, tuple(false))


# The sets that lend paragraphs to others.
LENDERS = ("68/187", "accord_archives", "55/100")


def find(part: str, versions: Mapping[str, Document], language: str, encoder: Encoder) -> list[Finding]:
    """The findings on all versions, or on one of them against a clean one."""
    if part == "6-way":
        return find_in_set(align_set("copies", versions, encoder))
    pivot = next(code for code in ("fr", "en") if code != language)
    source, target = versions[pivot], versions[language]
    return find_in_pair(align_documents(source, target, encoder), source, target)


def seeded_outcomes(name: str, folder: Path, seeds: int) -> list[Outcome]:
    """Every version of a set with defects, against the clean ones and all at once."""
    encoder = load_encoder()
    sets = load_versions(folder)
    versions = sets[name]
    lenders = [sets[other] for other in LENDERS if other != name]
    clean = {code: clean_copy(document) for code, document in versions.items()}
    known = frozenset(
        key_of(finding)
        for part, language in (("6-way", ""), *(("2-way", code) for code in versions))
        for finding in find(part, clean, language, encoder)
        if part == "2-way" or len(versions) > 2
    )
    outcomes = []
    for seed in range(1, seeds + 1):
        made = {
            code: seed_defects(d, [lender[code] for lender in lenders], f"{seed}/{name}")
            for code, d in versions.items()
        }
        for code, (copy, defects) in made.items():
            found = find("2-way", {**clean, code: copy}, code, encoder)
            outcomes.append(judge("2-way", name, code, defects, found, known))
        if len(versions) > 2:
            found = find("6-way", {code: copy for code, (copy, _) in made.items()}, "", encoder)
            outcomes += [judge("6-way", name, code, d, found, known) for code, (_, d) in made.items()]
    return outcomes


@dataclasses.dataclass(frozen=True)
class CleanOutcome:
    """What was found on files as they are; `paragraphs` are those of the pivot (of the set counted once)."""

    part: str
    set_name: str
    language: str
    paragraphs: int
    true: tuple[Finding, ...]
    false: tuple[Finding, ...]


def clean_outcomes(name: str, folder: Path) -> list[CleanOutcome]:
    """A set as it is, in pairs with its pivot and all at once."""
    encoder = load_encoder()
    versions = load_versions(folder)[name]
    out = []
    for part, language in (*(("2-way", code) for code in versions if code != "fr"), ("6-way", "all")):
        if part == "2-way" or len(versions) > 2:
            findings = find(part, versions, language, encoder)
            true = tuple(finding for finding in findings if is_true(name, finding))
            false = tuple(finding for finding in findings if not is_true(name, finding))
            out.append(CleanOutcome(part, name, language, len(versions["fr"].blocks), true, false))
    return out


def is_true(set_name: str, finding: Finding) -> bool:
    """Whether a finding on clean files is on the list of true ones."""
    language, kind, text = key_of(finding)
    return any((set_name, language, kind) == key[:3] and text.startswith(key[3][:60]) for key in TRUE_DEFECTS)


def recall_tables(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Markdown: recall by kind and language, then the precision on the copies."""
    for part in ("2-way", "6-way"):
        counts: dict[tuple[str, str], Counter[bool]] = defaultdict(Counter)
        false: Counter[str] = Counter()
        for outcome in (one for one in outcomes if one.part == part):
            for defect, recalled in outcome.recalled:
                counts[defect.kind.value, outcome.language][recalled] += 1
            false.update(finding.kind.value for finding in outcome.false)
        yield f"\n| {part} | " + " | ".join(LANGUAGES) + " | all | false findings | precision |"
        yield "|---|" + "---|" * (len(LANGUAGES) + 3)
        for kind in (*(kind.value for kind in KINDS), "all"):
            cells = [_sum(counts, kind, code) for code in (*LANGUAGES, "all")]
            wrong = false.total() if kind == "all" else false[kind]
            hits = cells[-1][True]
            precision = hits / (hits + wrong) if hits + wrong else 1.0
            yield f"| {kind} | " + " | ".join(map(_share, cells)) + f" | {wrong} | {precision:.3f} |"


def _sum(counts: Mapping[tuple[str, str], Counter[bool]], kind: str, language: str) -> Counter[bool]:
    total: Counter[bool] = Counter()
    for (one, code), count in counts.items():
        if kind in (one, "all") and language in (code, "all"):
            total += count
    return total


def _share(count: Counter[bool]) -> str:
    return f"{count[True] / count.total():.3f} ({count[True]}/{count.total()})" if count.total() else ""


def clean_table(outcomes: Sequence[CleanOutcome]) -> Iterator[str]:
    """Markdown: what is found on files as they are, by set."""
    yield "\n| clean | set | comparisons | paragraphs | true | false | false per 100 paragraphs |"
    yield "|---|---|---|---|---|---|---|"
    for part in ("2-way", "6-way"):
        own = [one for one in outcomes if one.part == part]
        for name in (*dict.fromkeys(one.set_name for one in own), "all"):
            group = [one for one in own if name in (one.set_name, "all")]
            paragraphs = sum(one.paragraphs for one in group)
            true, false = (
                sum(len(found) for found in f) for f in ([o.true for o in group], [o.false for o in group])
            )
            rate = 100 * false / max(paragraphs, 1)
            yield f"| {part} | {name} | {len(group)} | {paragraphs} | {true} | {false} | {rate:.2f} |"


def signature(seeds: int) -> str:
    """Commit, encoder and settings of this run."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    parts = (
        f"hexapla:{commit.stdout.strip()}",
        "encoder:default",
        f"aligner:{ALIGNER_VERSION}",
        f"findings:{FINDINGS_VERSION}",
        f"seeds:{seeds}",
    )
    return "|".join(parts)


def tell(outcomes: Sequence[Outcome], clean: Sequence[CleanOutcome]) -> Iterator[str]:
    """Every defect that was missed and every false finding, one a line."""
    for one in outcomes:
        where = f"{one.part} {one.set_name} {one.language}"
        yield from (
            f"MISSED {where} {d.kind.value} {d.blocks} {d.note}" for d, hit in one.recalled if not hit
        )
        yield from (
            f"FALSE {where} {f.kind.value} {f.place.blocks} {f.evidence} {key_of(f)[2]}" for f in one.false
        )
    for each in clean:
        where = f"{each.part} {each.set_name}"
        yield from (
            f"CLEAN {where} {f.language} {f.kind.value} {f.place.blocks} {f.evidence} {key_of(f)[2]}"
            for f in each.false
        )


def main() -> None:
    """Run what is asked for and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--set", dest="sets", action="append", help="only these sets")
    parser.add_argument("--only", default="clean,seeded")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--verbose", action="store_true", help="list what was missed and what is false")
    options = parser.parse_args()
    # Of the code that runs, whatever is committed meanwhile.
    signed = signature(options.seeds)
    known = list(load_versions(options.data))
    names = options.sets or known
    if unknown := sorted({*names} - {*known}):
        raise SystemExit(f"no set {', '.join(unknown)}; there are {', '.join(known)}")
    outcomes: list[Outcome] = []
    clean: list[CleanOutcome] = []
    with ProcessPoolExecutor(options.processes) as pool:
        if "seeded" in options.only:
            work = partial(seeded_outcomes, folder=options.data, seeds=options.seeds)
            outcomes = [one for found in pool.map(work, names) for one in found]
        if "clean" in options.only:
            clean = [
                one
                for found in pool.map(partial(clean_outcomes, folder=options.data), names)
                for one in found
            ]
    if options.verbose:
        print("\n".join(tell(outcomes, clean)))
    tables = [*(recall_tables(outcomes) if outcomes else ()), *(clean_table(clean) if clean else ())]
    print("\n".join(tables))
    print(f"\nSignature: `{signed}`")
    if options.json:
        content = {"signature": signed, "tables": tables}
        options.json.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
