"""Vocabulary, templates, metrics, rules, terms → HTML that can be linked to, word for word as the program has them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from loaders.form.bounds import MAX_DECISIONS, MAX_DOCUMENTS, MAX_REQUESTS, MAX_WAN_YUAN
from loaders.form.form_2014 import SECTIONS_2014
from loaders.form.metrics import METRICS, MIN_CASES, Metric, adds_over_years
from loaders.form.paper import printed_cells
from loaders.form.rules import RULES
from loaders.form.templates import DISCLOSURE_BLOCKS
from loaders.form.vocabulary import CELL_BY_NAME, COLUMNS, ITEMS, TEMPLATES, Term
from loaders.language.catalogue.pages.about import TERMS
from loaders.language.words import column_name, item_name, number, say
from loaders.output.html import render
from loaders.query.about import formula, rule_formula, since_2021

CSS = Path(__file__).with_name("reference.css")


class TermNames(NamedTuple):
    """Both names of a term, the language's own first, and its id."""

    first: str
    second: str
    id: str


class Column(NamedTuple):
    """A column of the form, with the labels over it that are not its name."""

    term: TermNames
    labels: list[str]


class Cell(NamedTuple):
    """A cell of the form: its id, its row and column in words, and the templates that print it, as text."""

    name: str
    title: str
    templates: str


class Item(NamedTuple):
    """A row of the form; None for a cell that the form does not have."""

    term: TermNames
    group: str
    cells: list[Cell | None]


class Part(NamedTuple):
    """A line about a metric: its label, then a text or cells, each by its id and its name on the form."""

    label: str
    text: str
    cells: Sequence[tuple[str, str]] = ()


class MetricEntry(NamedTuple):
    """A metric with the lines about it."""

    id: str
    name: str
    parts: list[Part]


class RuleEntry(NamedTuple):
    """A rule: its texts, and how many issues of it there are."""

    id: str
    name: str
    text: str
    example: str
    severity: str
    issues: str


def form(section: str, lang: str) -> str:
    """A section of the form: items × columns, with the templates that print each cell."""
    printed = {t: set(printed_cells(t)) for t in TEMPLATES}

    def cell(name: str) -> Cell | None:
        if name not in CELL_BY_NAME:
            return None
        return Cell(name, _cell_name(name, lang), " · ".join(t for t in TEMPLATES if name in printed[t]))

    columns = [Column(_names(c, lang), _labels(section, c.id, lang)) for c in COLUMNS[section]]
    items = [
        Item(
            _names(item, lang),
            item_name(section, item.group, lang) if item.group else "",
            [cell(f"{section}.{item.id}.{column.id}") for column in COLUMNS[section]],
        )
        for item in ITEMS[section]
    ]
    corner, not_asked = say("about.form.item", lang), say("about.form.not_asked", lang)
    return render("pages/about/form.html", corner=corner, columns=columns, items=items, not_asked=not_asked)


def _names(term: Term, lang: str) -> TermNames:
    first, second = (term.zh, term.en) if lang == "zh" else (term.en, term.zh)
    return TermNames(first, second, term.id)


def _labels(section: str, column: str, lang: str) -> list[str]:
    """The labels that the templates print over a column of part 二, unless they are its name."""
    if section != "disclosure":
        return []
    name = column_name(section, column, "zh")
    labels = dict.fromkeys(
        (b.template, label) for b in DISCLOSURE_BLOCKS for c, label in b.columns if c == column and label != name
    )
    return [say("about.form.printed", lang, template=t, label=label) for t, label in labels]


def metrics(lang: str) -> str:
    """Every metric: its name, formula, cells, source and notes."""
    new = since_2021()
    entries = [MetricEntry(m.id, say(f"metric.{m.id}", lang), _metric(m, lang, m.id in new)) for m in METRICS]
    return render("pages/about/metrics.html", metrics=entries, colon=say("about.colon", lang))


def _metric(metric: Metric, lang: str, new: bool) -> list[Part]:
    cells = {"cells": metric.cells, "over": metric.over, "less": metric.less}
    notes = [
        *(["unit"] if metric.money else []),
        *([] if adds_over_years(metric.id) else ["stock"]),
        *(["ratio"] if metric.ratio else ["over_nothing"] if metric.rate else []),
        *(["break"] if new else []),
        *(["of_2014"] if metric.section in SECTIONS_2014 else []),
        *(["other"] if any(c.startswith("requests.other.") for c in metric.cells) else []),
    ]
    note = "".join(say(f"about.metric.{n}", lang, fewest=MIN_CASES) for n in notes)
    return [
        Part(say("about.metric.formula", lang), formula(metric, lang)),
        *(
            Part(say(f"about.metric.{key}", lang), "", [(n, _cell_name(n, lang)) for n in names])
            for key, names in cells.items()
            if names
        ),
        Part(say("about.metric.source", lang), say(f"about.source.{metric.section}", lang)),
        *([Part(say("about.metric.note", lang), note)] if note else []),
    ]


def _cell_name(name: str, lang: str) -> str:
    """The row and column of a cell in words."""
    section, item, column = name.split(".")
    return f"{item_name(section, item, lang)} · {column_name(section, column, lang)}"


def checks(counts: Mapping[str, tuple[int, int]], lang: str) -> str:
    """Every rule: what it compares and its severity; counts: the number of its issues and of their reports."""
    entries = []
    for rule in RULES:
        issues, reports = counts.get(rule.id, (0, 0))
        entries.append(
            RuleEntry(
                rule.id,
                (f"{rule.number}. " if rule.number else "") + say(f"rule.{rule.id}", lang),
                say(f"about.check.{rule.id}", lang),
                rule_formula(rule.id, lang),
                say(f"severity.{rule.severity}", lang),
                say("about.checks.count", lang, issues=number(issues), reports=number(reports)) if issues else "0",
            )
        )
    keys = ("about.checks.rule", "about.checks.compares", "column.severity", "about.checks.found")
    return render("pages/about/checks.html", headings=[say(k, lang) for k in keys], rules=entries)


def terms(lang: str) -> str:
    """The words that pages use, each with its meaning."""
    limits = {
        "requests": number(MAX_REQUESTS),
        "documents": number(MAX_DOCUMENTS),
        "decisions": number(MAX_DECISIONS),
        "money": number(MAX_WAN_YUAN),
    }
    words = {"fewest": MIN_CASES, **limits}
    entries = [(t, say(f"term.{t}", lang), say(f"term.{t}.text", lang, **words)) for t in TERMS]
    return render("pages/about/terms.html", terms=entries)


def counted(heading: str, rows: Sequence[tuple[str, int]], lang: str) -> str:
    """Names and the number of each as a table; a sentence if there is none."""
    return render(
        "pages/about/counts.html",
        heading=heading,
        count_heading=say("about.data.count", lang),
        rows=[(name, number(n)) for name, n in rows],
        sentence=f"{heading}{say('about.colon', lang)}{say('about.data.none', lang)}",
    )
