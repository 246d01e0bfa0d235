"""A verdict → its sentences: the same on the page, on the slip and on the terminal."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from loaders.form.vocabulary import CELL_BY_NAME
from loaders.language.words import CATALOGUE, column_name, item_name, number, say, section_name
from loaders.precheck.assessable import Unassessable
from loaders.precheck.requirements import ANNEXED_TO, Requirement
from loaders.precheck.verdict import Verdict
from loaders.query.exports import reason_text

_ROW_FROM = 3
"""Cells of one row from which on the row is named instead."""
_NAMED = 7
"""Cells and places that a sentence names; of more it says how many."""


def headline(verdict: Verdict, lang: str) -> str:
    """The outcome in a few words; of a file that could not be read, with the reason."""
    document = verdict.draft.document
    said = say(f"precheck.outcome.{verdict.outcome}", lang)
    if verdict.outcome == "rejected":
        return said + ("：" if lang == "zh" else ": ") + _reason(document, lang)
    return said


def _reason(document: Mapping[str, Any], lang: str) -> str:
    """Why a draft could not be read; with what its author can do where that is not what the office would."""
    own = f"precheck.reason.{document['reason']}"
    if own in CATALOGUE:
        return say(own, lang)
    return str(reason_text(document["reason"], document["reason_words"], lang))


def counts(verdict: Verdict, lang: str) -> str:
    """How much was found, and how much was checked."""
    found = {severity: number(verdict.count(severity)) for severity in ("error", "warning", "info")}
    checked, rest = number(verdict.checked), number(len(verdict.unassessable))
    return say("precheck.counts", lang, **found, checked=checked, unassessable=rest)


def whose(verdict: Verdict, lang: str) -> str:
    """Whose report the draft is, of which year and scope."""
    document = verdict.draft.document
    agency = document["body"] or document["agency"] or say("precheck.no_agency", lang)
    year = document["year"] or say("precheck.no_year", lang)
    return say("precheck.whose", lang, agency=agency, year=year, scope=say(f"scope.{document['scope']}", lang))


def unassessable_texts(verdict: Verdict, lang: str) -> Iterator[str]:
    """A sentence for each rule of which some sums cannot be checked, and one where there is no year before."""
    for rule, sums in groupby(verdict.unassessable, key=attrgetter("rule")):
        yield _unassessable(rule, list(sums), lang)
    document = verdict.draft.document
    if verdict.before or verdict.outcome == "rejected":
        return
    if document["body_id"] is None or document["year"] is None:
        yield say("precheck.no_before_unknown", lang)
    elif document["year"] > 2019:
        yield say("precheck.no_before", lang, year=document["year"] - 1)


def requirement_texts(verdict: Verdict, lang: str) -> Iterator[tuple[str, str]]:
    """The severity and the sentence of each thing that is required and not there."""
    for requirement in verdict.requirements:
        yield requirement.severity, _requirement(requirement, verdict.draft.document, lang)


def before_text(verdict: Verdict, lang: str) -> str:
    """Where the report on the year before was taken from; empty where there is none."""
    if verdict.before is None:
        return ""
    if verdict.before.name is None:
        return say("precheck.before.store", lang, year=verdict.before.row["year"])
    return say("precheck.before.draft", lang, name=verdict.before.name)


def cell_text(cell: str, lang: str) -> str:
    """A cell by its row and column."""
    section, item, column = cell.split(".")
    return say("precheck.cell", lang, item=item_name(section, item, lang), column=column_name(section, column, lang))


def _unassessable(rule: str, sums: Sequence[Unassessable], lang: str) -> str:
    places = [_place(s, lang) for s in sums]
    cells = _cells(sorted({c for s in sums for c in s.cells}, key=list(CELL_BY_NAME).index), lang)
    cells += [say("precheck.unassessable.before", lang, cell=cell_text(c, lang)) for s in sums for c in s.before]
    return say(
        "precheck.unassessable", lang, rule=say(f"rule.{rule}", lang), n=number(len(sums)),
        places=_listed(places, lang), cells=_listed(cells, lang),
    )  # fmt: skip


def _place(found: Unassessable, lang: str) -> str:
    """The row or the column of a sum."""
    if found.item and found.column:
        return cell_text(f"{found.section}.{found.item}.{found.column}", lang)
    if found.item:
        return item_name(found.section, found.item, lang)
    return column_name(found.section, found.column or "", lang)


def _requirement(requirement: Requirement, document: Mapping[str, Any], lang: str) -> str:
    if requirement.doubt:
        return say(f"date.{requirement.doubt}", lang, date=document["published"], year=document["year"])
    words: dict[str, object] = {"year": document["year"] or "", "n": number(len(requirement.cells))}
    if requirement.section:
        words["section"] = section_name(requirement.section, lang)
        words["cells"] = _listed(_cells(requirement.cells, lang), lang)
    if requirement.template:
        words["source"] = ANNEXED_TO[requirement.template]
    if requirement.part:
        part = requirement.part
        words |= {"ordinal": say(f"precheck.ordinal.{part}", lang), "name": say(f"precheck.part.{part}", lang)}
        words["source"] = say(f"precheck.source.{part}", lang)
    return say(f"precheck.requires.{requirement.kind}", lang, **words)


def _cells(cells: Sequence[str], lang: str) -> list[str]:
    """Cells one by one; by row where a row has several of them."""
    texts = []
    for (section, item), group in groupby(cells, key=lambda c: c.split(".")[:2]):
        same = list(group)
        row = say("precheck.row", lang, item=item_name(section, item, lang), n=number(len(same)))
        texts += [row] if len(same) >= _ROW_FROM else [cell_text(c, lang) for c in same]
    return texts


def _listed(texts: Sequence[str], lang: str) -> str:
    each = list(dict.fromkeys(texts))
    first = say("list.comma", lang).join(each[:_NAMED])
    return first + (say("precheck.and_more", lang, n=number(len(each))) if len(each) > _NAMED else "")
