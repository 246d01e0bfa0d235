"""Figures of a survey → paragraphs, charts and tables of a briefing: the makings that its sections share."""

from collections.abc import Mapping, Sequence

from loaders.form.metrics import METRIC
from loaders.language.numbers import rate, share, strip_markdown
from loaders.output.briefing.model import Chart, Paragraph, Series, Table
from loaders.output.briefing.sources import Sources, name
from loaders.output.briefing.survey import Survey
from loaders.output.changes import basis, short, why_none
from loaders.query.same_reports import parts_of

_GAP = "┊"
"""What stands below a chart where its lines break."""


def paragraph(text: str, notes: tuple[int, ...] = ()) -> list[Paragraph]:
    """A paragraph without Markdown's marks; none for no text."""
    return [Paragraph(strip_markdown(text), notes)] if text else []


def over_years(
    s: Survey,
    sources: Sources,
    kind: str,
    title: str,
    unit: str,
    drawn: Sequence[tuple[str, str]],
    called: Sequence[str] = (),
) -> list[Chart]:
    """A chart of figures (id, colour's meaning) over the years shown; none where fewer than two years have any, or none but 0.

    Lines break before the years that are not compared: a place without a figure stands between.
    """
    ids = [i for i, _ in drawn]
    names = called or [name(i, s.lang) for i in ids]
    rows = s.past
    of_years = list(rows.select(ids).iter_rows())
    if sum(any(v is not None for v in r) for r in of_years) < 2 or not any(v for r in of_years for v in r):
        return []
    years = list(range(min(rows["year"]), max(rows["year"]) + 1))
    at = {r["year"]: r for r in rows.iter_rows(named=True)}
    apart = sorted({y for i in ids for y in s.found.breaks.of(i) if years[0] < y <= years[-1]})
    places = [p for y in years for p in ((None, y) if kind == "lines" and y in apart else (y,))]
    series = tuple(
        Series(n, meaning, tuple(at[y].get(i) if y in at else None for y in places))
        for n, (i, meaning) in zip(names, drawn, strict=True)
    )
    if apart:
        unit += s.say("briefing.changed_unit", years=s.say("list.comma").join(map(str, apart)))
    if any(s.mark(y) for y in years):
        unit += s.say("list.semicolon") + s.say("basis.legend")
    notes = sources.years(ids)
    names_of = {y: f"{y}{s.mark(y)}" for y in years}
    categories = [_GAP if p is None else names_of[p] for p in places]
    return [chart(s, kind, title, unit, categories, series, notes)]


def chart(
    s: Survey,
    kind: str,
    title: str,
    unit: str,
    categories: Sequence[str],
    series: Sequence[Series],
    notes: tuple[int, ...],
) -> Chart:
    """A chart, with what it shows in words: every figure of it. Of what has no figure nothing is said: the table does."""
    said = [
        s.say(
            "briefing.alt.series",
            name=line.name,
            values=s.say("list.comma").join(
                s.say("briefing.alt.value", category=c, value=s.figure(v))
                for c, v in zip(categories, line.values, strict=True)
                if v is not None
            ),
        )
        for line in series
    ]
    alt = s.say("briefing.alt", title=title, unit=unit, series=s.say("list.semicolon").join(said))
    return Chart(kind, title, unit, tuple(categories), tuple(series), alt, notes)  # type: ignore[arg-type]


def beside(s: Survey, sources: Sources, title: str, ids: Sequence[str]) -> Table:
    """Figures of the year beside those of the year before, if there are any, with the change: counts in per cent, rates in
    points.
    """
    now = s.found.now
    # Of other bodies, the year before is shown all the same; the change is that of the same bodies.
    rows_of = {r["year"]: r for r in s.found.every.iter_rows(named=True)}
    year = s.year or 0
    earlier = rows_of.get(year - 1, {})
    figure, *of_years = (
        s.say("briefing.figure"),
        *(s.say("briefing.of_year", year=y) + s.mark(y) for y in (year, year - 1)),
    )
    if not earlier:
        alone = tuple((name(i, s.lang), counted(s, now, i)) for i in ids)
        return Table(title, (figure, of_years[0]), alone, (False, True), sources.year(ids))
    changes = {i: s.found.changes[i] for i in ids}
    rows = tuple(
        (name(i, s.lang), counted(s, now, i), counted(s, earlier, i), short(c, s.lang) or why_none(c, s.lang))
        for i, c in changes.items()
    )
    headings = (figure, *of_years, s.say("briefing.change"))
    return Table(title, headings, rows, (False, True, True, True), sources.year(ids))


def by_year(s: Survey, sources: Sources, title: str, ids: Sequence[str], called: Sequence[str] = ()) -> Table:
    """Figures by year, the latest first, with how many reports were added up, and what the total consists of.

    Where this is the same in every year, it stands below the table, once.
    """
    names = list(called) or [name(i, s.lang) for i in ids]
    years = list(s.past.sort("year", descending=True).iter_rows(named=True))
    rests_on = [(s.figure(r["reports"]), s.bases[r["year"]].words if r["year"] in s.bases else "") for r in years]
    alike = len(years) > 1 and len(set(rests_on)) == 1
    rows = tuple(
        (str(r["year"]), *(() if alike else on), *(counted(s, r, i) for i in ids))
        for r, on in zip(years, rests_on, strict=True)
    )
    basis_heads = () if alike else (s.say("column.reports_added"), s.say("column.rests_on"))
    numeric = (False, *(() if alike else (True, False)), *(True for _ in names))
    remark = s.say("briefing.all_on", n=rests_on[0][0], basis=rests_on[0][1]) if alike else ""
    return Table(title, (s.say("column.year"), *basis_heads, *names), rows, numeric, sources.years(ids), remark)


def counted(s: Survey, row: Mapping[str, float | None], id_: str) -> str:
    """A figure of a row of sums as it stands in a table: a rate with its n and N, and how many reports give it where not
    all do.
    """
    is_rate = id_ in METRIC and METRIC[id_].rate
    if row.get(id_) is None and row.get("year"):
        return s.missing(int(row["year"] or 0), id_)
    text = rate(row.get(id_), row.get(f"{id_}.over"), s.lang) if is_rate else s.figure(row.get(id_))
    return text + given(s, row, id_)


def given(s: Survey, row: Mapping[str, float | None], id_: str) -> str:
    """How many reports give a figure of a row of sums, of those that count; empty where all do."""
    return basis(int(row.get(f"{id_}.reports") or 0), int(row.get("reports") or 0), s.lang)


def parted(s: Survey, values: Sequence[tuple[str, str]], over: str) -> str:
    """`予以公开 12 件（40.0%）、…`: the parts of a whole that are not 0, each with its share of it in the reports that
    give both.

    values: what the parts are called, and their ids; over: the id of the whole.
    """
    texts, parts = [], parts_of(s.snapshot, s.filters.only(s.year), [i for _, i in values], over)
    for called, id_ in values:
        value, of = s.found.now.get(id_), parts[id_]
        if value == 0:
            continue
        text, base = share(of.n, of.over, s.lang)
        # Over fewer reports than the number itself, a share says what it is of.
        part = (text if of.n == value else text + base) if base else ""
        key = "briefing.part_share" if part else "briefing.part_only"
        texts.append(s.say(key, name=called, n=s.figure(value), share=part) + given(s, s.found.now, id_))
    return s.say("list.comma").join(texts)
