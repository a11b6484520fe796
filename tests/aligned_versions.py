"""A short resolution in six languages, and documents made of it, for the tests of alignment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpora.documents import Block, BlockKind, Document, Place

# (path, text) in each language; line i says the same in all six.
VERSIONS: dict[str, list[tuple[str, str]]] = {
    "fr": [
        ("", "L’Assemblée générale,"),
        ("", "Rappelant sa résolution 54/169 du 17 décembre 1999 sur l’accès aux archives,"),
        ("", "Constatant avec inquiétude que les crues détruisent chaque année des documents uniques,"),
        ("OP1", "Invite les États riverains à numériser leurs registres de navigation ;"),
        ("OP2", "Prie le Secrétaire général de créer un fonds de 2 500 000 dollars pour les bibliothèques ;"),
        ("OP3", "Encourage la formation des archivistes dans les zones rurales ;"),
        ("OP4", "Décide d’examiner la question à sa soixante-douzième session."),
    ],
    "en": [
        ("", "The General Assembly,"),
        ("", "Recalling its resolution 54/169 of 17 December 1999 on access to archives,"),
        ("", "Noting with concern that floods destroy unique documents every year,"),
        ("OP1", "Invites riparian States to digitize their navigation registers;"),
        ("OP2", "Requests the Secretary-General to establish a fund of 2,500,000 dollars for libraries;"),
        ("OP3", "Encourages the training of archivists in rural areas;"),
        ("OP4", "Decides to consider the matter at its seventy-second session."),
    ],
    "es": [
        ("", "La Asamblea General,"),
        ("", "Recordando su resolución 54/169, de 17 de diciembre de 1999, sobre el acceso a los archivos,"),
        ("", "Observando con inquietud que las crecidas destruyen todos los años documentos únicos,"),
        ("OP1", "Invita a los Estados ribereños a que digitalicen sus registros de navegación;"),
        ("OP2", "Pide al Secretario General que cree un fondo de 2.500.000 dólares para las bibliotecas;"),
        ("OP3", "Alienta la formación de archiveros en las zonas rurales;"),
        ("OP4", "Decide examinar la cuestión en su septuagésimo segundo período de sesiones."),
    ],
    "ru": [
        ("", "Генеральная Ассамблея,"),
        ("", "ссылаясь на свою резолюцию 54/169 от 17 декабря 1999 года о доступе к архивам,"),
        ("", "отмечая с обеспокоенностью, что паводки ежегодно уничтожают уникальные документы,"),
        ("OP1", "предлагает прибрежным государствам оцифровать свои судоходные журналы;"),
        ("OP2", "просит Генерального секретаря создать фонд в размере 2 500 000 долларов для библиотек;"),
        ("OP3", "рекомендует проводить обучение архивистов в сельских районах;"),
        ("OP4", "постановляет рассмотреть этот вопрос на своей семьдесят второй сессии."),
    ],
    "ar": [
        ("", "إن الجمعية العامة،"),
        ("", "إذ تشير إلى قرارها ٥٤/١٦٩ المؤرخ ١٧ كانون الأول/ديسمبر ١٩٩٩ بشأن الوصول إلى المحفوظات،"),
        ("", "وإذ تلاحظ مع القلق أن الفيضانات تدمر كل عام وثائق فريدة،"),
        ("OP1", "تدعو الدول المشاطئة إلى رقمنة سجلات الملاحة لديها؛"),
        ("OP2", "تطلب إلى الأمين العام أن ينشئ صندوقا قدره ٢ ٥٠٠ ٠٠٠ دولار من أجل المكتبات؛"),
        ("OP3", "تشجع على تدريب أمناء المحفوظات في المناطق الريفية؛"),
        ("OP4", "تقرر أن تنظر في المسألة في دورتها الثانية والسبعين."),
    ],
    "zh": [
        ("", "大会，"),
        ("", "回顾其1999年12月17日关于查阅档案的第54/169号决议，"),
        ("", "关切地注意到洪水每年摧毁独一无二的文件，"),
        ("OP1", "邀请沿岸国将其航运登记册数字化；"),
        ("OP2", "请秘书长为图书馆设立一个2 500 000美元的基金；"),
        ("OP3", "鼓励在农村地区培训档案管理人员；"),
        ("OP4", "决定在其第七十二届会议上审议这一问题。"),
    ],
}


def document(language: str, lines: Sequence[tuple[str, str]]) -> Document:
    """A document of these (path, text) blocks, no file behind it."""
    return Document(
        path=Path(f"made.{language}.txt"),
        sha256="0" * 64,
        language=language,
        symbol=None,
        blocks=tuple(Block(BlockKind.PARAGRAPH, text, Place(0, 0), path=path) for path, text in lines),
    )
