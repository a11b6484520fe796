"""Adjectives by their endings, in French, Spanish and English: data for `tm.terms.word_classes`.

An adjective alone is no term, a French or Spanish one of these endings stands after its noun and begins none,
an English one ends none. The nouns that share the endings are listed.
"""

from __future__ import annotations

import re
from typing import Final

ENDINGS: Final[dict[str, re.Pattern[str]]] = {
    "fr": re.compile(r"(?:[^e]aux|ale?s?|el(?:le)?s?|ifs?|ives?|[ai]bles?|euses?|[^dlj]eux|iques?|aires?)$"),
    "es": re.compile(r"(?:al(?:es)?|iv[oa]s?|[ai]bles?|os[oa]s?|ic[oa]s?|ari[oa]s?)$"),
    "en": re.compile(r"(?:[^e]al|ive|[ai]ble|ic|ous|ful|less|ary|ant|ent(?<!ment))$"),
}


# Participles of the first conjugation; nouns in -té are none.
PARTICIPLES: Final[dict[str, re.Pattern[str]]] = {
    "fr": re.compile(r"^(.+(?<!t)(?<!it))é(?:e|s|es)?$|^(.+t)é(?:e|es)$"),
    "es": re.compile(r"^(.+)[ai]d[oa]s?$"),
}


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# Singular and plural are both looked up by the lemma where it is known, so the singular is enough.
NOUNS: Final[dict[str, frozenset[str]]] = {
    "fr": _words(
        "creative commons journal tribunal capital animal hôpital cheval total travail canal arsenal signal mal minéral métal bocal",
        "matériel personnel logiciel appel modèle parcelle nouvelle échelle tutelle citadelle arc-en-ciel ciel sel",
        "objectif tarif motif effectif dispositif passif actif archives rive initiative directive alternative",
        "perspective tentative prérogative invective politique technique république statistique musique pratique",
        "critique afrique amérique mexique boutique clinique informatique mathématiques pacifique atlantique",
        "belgique antarctique logistique éthique dynamique public rubrique table responsable cible câble variable",
        "combustible préalable comptable lieu milieu enjeu vœu jeu secrétaire commissaire partenaire affaire",
        "salaire dictionnaire inventaire bénéficiaire fonctionnaire commentaire territoire honoraires horaire aire",
        "maire anniversaire glossaire exemplaire vocabulaire propriétaire titulaire destinataire signataire",
        "militaire commentaires itinéraire sommaire mandataire locataire notaire estuaire sanctuaire moratoire",
        "travaux matériaux signaux journaux tribunaux animaux capitaux minéraux métaux canaux hôpitaux chevaux",
        "scandale finale escale finales produits rappel pluriel manuel duel hôtel autel noël eaux niveaux bureaux",
        "réseaux tableaux drapeaux fléaux chapeaux créancier maux baux vitraux émaux sale salle salles",
    ),
    "es": _words(
        "creative commons capital material personal hospital tribunal canal animal mal sal final general manual señal arsenal",
        "total metal mineral cristal portal local umbral caudal manantial objetivo motivo dispositivo archivo",
        "cultivo iniciativa directiva perspectiva alternativa prerrogativa colectivo ejecutivo activo pasivo",
        "iva incentivo narrativa tentativa política técnica república práctica música fábrica américa áfrica",
        "estadística ética química física informática matemática médico público crítica logística dinámica",
        "pacífico atlántico tráfico tópico gráfico cable variable responsable combustible cosa causa esposo",
        "esposa caso paso proceso acceso progreso congreso ingreso peso uso abuso recurso curso discurso exceso",
        "retraso compromiso permiso aviso piso prensa defensa empresa mesa base clase glosa rosa reposo pausa",
        "secretario comisario salario horario inventario beneficiario funcionario comentario glosario diccionario",
        "propietario titular destinatario usuario empresario aniversario vocabulario calendario área maquinaria",
        "secretaría materia voluntario universitario adversario mandatario notario santuario refugio premisa",
    ),
    "en": _words(
        "proposal approval withdrawal capital material hospital tribunal journal arrival removal disposal renewal",
        "signal animal individual refusal trial survival referral denial principal principals metal mineral portal",
        "terminal rental festival cathedral canal total appraisal official manual arsenal professional reversal",
        "initiative objective directive representative perspective alternative executive incentive motive",
        "narrative derivative archive native relative detective cooperative collective adjective preservative",
        "table variable cable vegetable timetable constable renewable public republic traffic topic music arctic",
        "critic clinic mechanic fabric logic epidemic pandemic statistic pacific atlantic rhetoric ethic academic",
        "secretary boundary library summary january february beneficiary judiciary military salary glossary",
        "commentary dictionary anniversary documentary treaty adversary intermediary vocabulary itinerary",
        "commissary tributary sanctuary estuary plant grant warrant merchant applicant occupant participant",
        "consultant inhabitant migrant immigrant tenant infant covenant servant defendant pollutant accountant",
        "complainant assistant attendant claimant combatant consonant contaminant restaurant giant president",
        "resident student agent client patient parent accident incident content event consent patent extent",
        "percent talent precedent constituent ingredient continent dissent intent respondent opponent component",
        "correspondent dependent adolescent recipient descent scent present rent tent cent current deterrent",
        "nutrient gradient superintendent coefficient orient emollient solvent antecedent equivalent",
    ),
}

# Nouns that look like participles.
PARTICIPLE_NOUNS: Final[dict[str, frozenset[str]]] = {
    "fr": _words(
        "entrée durée arrivée année idée pensée donnée employé réfugié député traité comité marché délégué associé",
        "salarié blessé handicapé décédé intéressé licencié procédé résumé énoncé exposé invité tracé côté santé été",
        "portée visée journée soirée matinée assemblée armée rentrée destinée communiqué accusé prévenu détenu mandé",
        "déplacé rapatrié naufragé expatrié assuré retraité allié aîné condamné révisé contrôlé immigré fossé degré",
        "congé café clé curé montée tournée poussée percée corvée denrée lignée contrée croisée cité qualité",
    ),
    "es": _words(
        "estado mercado resultado tratado medida vida ciudad comunidad abogado empleado diputado juzgado significado",
        "certificado entrada salida llegada bebida comida partida jornada década caída ayuda demanda contenido",
        "sentido recorrido pedido sonido partido vestido refugiado acusado detenido asociado aliado pasado cuidado",
        "soldado grado lado ganado pescado techado mirada llamada empleada mandado enunciado comunicado postulado",
        "condado jurado alegado apartado licenciado ruido marido nido fluido tejido apellido olvido herida huida",
        "acogida corrida subida despedida moneda seda rueda duda deuda espada morada fachada cruzada cantidad prenda",
    ),
}

# English nouns in -ing, which may end a term and be one.
ING_NOUNS: Final[frozenset[str]] = _words(
    "recording planning training building funding financing housing processing farming monitoring manufacturing",
    "trafficking poaching recycling lending mining banking learning teaching proceedings smuggling bombing voting",
    "writing publishing broadcasting engineering accounting pricing testing screening laundering peacekeeping",
    "policing counselling shipping logging overfishing breastfeeding whaling weighting meeting hearing finding",
    "findings holdings earnings savings buildings meetings hearings recordings settings",
)
