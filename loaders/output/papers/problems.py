"""An entry of the review ledger → the problems that its body is told of, in the form's words, gravest first."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from loaders.form.form_2014 import TEMPLATE
from loaders.language.spacing import without_blanks
from loaders.language.words import column_name, item_name, number, say
from loaders.query.completeness import Part
from loaders.query.ledger import Entry

LANG = "zh"
"""Papers are Chinese, whatever the language of the pages."""
_ASKED_BACK = ("in_force", "area_sum")
"""Warnings that are put as a question: another report may be the one that is wrong."""


@dataclass(frozen=True, slots=True)
class Problem:
    """kind: `filing`, `figures` or `gaps`; part: where it stands; text: a sentence."""

    kind: str
    part: str
    text: str


def by_body(entries: Sequence[Entry], inferred: bool, on: date) -> list[tuple[Entry, list[Problem]]]:
    """Each body of a ledger, by its first entry, with the problems of all its reports; inferred, on: as for `problems`."""
    found: dict[str, tuple[Entry, list[Problem]]] = {}
    reports = Counter(e.filing["body_id"] for e in entries)
    for entry in entries:
        body = entry.filing["body_id"]
        _, wrong = found.setdefault(body, (entry, []))
        mine = problems(entry, inferred, on, one_of_several=reports[body] > 1)
        wrong += [p for p in mine if p not in wrong]
    return list(found.values())


def problems(entry: Entry, inferred: bool, on: date, *, one_of_several: bool = False) -> list[Problem]:
    """Each fault once.

    inferred: whether no roster says who ought to file: then nobody is said to have failed to; on: the paper's date;
    one_of_several: whether the body has another report, so that a part says of which it is.
    """
    of_report = [*_figures(entry), *_gaps(entry)]
    if one_of_several:
        report = say("value.within", LANG, text=say(f"scope.{entry.scope}", LANG))
        of_report = [replace(p, part=p.part + report) for p in of_report]
    found = [replace(p, text=without_blanks(p.text)) for p in (*_filing(entry.filing, inferred, on), *of_report)]
    return list(dict.fromkeys(found))


def chinese_date(day: date) -> str:
    """A date as official papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def _filing(filing: Mapping[str, Any], inferred: bool, on: date) -> Iterator[Problem]:
    state, due, published = filing["state"], filing["due"], filing["published"]
    words: dict[str, object] = {"year": filing["year"], "due": chinese_date(due), "day": chinese_date(on)}
    if state == "missing" and not inferred:
        state = "missing.listed"
    if state == "late":
        words |= {"published": chinese_date(published), "days": (published - due).days}
    if state in ("late", "missing", "missing.listed", "failed", "undated"):
        yield Problem("filing", say("papers.part.filing", LANG), say(f"papers.filing.{state}", LANG, **words))


def _figures(entry: Entry) -> Iterator[Problem]:
    for issue in entry.issues:
        part = say(f"papers.part.{issue.section}", LANG) if issue.section else say("papers.part.report", LANG)
        # What stands behind the comma is the row or column; the part has a column of its own.
        _, _, rest = issue.message.partition("，")
        text = rest if issue.section and rest else issue.message
        if issue.severity == "error" or issue.rule == "unreadable":
            yield Problem("figures", part, text)
        elif issue.rule in _ASKED_BACK:
            yield Problem("figures", part, text + say("papers.ask_back", LANG))


def _gaps(entry: Entry) -> Iterator[Problem]:
    for section, found in entry.parts.items():
        of_2014 = f"{section}_{TEMPLATE}" if found.form == TEMPLATE else section
        part = say(f"papers.part.{of_2014}", LANG)
        if found.form is None and not found.printed:
            yield Problem("gaps", part, say("papers.gaps.no_table", LANG))
        elif found.blank and not found.printed:
            yield Problem("gaps", part, say("papers.gaps.all", LANG, n=number(found.blank)))
        elif found.blank:
            rows = say("list.semicolon", LANG).join(_rows(found))
            yield Problem("gaps", part, say("papers.gaps.some", LANG, n=number(found.blank), rows=rows))


def _rows(part: Part) -> Iterator[str]:
    """The blank cells, those of a row together."""
    rows: dict[tuple[str, str], list[str]] = {}
    for cell in part.blank_cells:
        section, item, column = cell.split(".")
        rows.setdefault((section, item), []).append(column)
    for (section, item), columns in rows.items():
        names = say("list.comma", LANG).join(f"“{column_name(section, c, LANG)}”" for c in columns)
        yield say("papers.gaps.row", LANG, row=item_name(section, item, LANG), columns=names)
