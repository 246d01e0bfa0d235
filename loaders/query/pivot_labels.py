"""A table of `loaders.query.pivot` → its words: rows, columns, what it holds as a sentence, and what is taken out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import polars as pl

from loaders.bodies.kinds import KINDS
from loaders.form.metrics import METRIC
from loaders.form.vocabulary import REQUEST_ITEMS
from loaders.language.words import column_name, item_name, number, say, section_name
from loaders.query import options
from loaders.query.figures import OF_FIGURES
from loaders.query.pivot import Column, Pivot
from loaders.query.pivot_bases import RowBasis, row_bases
from loaders.query.pivot_due import open_years
from loaders.query.pivot_layout import ID_SEPARATOR, Id, Layout, addends
from loaders.query.snapshot import Snapshot

_KINDS = {k.id: k for k in KINDS}
_GROUP = {t.id: t.group for t in REQUEST_ITEMS}
_NAMED = 3
"""Figures that a sentence names; it counts the others."""
_EXTRAS = {"over": ("n", "over"), "reports": ("reports", "filed")}
"""What a switch sets beside the values."""


def figure_name(id_: str, lang: str) -> str:
    """What a metric, a cell, or a row, column or part of the form is called."""
    if id_ in METRIC:
        return say(f"metric.{id_}", lang)
    section, item, *rest = id_.split(".")
    if not rest:
        return say("tables.every.part", lang, section=section_name(section, lang))
    row = say("tables.every.row", lang, section=section_name(section, lang)) if item == "*" else ""
    row = row or part_name("item", f"{section}.{item}", lang)
    column = say("tables.every.column", lang) if rest == ["*"] else column_name(section, rest[0], lang)
    return f"{row} · {column}"


def offered_name(id_: str, lang: str) -> str:
    """The same to choose by: in English, with the official name at hand."""
    name = figure_name(id_, lang)
    return name if lang == "zh" else f"{name} ({figure_name(id_, 'zh')})"


def part_name(dimension: str, part: str, lang: str) -> str:
    """What a figure, or its row or column on the form, is called; a reason stands behind the outcome it belongs to."""
    if dimension == "figure":
        return figure_name(part, lang)
    if part in METRIC:
        return say(f"metric.{part}", lang)
    if not part:
        return say("tables.of_metric", lang)
    section, id_ = part.split(".")
    if dimension == "column":
        return column_name(section, id_, lang)
    # The form calls it by the same word as the column of totals.
    name = say("metric.total_processed", lang) if id_ == "total_processed" else item_name(section, id_, lang)
    group = _GROUP.get(id_) if section == "requests" else None
    return f"{item_name(section, group, lang)} · {name}" if group else name


def names(snapshot: Snapshot, dimension: str, ids: Iterable[Id], lang: str) -> dict[Id, str]:
    """What the ids of a dimension are called."""
    unique = list(dict.fromkeys(ids))
    unknown = say("cli.unknown", lang)
    if dimension == "district":
        places: dict[Id, str] = {
            p.code: p.name if p.level == "county" else say("tables.own_bodies", lang, name=p.name)
            for p in options.places(snapshot)
        }
        return {i: places.get(i, str(i) if i else unknown) for i in unique}
    if dimension == "body":
        bodies = dict(snapshot.rows("bodies", ("body_id", "agency")).iter_rows())
        return {i: _body(i, bodies, lang) for i in unique}
    return {i: _name(dimension, i, lang) if i not in (None, "") else unknown for i in unique}


def _body(id_: Id, bodies: Mapping[str, str], lang: str) -> str:
    body, scope = str(id_).split(ID_SEPARATOR) if id_ else ("", "own")
    name = bodies.get(body, say("cli.unknown", lang))
    return say("tables.whole_area", lang, name=name) if scope == "area" else name


def _name(dimension: str, id_: Id, lang: str) -> str:
    text = str(id_)
    if dimension in OF_FIGURES:
        return part_name(dimension, text, lang)
    if dimension == "kind":
        return getattr(_KINDS[text], lang) if text in _KINDS else text
    if dimension == "level":
        return say(f"level.{text}", lang)
    if dimension == "city":
        province, city = text.split(ID_SEPARATOR)
        if not city:
            return say("tables.own_bodies", lang, name=province) if province else say("cli.unknown", lang)
        return city
    return text


@dataclass(frozen=True)
class Captions:
    """The words of a table: by dimension in the rows the name of each id, the names over each column, that of totals.

    bases: what the sum of each row consists of.
    """

    rows: Mapping[str, Mapping[Id, str]]
    columns: tuple[tuple[str, ...], ...]
    total: str
    bases: Sequence[RowBasis] = ()


def captions(snapshot: Snapshot, table: Pivot, lang: str) -> Captions:
    """What the rows and columns of a table are called; where there is one figure, no column repeats its name.

    A column of a year that is not due says so, and a total over the columns names such years.
    """
    layout = table.question
    rows = {d: names(snapshot, d, table.rows[d].unique(maintain_order=True), lang) for d in layout.rows}
    named = [d for d in layout.columns if not _alone(layout, d)]
    of = {d: names(snapshot, d, (c.key[d] for c in table.columns), lang) for d in named}
    total = _total(layout.columns, lang)
    not_due = open_years(table.years, date.today()) if "year" in layout.columns else []
    if not_due:
        years = say("list.comma", lang).join(map(str, not_due))
        total = say("tables.with_not_due", lang, total=total, years=years)
        of["year"] |= {y: say("basis.not_due", lang, basis=y) for y in not_due}
    over = tuple(_names_over(c, named, of, total) for c in table.columns)
    return Captions(rows, over, _total(layout.rows, lang), row_bases(snapshot, table, lang))


def _total(side: Sequence[str], lang: str) -> str:
    """What a total over a side is called; a city's own area report is another total of the same thing than its districts'."""
    return say("tables.total.district" if "district" in side else "tables.total", lang)


def _alone(layout: Layout, dimension: str) -> bool:
    """Whether a dimension of columns says the same for all of them: the one figure of the table."""
    return dimension == "figure" and len(layout.figures) == 1 and len(layout.columns) > 1


def _names_over(
    column: Column, dimensions: list[str], of: Mapping[str, Mapping[Id, str]], total: str
) -> tuple[str, ...]:
    return tuple(total if column.total and d not in OF_FIGURES else of[d][column.key[d]] for d in dimensions)


def sentence(table: Pivot, ids: Sequence[str], lang: str) -> str:
    """A table in a sentence: figures, rows and columns, years, and how many reports it adds up; ids: the figures as they
    were chosen, rows, columns and parts of the form among them.
    """
    layout = table.question
    if not table.years:
        return ""
    named = [figure_name(f, lang) for f in ids[:_NAMED]]
    figures = say("list.comma", lang).join(named)
    if len(ids) > _NAMED:
        figures = say("tables.and_more", lang, names=figures, n=len(ids))
    sides = {
        side: say("list.comma", lang).join(say(f"dimension.{d}", lang) for d in ids if not _alone(layout, d))
        or say("tables.none", lang)
        for side, ids in (("rows", layout.rows), ("columns", layout.columns))
    }
    first, last = table.years[0], table.years[-1]
    years = str(first) if first == last else f"{first}–{last}"
    height = table.rows.filter(~pl.col("total")).height
    return say(
        f"tables.answer.{addends(layout)}",
        lang,
        figures=figures,
        years=years,
        **sides,
        height=number(height),
        width=number(sum(not c.total for c in table.columns)),
        reports=number(table.reports),
    )


class ExportTable(NamedTuple):
    """A table to save, and the heading of each of its columns; shares: the columns whose figures are all rates."""

    rows: pl.DataFrame
    headings: dict[str, str]
    shares: tuple[str, ...] = ()


def export_table(snapshot: Snapshot, table: Pivot, lang: str, extras: tuple[str, ...] = ()) -> ExportTable:
    """The whole table with words for its rows, and the headings of its columns.

    A place or body stands beside its code, a row beside its basis and the years in which its sum is partial; a column with
    empty cells is followed by one that says why they are empty, one whose figures not all reports give by two that say how
    many do. extras: `over` sets n and N beside rates, `reports` how many reports have a figure, of how many, always.
    """
    layout, words = table.question, captions(snapshot, table, lang)
    columns: list[_SavedColumn] = []
    for d in layout.rows:
        word = pl.col(d).replace_strict(words.rows[d], default=None, return_dtype=pl.String)
        word = word if d in OF_FIGURES else pl.when("total").then(pl.lit(words.total)).otherwise(word)
        columns.append(_SavedColumn(d, word, say(f"dimension.{d}", lang)))
        if d in ("district", "body"):
            code = pl.col(d).str.split_exact(ID_SEPARATOR, 1).struct[0]
            columns.append(_SavedColumn(f"{d}.id", code, say(f"tables.id.{d}", lang)))
    for name, heading in (("words", "column.rests_on"), ("partial", "column.partial")):
        texts = pl.Series([getattr(b, name) for b in words.bases], dtype=pl.String)
        columns.append(_SavedColumn(f"basis.{name}", pl.lit(texts), say(heading, lang)))
    for i, names_over in enumerate(words.columns):
        heading = " · ".join(n for n in names_over if n) or figure_name(layout.figures[0], lang)
        columns += _saved_columns(table.rows, str(i), heading, extras, lang)
    frame = table.rows.select(c.values.alias(c.name) for c in columns)
    return ExportTable(frame, {c.name: c.heading for c in columns}, tuple(c.name for c in columns if c.share))


class _SavedColumn(NamedTuple):
    """A column to save: its name, its values, its heading; share: whether all of its figures are rates."""

    name: str
    values: pl.Expr
    heading: str
    share: bool = False


def _saved_columns(
    rows: pl.DataFrame, name: str, heading: str, extras: tuple[str, ...], lang: str
) -> Iterator[_SavedColumn]:
    """What is saved of one column of the table: its value, why cells are empty where some are, and extras."""
    is_rate, figures = rows[f"{name}.over"].is_not_null(), rows[name].is_not_null()
    rates = bool(is_rate.any())
    values = pl.col(name) if rates else _whole_numbers(rows[name])
    yield _SavedColumn(name, values, heading, share=rates and bool((is_rate | ~figures).all()))
    state = f"{name}.state"
    if (rows[state] != "number").any():
        reasons = {s: say(f"tables.state.{s}", lang) for s in ("blank", "none", "not_due", "na")}
        reason = pl.col(state).replace_strict(reasons, default=None, return_dtype=pl.String)
        yield _SavedColumn(state, reason, say("tables.why", lang, name=heading))
    lacking = (rows[f"{name}.reports"] < rows[f"{name}.filed"]).any()
    for extra in dict.fromkeys((*extras, *(("reports",) if lacking else ()))):
        if extra != "over" or rates:
            for part in _EXTRAS[extra]:
                values, title = pl.col(f"{name}.{part}"), say(f"tables.extra.{part}", lang, name=heading)
                yield _SavedColumn(f"{name}.{part}", values, title)


def _whole_numbers(values: pl.Series) -> pl.Expr:
    """A column of floats, as Int64 where all of them are whole numbers that a float holds exactly."""
    numbers = values.drop_nulls()
    whole = numbers.len() and (numbers == numbers.round()).all() and (numbers.abs() <= 2**53).all()
    return pl.col(values.name).cast(pl.Int64) if whole else pl.col(values.name)
