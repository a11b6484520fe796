"""Sentences about a river commission in six languages, and a memory of them, for the tests of terms."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import polars as pl

from align.encoders import Encoder
from tm.units import UNIT_SCHEMA

LANGUAGES = ("fr", "en", "es", "ru", "ar", "zh")
# One unit a line: the same sentence in the six languages, in the order of LANGUAGES.
SENTENCES = """
La Commission des rivières protège les eaux souterraines.|The Rivers Commission protects groundwater.|La Comisión de Ríos protege las aguas subterráneas.|Комиссия по рекам охраняет подземные воды.|تحمي لجنة الأنهار المياه الجوفية.|河流委员会保护地下水。
Les eaux souterraines alimentent les villages.|Groundwater feeds the villages.|Las aguas subterráneas alimentan las aldeas.|Подземные воды питают деревни.|تغذي المياه الجوفية القرى.|地下水供应村庄。
La Commission des rivières publie un rapport annuel.|The Rivers Commission publishes an annual report.|La Comisión de Ríos publica un informe anual.|Комиссия по рекам публикует ежегодный доклад.|تنشر لجنة الأنهار تقريرا سنويا.|河流委员会发表年度报告。
Le rapport annuel décrit les stations d'épuration.|The annual report describes the treatment plants.|El informe anual describe las plantas depuradoras.|Ежегодный доклад описывает очистные сооружения.|يصف التقرير السنوي محطات المعالجة.|年度报告介绍污水处理厂。
Les stations d'épuration sont vieilles.|The treatment plants are old.|Las plantas depuradoras son viejas.|Очистные сооружения устарели.|محطات المعالجة قديمة.|污水处理厂很旧。
La Commission des rivières visite les stations d'épuration.|The Rivers Commission visits the treatment plants.|La Comisión de Ríos visita las plantas depuradoras.|Комиссия по рекам посещает очистные сооружения.|تزور لجنة الأنهار محطات المعالجة.|河流委员会视察污水处理厂。
Un rapport annuel cite les eaux souterraines.|An annual report mentions groundwater.|Un informe anual menciona las aguas subterráneas.|Ежегодный доклад упоминает подземные воды.|يذكر التقرير السنوي المياه الجوفية.|年度报告提到地下水。
Les barrages retiennent la boue.|The dams hold back the mud.|Las presas retienen el lodo.|Плотины задерживают ил.|تحجز السدود الطين.|水坝拦住淤泥。
Les pêcheurs réparent les filets.|The fishermen mend the nets.|Los pescadores remiendan las redes.|Рыбаки чинят сети.|يصلح الصيادون الشباك.|渔民修补渔网。
La Commission des rivières inspecte les barrages.|The Rivers Commission inspects the dams.|La Comisión de Ríos inspecciona las presas.|Комиссия по рекам осматривает плотины.|تفتش لجنة الأنهار السدود.|河流委员会检查水坝。
Les barrages menacent les eaux souterraines.|The dams threaten groundwater.|Las presas amenazan las aguas subterráneas.|Плотины угрожают подземным водам.|تهدد السدود المياه الجوفية.|水坝威胁地下水。
Les pêcheurs lisent le rapport annuel.|The fishermen read the annual report.|Los pescadores leen el informe anual.|Рыбаки читают ежегодный доклад.|يقرأ الصيادون التقرير السنوي.|渔民阅读年度报告。
"""


def sentences() -> list[dict[str, str]]:
    """The sentences, a dictionary a unit."""
    return [dict(zip(LANGUAGES, line.split("|"), strict=True)) for line in SENTENCES.strip().split("\n")]


@dataclass
class RiverMemory:
    """What an extraction asks of a memory."""

    table: pl.DataFrame
    encoder: Encoder
    languages: tuple[str, ...] = tuple(sorted(LANGUAGES))
    generation: Path = Path("generation-1")

    def units(self) -> pl.LazyFrame:
        return self.table.lazy()

    @property
    def manifest(self) -> SimpleNamespace:
        return SimpleNamespace(
            corpus_digest="rivers", encoder=SimpleNamespace(identity=dict(self.encoder.identity))
        )


def river_memory(encoder: Encoder, texts: list[dict[str, str]] | None = None) -> RiverMemory:
    """A memory of these units, the sentences if none are given; symbol A/RIV/1, one page a unit."""
    records = [
        {"unit_id": f"A/RIV/1:PAR{number}", "language": code, "text": text, "page": number + 1}
        for number, unit in enumerate(sentences() if texts is None else texts)
        for code, text in unit.items()
    ]
    table = pl.DataFrame(records, schema_overrides={"page": pl.Int32}).with_columns(
        level=pl.lit("sentence"), document=pl.lit("rivers.txt"), symbol=pl.lit("A/RIV/1"), path=pl.lit("OP1")
    )
    absent = [
        pl.lit(None, kind).alias(name) for name, kind in UNIT_SCHEMA.items() if name not in table.columns
    ]
    return RiverMemory(table.with_columns(absent).select(list(UNIT_SCHEMA)), encoder)
