"""Requests: how many came and were answered, with what outcome and on what grounds, and who asked."""

import polars as pl
import streamlit as st

from loaders.form.metrics import DENIED, NOT_PROCESSED, OTHER_PARTS, UNAVAILABLE
from loaders.form.vocabulary import APPLICANTS, REQUEST_ITEMS
from loaders.language.numbers import rate, share
from loaders.language.words import column_name, item_name, number
from loaders.output import summaries
from loaders.query.mismatches import REQUESTS
from loaders.query.sums import sums
from loaders.query.years import over_years
from pages.requests.figures import Node, flow, grid
from pages.shared.charts.alt_text import lacking, parts, spans
from pages.shared.charts.base import Series
from pages.shared.charts.palette import Palette
from pages.shared.charts.share_bars import rows_of, share_bars
from pages.shared.charts.tree_bars import TreeRow, tree_bars
from pages.shared.charts.trend import trend
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.session import current_session
from pages.shared.parts.breakdown import LEVELS, breakdown, follow_click
from pages.shared.parts.chart import chart
from pages.shared.parts.disagreements import disagreements
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports
from pages.shared.parts.source_line import source_line
from pages.shared.parts.table import table

VOLUMES = ("received_new", "carried_in", "total_processed", "carried_out")
OUTCOMES = ("granted", "partially_granted", "denied", "unavailable", "not_processed", "other")
GROUNDS = {"denied": DENIED, "unavailable": UNAVAILABLE, "not_processed": NOT_PROCESSED, "other": OTHER_PARTS}
CELLS = {o: tuple(f"requests.{i}" for i in (() if o == "other" else GROUNDS.get(o, ())) or (o,)) for o in OUTCOMES}
"""The rows of the form that an outcome is the sum of; 其他处理 is a row of its own."""
WHO = tuple(a.id for a in APPLICANTS if a.id != "total")
ASKERS = tuple(f"requests.received_new.{a}" for a in WHO)

session = current_session()
say, filters = session.say, st.session_state["filter"]
palette, lang = Palette(session.dark), session.lang
found = cached(over_years, filters, (*VOLUMES, "disclosure_rate", *OUTCOMES, *ASKERS))
shown, year, now = found.shown, found.year, found.now
head(session, say("menu.requests"), cached(summaries.requests, filters, lang))
if not shown.height:
    no_reports(session)
disagreements(filters, REQUESTS)
called = {m: say(f"metric.{m}") for m in (*VOLUMES, *OUTCOMES)}
outcomes = [Series(o, called[o], o) for o in OUTCOMES]
by_year = shown.sort("year", descending=True)
heading_year = {"year": say("column.year"), "reports": say("column.reports_added")}


chart(
    trend(
        shown,
        [
            Series("received_new", called["received_new"], "primary"),
            Series("carried_in", called["carried_in"], "outline", "dot"),
            Series("total_processed", called["total_processed"], "second"),
            Series("carried_out", called["carried_out"], "outline"),
        ],
        palette,
        lang,
    ),
    say("requests.volumes"),
    say("unit.requests") + lacking(shown, {v: called[v] for v in VOLUMES}, lang),
    "requests_volumes",
    spans(shown, {v: called[v] for v in VOLUMES}, lang),
    data=by_year.select("year", "reports", *VOLUMES),
    headings=heading_year | {v: called[v] for v in VOLUMES},
)

if now:
    came = [Node(called[v], now[v], m) for v, m in (("received_new", "primary"), ("carried_in", "carried_out"))]
    went = [Node(called[o], now[o], o) for o in (*OUTCOMES, "carried_out")]
    sides = [sum(n.value or 0 for n in side) for side in (came, went)]
    words = {"came": number(sides[0]), "went": number(sides[1]), "gap": number(abs(sides[0] - sides[1]))}
    balance = say("requests.flow.even" if sides[0] == sides[1] else "requests.flow.odd", **words)
    printed = sum(now[o] or 0 for o in OUTCOMES)
    if now["total_processed"] is not None and printed != now["total_processed"]:
        balance += say("requests.flow.total", parts=number(printed), printed=number(now["total_processed"]))
    of_year = shown.filter(pl.col("year") == year)
    chart(
        flow(
            came,
            went,
            say("requests.flow.middle", n=number(max(sides))),
            say("requests.flow.gap"),
            say("value.unasked"),
            palette,
            lang,
        ),
        say("requests.flow", year=year),
        say("requests.flow.unit", n=number(now["reports"])) + balance,
        "requests_flow",
        parts(say("requests.flow", year=year), [n.name for n in came], [n.value for n in came], lang)
        + say("list.semicolon")
        + parts(say("requests.flow.went"), [n.name for n in went], [n.value for n in went], lang)
        + say("list.semicolon")
        + balance,
        data=pl.DataFrame(
            {
                "side": [say("requests.flow.in")] * 2 + [say("requests.flow.out")] * 7,
                "name": [n.name for n in (*came, *went)],
                "n": pl.Series([n.value for n in (*came, *went)], dtype=pl.Int64),
            }
        ),
        headings={"side": say("requests.side"), "name": say("compare.metric"), "n": say("unit.requests.n")},
        wide=True,
    )

lines = rows_of(by_year, "year", outcomes, "total_processed", lang)
chart(
    share_bars(lines, outcomes, palette, lang),
    say("requests.outcomes"),
    say("unit.outcomes") + lacking(shown, {o: called[o] for o in OUTCOMES}, lang),
    "requests_outcomes",
    say("list.semicolon").join(parts(r.name, [s.name for s in outcomes], r.parts, lang) for r in lines),
    data=by_year.select("year", "reports", *OUTCOMES, "total_processed"),
    headings=heading_year | {o: called[o] for o in (*OUTCOMES, "total_processed")},
    wide=True,
)

grounds = tuple(f"requests.{i}.total" for members in GROUNDS.values() for i in members)
detail = cached(sums, filters.only(year), grounds)
if now and detail.height:
    cells, over, branches, apart, lines = detail.row(0, named=True), now["total_processed"], [], [], []

    def branch(name: str, level: int, n: float | None, outcome: str) -> None:
        """Adds a row of the tree, and of the table behind it."""
        part, base = share(n, over, lang)
        text = f"{number(n)} · {part}" if base else number(n) or part
        branches.append(TreeRow(name, level, n, text, f"{name}: {number(n) or part} {rate(n, over, lang)}", outcome))
        lines.append((called[outcome], name, n, over, n / over if n is not None and over else None))

    for outcome in OUTCOMES:
        branch(called[outcome], 0, now[outcome], outcome)
        members = GROUNDS.get(outcome, ())
        figures = [cells[f"requests.{m}.total"] for m in members]
        if all(v is None for v in figures):
            continue
        for m, v in zip(members, figures, strict=True):
            branch(say(f"requests.ground.{m}"), 1, v, outcome)
        if sum(v or 0 for v in figures) != now[outcome]:
            apart.append(
                say(
                    "requests.apart",
                    name=called[outcome],
                    n=number(now[outcome]) or say("value.unasked"),
                    parts=number(sum(v or 0 for v in figures)),
                )
            )
    chart(
        tree_bars(branches, palette, lang),
        say("requests.reasons", year=year),
        say("requests.reasons.unit", n=number(over) or say("value.unasked"), reports=number(now["reports"]))
        + (say("requests.reasons.apart", list=say("list.comma").join(apart)) if apart else ""),
        "requests_reasons",
        say(
            "spoken.list",
            name=say("requests.reasons", year=year),
            list=say("list.comma").join(f"{b.name} {b.text}" for b in branches),
        ),
        data=pl.DataFrame(
            lines,
            schema={"outcome": pl.String, "name": pl.String, "n": pl.Int64, "over": pl.Int64, "share": pl.Float64},
            orient="row",
        ),
        headings={
            "outcome": say("requests.outcome"),
            "name": say("requests.ground"),
            "n": say("unit.requests.n"),
            "over": called["total_processed"],
            "share": say("requests.share"),
        },
        wide=True,
    )

by, most, told = breakdown(filters, year, (*OUTCOMES, "total_processed"), "total_processed")
if most.height:
    lines = rows_of(most, "name", outcomes, "total_processed", lang)
    title = say("requests.outcomes_by", by=say(f"busiest.each.{by}"), year=year)
    clicked = chart(
        share_bars(lines, outcomes, palette, lang),
        title,
        say("unit.outcomes") + say("list.semicolon") + told,
        "requests_by",
        say("list.semicolon").join(parts(r.name, [s.name for s in outcomes], r.parts, lang) for r in lines),
        data=most.select("name", "reports", *OUTCOMES, "total_processed"),
        headings={"name": say(f"busiest.by.{by}"), "reports": heading_year["reports"]}
        | {o: called[o] for o in (*OUTCOMES, "total_processed")},
        wide=True,
        clicks=True,
    )
    if clicked:
        follow_click(by, most[by][int(clicked["y"])])
    disagreements(filters.only(year), REQUESTS, LEVELS[by])
else:
    st.info(say("busiest.none", year=year))

people = [
    Series(c, column_name("requests", a, lang), "other_applicant" if a == "other" else a)
    for c, a in zip(ASKERS, WHO, strict=True)
]
lines = rows_of(by_year, "year", people, "received_new", lang)
chart(
    share_bars(lines, people, palette, lang),
    say("requests.askers"),
    say("requests.askers.unit") + lacking(shown, {s.column: s.name for s in people}, lang),
    "requests_askers",
    say("list.semicolon").join(parts(r.name, [s.name for s in people], r.parts, lang) for r in lines),
    data=by_year.select("year", "reports", *ASKERS, "received_new"),
    headings=heading_year | {s.column: s.name for s in people} | {"received_new": called["received_new"]},
    wide=True,
)

every = (*WHO, "total")
answered = cached(sums, filters.only(year), tuple(f"{c}.{a}" for a in every for o in OUTCOMES for c in CELLS[o]))
if answered.height:
    line = answered.row(0, named=True)

    def added(outcome: str, who: str) -> float | None:
        """An outcome of one kind of applicant: the sum of its rows, null where none has a figure."""
        known = [v for c in CELLS[outcome] if (v := line[f"{c}.{who}"]) is not None]
        return sum(known) if known else None

    counts = [[added(o, a) for o in OUTCOMES] for a in every]
    names = [column_name("requests", a, lang) for a in every]
    chart(
        grid(counts, names, [called[o] for o in OUTCOMES], palette, lang),
        say("requests.who", year=year),
        say("requests.who.unit", n=number(line["reports"])),
        "requests_who",
        say("list.semicolon").join(
            parts(n, [called[o] for o in OUTCOMES], v, lang) for n, v in zip(names, counts, strict=True)
        ),
        data=pl.DataFrame(
            {"who": names} | {o: pl.Series([v[i] for v in counts], dtype=pl.Int64) for i, o in enumerate(OUTCOMES)}
        ),
        headings={"who": say("requests.applicant")} | {o: called[o] for o in OUTCOMES},
        wide=True,
    )

items = tuple(t.id for t in REQUEST_ITEMS)
by_item = cached(sums, filters, tuple(f"requests.{i}.total" for i in items)).sort("year", descending=True)
headings = heading_year | {f"requests.{i}.total": item_name("requests", i, lang) for i in items}
table(session, by_item, headings, say("menu.requests"), filters)
source_line(session, filters, year)
