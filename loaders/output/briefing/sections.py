"""A survey → the sections of a briefing on what was disclosed, asked for, answered and reviewed."""

from typing import Any

import polars as pl

from loaders.form.vocabulary import REVIEW_COLUMNS
from loaders.language.basis import basis_words
from loaders.language.words import column_name, item_name, number
from loaders.output import summaries
from loaders.output.bases import basis_of
from loaders.output.briefing.model import Block, Heading, Section, Series, Table
from loaders.output.briefing.parts import beside, by_year, chart, counted, given, over_years, paragraph, parted
from loaders.output.briefing.sources import Sources
from loaders.output.briefing.survey import DECISIONS, NORMS, OUTCOMES, REASONS, ROUTES, WHO, Survey
from loaders.output.briefing.text import gap
from loaders.query import options
from loaders.query.bases import BASIS, bases
from loaders.query.cell_states import cell_states
from loaders.query.sums import sums

KEY = (
    "received_new", "carried_in", "total_processed", "carried_out", "disclosure_rate", "carry_over_rate",
    "review_total", "correction_rate", "litigation_total",
)  # fmt: skip
COLOURS = ("primary", "second", "third")
RESULTS = {"upheld": "upheld", "corrected": "corrected", "other": "review_other", "pending": "pending"}
PLACES = 15
LISTED = 40
"""Places in a chart; rows of a table: a briefing is read, the rest stands on the page that the note names."""
BY_PLACE = ("received_new", "total_processed", "disclosure_rate", "review_total", "correction_rate")
_FORM = (
    "requests.received_new.total", "requests.carried_in.total", "requests.granted.total",
    "requests.partially_granted.total", "requests.total_processed.total", "requests.carried_out.total",
    "reviews.review.total", "reviews.litigation_direct.total", "reviews.litigation_after_review.total",
    "disclosure.normative_documents.in_force", "disclosure.permits.decisions", "disclosure.fees.amount_wan_yuan",
)  # fmt: skip


def overall(s: Survey, sources: Sources) -> Section:
    """What the year was like: the key figures beside the year before, and the requests over the years."""
    said = sources.year(("received_new", "disclosure_rate", "review_total"))
    flows = (("received_new", "primary"), ("total_processed", "second"))
    blocks: list[Block] = [
        *paragraph(summaries.overview(s.snapshot, s.filters, s.lang, s.day), said),
        beside(s, sources, s.say("briefing.key"), KEY),
        *over_years(s, sources, "lines", s.say("briefing.requests_years"), s.say("briefing.unit.requests"), flows),
        # A stock counts requests at a point of time, a flow those of a year: they have no common axis.
        *over_years(
            s, sources, "lines", s.say("briefing.open_years"), s.say("briefing.unit.open"), [("carried_out", "third")]
        ),
    ]
    if s.changed and s.past.height > 1:
        blocks += paragraph(s.say("briefing.changed", years=s.say("list.comma").join(map(str, s.changed))))
    return Section(s.say("briefing.part.overall"), tuple(blocks))


def disclosure(s: Survey, sources: Sources) -> Section:
    """Documents, decisions, fees; the counts of documents begin in 2021, with the form that asks for them."""
    norms = tuple(f"disclosure.normative_documents.{c}" for c in NORMS)
    decisions = tuple(f"disclosure.{i}.decisions" for i in DECISIONS)
    fees = "disclosure.fees.amount_wan_yuan"
    said = sources.year((norms[0], norms[2], decisions[0], fees))
    called = [s.say(f"column.{c}") for c in NORMS]
    unit = s.say("briefing.documents.unit")
    decided = [(i, c) for i, c in zip(decisions, COLOURS, strict=True)]
    names = [s.say(f"item.{i}") for i in DECISIONS]
    blocks: list[Block] = [
        *paragraph(summaries.disclosure(s.snapshot, s.filters, s.lang, s.day), said),
        *over_years(
            s, sources, "lines", s.say("briefing.documents"), unit, list(zip(norms[:2], COLOURS, strict=False)), called[:2]
        ),
        *over_years(
            s, sources, "lines", s.say("briefing.in_force"), s.say("briefing.in_force.unit"), [(norms[2], "third")], called[2:]
        ),
        *over_years(s, sources, "lines", s.say("briefing.decisions"), s.say("briefing.decisions.unit"), decided, names),
        by_year(
            s, sources, s.say("briefing.disclosure_years"), (*norms, *decisions, fees),
            [*(s.say("briefing.norms", column=c) for c in called), *names, s.say("metric.fees")],
        ),
    ]  # fmt: skip
    return Section(s.say("briefing.part.disclosure"), tuple(blocks))


def requests(s: Survey, sources: Sources, places: pl.DataFrame) -> Section:
    """How many came from whom, what became of them, for which reasons they were refused, and where."""
    now, year = s.found.now, s.year
    who = [f"requests.received_new.{a}" for a in WHO]
    blocks: list[Block] = [
        Heading(s.say("briefing.requests.received")),
        *paragraph(
            summaries.requests(s.snapshot, s.filters, s.lang, s.day),
            sources.year(("received_new", "total_processed", "disclosure_rate")),
        ),
        *paragraph(
            s.say(
                "briefing.who",
                parts=parted(
                    s,
                    [(column_name("requests", a, s.lang), c) for a, c in zip(WHO, who, strict=True)],
                    "received_new",
                ),
            ),
            sources.year((*who, "received_new")),
        ),
        Heading(s.say("briefing.requests.outcomes")),
        *paragraph(
            s.say(
                "briefing.outcomes",
                n=s.figure(now.get("total_processed")),
                basis=given(s, now, "total_processed"),
                parts=parted(s, [(s.say(f"metric.{o}"), o) for o in OUTCOMES], "total_processed"),
            ),
            sources.year((*OUTCOMES, "total_processed")),
        ),
        *over_years(
            s, sources, "shares", s.say("requests.outcomes"), s.say("briefing.unit.shares"),
            [(o, o) for o in OUTCOMES],
        ),
        by_year(s, sources, s.say("briefing.outcome_years"), (*OUTCOMES, "total_processed")),
    ]  # fmt: skip
    cells = [f"requests.{i}.total" for i in REASONS]
    rows = tuple(
        (item_name("requests", i.split("_")[0] if not i.startswith("not_") else "not_processed", s.lang),
         item_name("requests", i, s.lang), counted(s, now, c))
        for i, c in zip(REASONS, cells, strict=True)
        if now.get(c) != 0
    )  # fmt: skip
    headings = (s.say("briefing.outcome"), s.say("briefing.reason"), s.say("briefing.count"))
    title = s.say("briefing.reasons", year=year)
    if rows:
        remark = s.say("briefing.zeros") if len(rows) < len(cells) else ""
        table = Table(title, headings, rows, (False, False, True), sources.year(cells), remark)
        blocks += [Heading(s.say("briefing.requests.reasons")), table]
    if places.height > 1 and places["received_new"].sum():
        top = places.filter(pl.col("received_new").is_not_null()).head(PLACES)
        of = s.say("briefing.first", n=top.height, all=number(places.height)) if places.height > PLACES else ""
        line = Series(s.say("metric.received_new"), "primary", tuple(top["received_new"]))
        title = s.say("briefing.received_places", year=year)
        notes = sources.places(("received_new",), int(places["reports"].sum()))
        unit = s.say("briefing.unit.requests") + of
        if (top["mark"] != "").any():
            unit += s.say("list.semicolon") + s.say("basis.legend")
        drawn = chart(s, "bars", title, unit, (top["name"] + top["mark"]).to_list(), (line,), notes)
        blocks += [Heading(s.say("briefing.requests.places")), drawn]
    return Section(s.say("briefing.part.requests"), tuple(blocks))


def reviews(s: Survey, sources: Sources) -> Section:
    """Reviews and court cases: results of the year, and their number over the years."""
    now = s.found.now
    columns = tuple(c.id for c in REVIEW_COLUMNS)
    routes = [item_name("reviews", r, s.lang) for r in ROUTES]
    results = [column_name("reviews", c, s.lang) for c in columns]
    totals = [f"reviews.{r}.total" for r in ROUTES]
    every = [f"reviews.{r}.{c}" for r in ROUTES for c in columns]
    said = sources.year(("review_total", "correction_rate", "correction_rate_all", *totals[1:]))
    notes = sources.year(every)
    series = [
        Series(column_name("reviews", c, s.lang), meaning, tuple(now.get(f"reviews.{r}.{c}") for r in ROUTES))
        for c, meaning in RESULTS.items()
    ]
    title = s.say("briefing.results", year=s.year)
    blocks: list[Block] = [
        *paragraph(summaries.reviews(s.snapshot, s.filters, s.lang, s.day), said),
        *paragraph(
            s.say(
                "briefing.correction",
                decided=counted(s, now, "correction_rate"),
                all=counted(s, now, "correction_rate_all"),
            ),
            said,
        ),
    ]
    if any(v for line in series for v in line.values):
        blocks.append(chart(s, "shares", title, s.say("briefing.unit.shares"), routes, series, notes))
    blocks += [
        Table(
            title,
            (s.say("briefing.route"), *results),
            tuple(
                (called, *(counted(s, now, f"reviews.{r}.{c}") for c in columns))
                for r, called in zip(ROUTES, routes, strict=True)
            ),
            (False, *(True for _ in columns)),
            notes,
        ),
        *over_years(
            s, sources, "lines", s.say("briefing.review_years"), s.say("briefing.unit.cases"),
            list(zip(totals, COLOURS, strict=True)), routes,
        ),
    ]  # fmt: skip
    return Section(s.say("briefing.part.reviews"), tuple(blocks))


def by_place(s: Survey) -> pl.DataFrame:
    """The sums of the year by place with their names and the marks of sums, most requests first and partial sums last;
    without rows where there is no year.
    """
    if s.year is None:
        return pl.DataFrame(schema={"division": pl.String, "name": pl.String, "received_new": pl.Int64})
    found = sums(s.snapshot, s.filters.only(s.year), BY_PLACE, ("division",))
    names = {p.code: (p.name, p.level) for p in options.places(s.snapshot)}
    called = [
        _called(s, *names.get(d, (d, "county"))) if d else s.say("coverage.no_division") for d in found["division"]
    ]
    of = bases(s.snapshot, s.filters.only(s.year), "district").select("division", *BASIS)
    rows = found.with_columns(name=pl.Series(called, dtype=pl.String)).join(of, on="division", how="left")
    basis = [basis_of(a or 0, n or 0, m or 0, s.lang) for a, n, m in rows.select(BASIS).iter_rows()]
    rows = rows.with_columns(
        mark=pl.Series([b.mark for b in basis], dtype=pl.String),
        partial=pl.Series([b.partial for b in basis], dtype=pl.Boolean),
    )
    return rows.sort("partial", "received_new", "division", descending=[False, True, False], nulls_last=True)


def _called(s: Survey, name: str, level: str) -> str:
    """A place; where it is more than a district, its figures are those of its own bodies."""
    return name if level == "county" else s.say("briefing.own_level", place=name)


def _basis(s: Survey, row: dict[str, Any]) -> str:
    """What the figures of a place rest on: its area report, or k of m bodies."""
    if row["division"] is None:
        return basis_words(0, row["reports"], None, s.lang)
    return basis_words(row["areas"], row["bodies"], row["expected"], s.lang)


def attached(s: Survey, sources: Sources, places: pl.DataFrame) -> Section:
    """Tables: the key figures by year and by place, and in which state the cells of the form are."""
    tables: list[Block] = [by_year(s, sources, s.say("briefing.key_years"), BY_PLACE)]
    if places.height > 1:
        rows = places.head(LISTED)
        remark = s.say("briefing.by_place")
        if places.height > LISTED:
            remark += gap(s.lang) + s.say("briefing.first_rows", n=LISTED, all=number(places.height))
        tables.append(
            Table(
                s.say("briefing.key_places", year=s.year),
                (s.say("column.place"), s.say("column.rests_on"), *(s.say(f"metric.{i}") for i in BY_PLACE)),
                tuple(
                    (r["name"], _basis(s, r), *(counted(s, r, i) for i in BY_PLACE)) for r in rows.iter_rows(named=True)
                ),
                (False, False, *(True for _ in BY_PLACE)),
                sources.places(BY_PLACE, int(places["reports"].sum())),
                remark,
            )
        )
    tables.append(_cells(s, sources))
    return Section(s.say("briefing.part.tables"), tuple(tables))


def _cells(s: Survey, sources: Sources) -> Table:
    found = cell_states(s.snapshot, s.filters, s.year or 0, _FORM)
    heads = ("reports", "numbers", "zeros", "blank", "not_applicable", "unreadable", "unlisted")
    rows = []
    for state in found:
        section, item, column = state.cell.split(".")
        called = s.say(
            "briefing.cell", item=item_name(section, item, s.lang), column=column_name(section, column, s.lang)
        )
        counts = [getattr(state, head) for head in heads]
        rows.append((called, *map(number, counts)))
    headings = (s.say("briefing.form_cell"), *(s.say(f"briefing.state.{h}") for h in heads))
    notes = sources.plain(s.say("briefing.note.states", year=s.year))
    numeric = (False, *(True for _ in heads))
    return Table(
        s.say("briefing.cells", year=s.year), headings, tuple(rows), numeric, notes, s.say("briefing.cells.remark")
    )
