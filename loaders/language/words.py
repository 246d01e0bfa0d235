"""Keys → texts in Chinese and English: `say(key, lang, **words)`.

A key names a pair (zh, en) of the catalogue; the words fill its braces. Names of the form come from the vocabulary.
"""

from datetime import datetime
from functools import cache, lru_cache
from typing import Literal

from loaders.form.vocabulary import COLUMNS, GROUPS, ITEMS, Term
from loaders.language.catalogue.commands import COMMANDS
from loaders.language.catalogue.compiled import COMPILED
from loaders.language.catalogue.ledger import LEDGER
from loaders.language.catalogue.package import PACKAGE
from loaders.language.catalogue.pages import PAGES
from loaders.language.catalogue.papers import PAPERS
from loaders.language.catalogue.reasons import REASONS
from loaders.language.catalogue.rules import RULES
from loaders.language.catalogue.settling import SETTLING
from loaders.language.catalogue.system import SYSTEM

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")
_PARTS = (COMMANDS, COMPILED, LEDGER, PACKAGE, PAGES, PAPERS, REASONS, RULES, SETTLING)
CATALOGUE: dict[str, tuple[str, str]] = {key: words for part in _PARTS for key, words in part.items()}


def say(key: str, lang: str, **words: object) -> str:
    """The text of a key in a language, its braces filled; KeyError for a key that the catalogue lacks.

    What fills `error` may be the system's own English.
    """
    text = CATALOGUE[key][LANGS.index(lang)]
    if lang == "zh" and "error" in words:
        words["error"] = SYSTEM.get(str(words["error"]), words["error"])
    return text.format(**words) if words else text


def time_text(when: str) -> str:
    """A time of ISO 8601 by the clock of this machine, to the minute: `2026-03-01 09:30`; what is none stays as it is."""
    try:
        return f"{datetime.fromisoformat(when).astimezone():%Y-%m-%d %H:%M}"
    except (OverflowError, ValueError):
        return when


@lru_cache(maxsize=4096)
def item_name(section: str, item: str, lang: str) -> str:
    """The name of a row of the form."""
    return _name((*ITEMS[section], *GROUPS), item, lang)


@lru_cache(maxsize=4096)
def column_name(section: str, column: str, lang: str) -> str:
    """The name of a column of the form."""
    return _name(COLUMNS[section], column, lang)


def _name(terms: tuple[Term, ...], id_: str, lang: str) -> str:
    return next((t.zh if lang == "zh" else t.en for t in terms if t.id == id_), id_)


def official(name: str) -> str | None:
    """The Chinese name of a cell (section.item.column) or a metric; None for anything else."""
    section, _, rest = name.partition(".")
    item, _, column = rest.partition(".")
    if section in ITEMS and column:
        return f"{item_name(section, item, 'zh')} · {column_name(section, column, 'zh')}"
    return say(f"metric.{name}", "zh") if f"metric.{name}" in CATALOGUE else None


def official_name(english: str) -> str | None:
    """The Chinese name of a row, column or metric by its English name; None if several share it, or none has it."""
    return _official_names().get(english)


@cache
def _official_names() -> dict[str, str]:
    terms = [(t.en, t.zh) for part in (*ITEMS.values(), *COLUMNS.values(), GROUPS) for t in part]
    named = [(en, zh) for key, (zh, en) in CATALOGUE.items() if key.startswith("metric.")]
    chinese: dict[str, set[str]] = {}
    for en, zh in (*terms, *named):
        chinese.setdefault(en, set()).add(zh)
    return {en: names.pop() for en, names in chinese.items() if len(names) == 1}


def section_name(section: str, lang: str) -> str:
    """The name of a part of the report."""
    return say(f"section.{section}", lang)


def number(value: float | int | None, lang: str = "zh") -> str:
    """A figure with thousands separators and without trailing zeros; empty for None."""
    if value is None:
        return ""
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return text if text != "-0" else "0"
