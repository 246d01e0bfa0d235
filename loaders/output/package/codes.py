"""Codes that stand in the columns of a package → what they mean in Chinese and English."""

from collections.abc import Iterator

import polars as pl

from loaders.bodies.kinds import KINDS
from loaders.form.rules import RULES, SEVERITIES
from loaders.form.vocabulary import ALL_SECTIONS, COLUMNS, GROUPS, ITEMS, LEVELS, SCOPES, STATES, TEMPLATES
from loaders.language.words import LANGS, say
from loaders.store.schema import STATUSES

Code = tuple[str, str, str, str, str]


def codes() -> pl.DataFrame:
    """One row a code, all texts: column, section (of rows and columns of the form), code, meaning_zh, meaning_en."""
    schema = dict.fromkeys(("column", "section", "code", "meaning_zh", "meaning_en"), pl.String)
    return pl.DataFrame([*_form(), *_words(), *_kinds()], schema=schema, orient="row")


def _form() -> Iterator[Code]:
    for section in ALL_SECTIONS:
        groups = GROUPS if section == "requests" else ()
        for name, terms in (("item", (*ITEMS[section], *groups)), ("column", COLUMNS[section])):
            for term in {t.id: t for t in terms}.values():
                yield name, section, term.id, term.zh, term.en


def _words() -> Iterator[Code]:
    """The codes whose meanings stand in the catalogue."""
    yield from (_said("section", s, f"section.{s}") for s in ALL_SECTIONS)
    yield from (_said("state", s, f"package.codes.state.{s}") for s in STATES)
    yield from (_said("template", t, f"template.{t}") for t in TEMPLATES)
    yield _said("template", "mixed", "package.codes.template.mixed")
    yield from (_said("scope", s, f"scope.{s}") for s in SCOPES)
    yield from (_said("level", v, f"level.{v}") for v in LEVELS)
    yield from (_said("status", s, f"status.{s}") for s in STATUSES)
    yield from (_said("severity", s, f"severity.{s}") for s in SEVERITIES)
    yield from (_said("rule", r.id, f"rule.{r.id}") for r in RULES)


def _said(column: str, code: str, key: str) -> Code:
    zh, en = (say(key, lang) for lang in LANGS)
    return column, "", code, zh, en


def _kinds() -> Iterator[Code]:
    for kind in KINDS:
        yield "kind", "", kind.id, kind.zh, kind.en
