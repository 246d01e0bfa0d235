"""A compiled form → its remarks: what was counted, left out and lacks, what is partial, what does not add up."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from loaders.form.vocabulary import CELL_BY_NAME
from loaders.language.issues import brief
from loaders.language.words import column_name, item_name, number, say
from loaders.output.filings import state_word
from loaders.query.compiled import Compiled, Sum

_MAX_DIFFERENCES = 12
"""Cells that the remarks list; the workbook has all."""


@dataclass(frozen=True)
class Remark:
    """A heading and its paragraphs."""

    heading: str
    texts: tuple[str, ...]


def remarks(form: Compiled, inferred: bool, build: str, lang: str, on: date) -> list[Remark]:
    """The remarks in their order; inferred: whether no roster says who ought to file; build: the version of the data."""
    found = [
        _counted(form, lang),
        _left_out(form, lang),
        _lacking(form, inferred, lang),
        _gaps(form, lang),
        _checks(form, lang),
    ]
    if form.area:
        found.append(_area(form, lang))
    last = Remark(found[-1].heading, (*found[-1].texts, say("compiled.version", lang, build=build, day=on.isoformat())))
    return [*found[:-1], last]


def cell_words(name: str, lang: str) -> str:
    """A cell in the form's words: its row and column."""
    cell = CELL_BY_NAME[name]
    return f"“{item_name(cell.section, cell.item, lang)}”·“{column_name(cell.section, cell.column, lang)}”"


def _counted(form: Compiled, lang: str) -> Remark:
    n = len(form.counted)
    key = "own" if form.own and n else "below" if n else "none"
    words = {"name": form.name} if key == "own" else {"name": form.name, "n": number(n)} if key == "below" else {}
    names = say("list.comma", lang).join(c.agency for c in form.counted)
    texts = [say(f"compiled.counted.{key}", lang, **words), *([names] if key == "below" else [])]
    return Remark(say("compiled.counted", lang, n=number(n)), tuple(texts))


def _left_out(form: Compiled, lang: str) -> Remark:
    heading = say("compiled.left_out", lang, n=number(len(form.left_out)))
    counts = Counter(r.reason for r in form.left_out)
    texts = [
        say("compiled.left_out.of_reason", lang, reason=say(f"sources.role.{reason}", lang), n=number(n))
        for reason, n in counts.items()
    ]
    return Remark(heading, tuple(texts) or (say("compiled.left_out.none", lang),))


def _lacking(form: Compiled, inferred: bool, lang: str) -> Remark:
    heading = say("compiled.lacking", lang, n=number(len(form.lacking)))
    if not form.lacking:
        return Remark(heading, (say("compiled.lacking.none", lang),))
    names = [
        say("compiled.lacking.body", lang, agency=agency, state=state_word(state, inferred, lang))
        for agency, state in form.lacking
    ]
    return Remark(heading, (say("compiled.lacking.some", lang, names=say("list.comma", lang).join(names)),))


def _gaps(form: Compiled, lang: str) -> Remark:
    gaps = [(name, s) for name, s in form.cells.items() if s.partial]
    heading = say("compiled.gaps", lang, n=number(len(gaps)))
    if not gaps:
        return Remark(heading, (say("compiled.gaps.none", lang),))
    texts = [say("list.semicolon", lang).join(_gaps_by_row(gaps, lang))]
    reports, count = form.unsplit
    if reports:
        texts.append(say("compiled.unsplit", lang, n=number(reports), count=number(count)))
    return Remark(heading, tuple(texts))


def _gaps_by_row(gaps: Sequence[tuple[str, Sum]], lang: str) -> Iterator[str]:
    """The partial cells, those of a row together that as many reports fill."""
    rows: dict[tuple[str, str, int, int], list[str]] = {}
    for name, cell in gaps:
        section, item, column = name.split(".")
        rows.setdefault((section, item, cell.reports, cell.asked), []).append(column)
    for (section, item, k, m), found in rows.items():
        columns = say("list.comma", lang).join(column_name(section, c, lang) for c in found)
        row = say(f"ledger.issue.{section}", lang) + item_name(section, item, lang)
        yield say("compiled.gaps.row", lang, row=row, columns=columns, k=number(k), m=number(m))


def _checks(form: Compiled, lang: str) -> Remark:
    texts = []
    if form.broken:
        briefs = []
        for equation, left, right in form.broken:
            issue: dict[str, object] = {"rule": equation.rule, "section": equation.section, "item": equation.item}
            issue |= {"column": equation.column, "left": left, "right": right, "text": "", "partial": False}
            section = say(f"ledger.issue.{equation.section}", lang)
            briefs.append(section + brief(issue, lang, form.year))
        texts.append(say("compiled.checks.some", lang, list=say("list.semicolon", lang).join(briefs)))
    else:
        texts.append(say("compiled.checks.none", lang))
    wrong = [c for c in form.counted if c.errors]
    if wrong:
        named = [say("compiled.checks.report", lang, agency=c.agency, n=c.errors) for c in wrong]
        texts.append(say("compiled.checks.reports", lang, names=say("list.comma", lang).join(named)))
    return Remark(say("compiled.checks", lang), tuple(texts))


def _area(form: Compiled, lang: str) -> Remark:
    heading = say("compiled.area", lang, name=form.name)
    differing = [(n, s.value, form.area[n]) for n, s in form.cells.items() if s.value != form.area[n]]
    if not differing:
        return Remark(heading, (say("compiled.area.same", lang),))
    nothing = say("value.unasked", lang)
    listed = [
        say("compiled.area.cell", lang, cell=cell_words(n, lang), sum=number(v) or nothing, area=number(a) or nothing)
        for n, v, a in differing[:_MAX_DIFFERENCES]
    ]
    text = say("compiled.area.differs", lang, n=number(len(differing)), list=say("list.semicolon", lang).join(listed))
    return Remark(heading, (text,))
