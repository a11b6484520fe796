"""Names of the months in the six languages, with the Levantine, Egyptian and Maghrebi names of Arabic."""

from __future__ import annotations

from corpora.ordinal_words import fold_word

_EN = """january,jan february,feb march,mar april,apr may june,jun july,jul august,aug
september,sept,sep october,oct november,nov december,dec"""
_FR = """janvier,janv,jan février,févr,fév mars avril,avr mai juin juillet,juil août septembre,sept
octobre,oct novembre,nov décembre,déc"""
_ES = """enero,ene febrero,feb marzo,mar abril,abr mayo,may junio,jun julio,jul agosto,ago
septiembre,setiembre,sept,set,sep octubre,oct noviembre,nov diciembre,dic"""
_RU = """января,январь,январе,янв февраля,февраль,феврале,фев марта,март,марте
апреля,апрель,апреле,апр мая,май,мае июня,июнь,июне июля,июль,июле августа,август,августе,авг
сентября,сентябрь,сентябре,сент,сен октября,октябрь,октябре,окт ноября,ноябрь,ноябре,нояб
декабря,декабрь,декабре,дек"""
# Levantine names are two words for four months; official texts write both names: "كانون الأول/ديسمبر".
_AR_LEVANTINE = (
    """كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول"""
)
_AR_EGYPTIAN = (
    """يناير فبراير مارس أبريل,إبريل مايو يونيو,يونيه يوليو,يوليه أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"""
)
_AR_MAGHREBI = """جانفي,ينير فيفري مارس أفريل ماي,ماية جوان جويلية,يوليوز أوت,غشت شتنبر أكتوبر نونبر
دجنبر"""


def _table(*lists: str) -> dict[str, int]:
    return {
        " ".join(fold_word(part) for part in form.split("_")): month
        for names in lists
        for month, forms in enumerate(names.split(), start=1)
        for form in forms.split(",")
    }


MONTHS: dict[str, dict[str, int]] = {
    "en": _table(_EN),
    "fr": _table(_FR),
    "es": _table(_ES),
    "ru": _table(_RU),
    "ar": _table(_AR_LEVANTINE, _AR_EGYPTIAN, _AR_MAGHREBI),
}
