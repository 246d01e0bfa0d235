"""Figures of a survey → paragraphs, charts and tables of a briefing: the makings that its sections share."""

from collections.abc import Collection, Mapping, Sequence

from loaders.form.metrics import METRIC
from loaders.language.numbers import rate, share, strip_markdown
from loaders.output.briefing.model import Chart, Paragraph, Series, Table
from loaders.output.briefing.sources import Sources, name
from loaders.output.briefing.survey import Survey
from loaders.output.changes import short, why_none


def paragraph(text: str, *notes: int) -> list[Paragraph]:
    """A paragraph without Markdown's marks; none for no text."""
    return [Paragraph(strip_markdown(text), notes)] if text else []


def over_years(
    s: Survey,
    sources: Sources,
    kind: str,
    title: str,
    unit: str,
    drawn: Sequence[tuple[str, str]],
    page: str,
    called: Sequence[str] = (),
) -> list[Chart]:
    """A chart of figures (id, colour's meaning) over the years shown; none where fewer than two years have any."""  # fmt: skip
    ids = [i for i, _ in drawn]
    names = called or [name(i, s.lang) for i in ids]
    rows = s.past
    if rows.height < 2 or sum(any(r[i] is not None for i in ids) for r in rows.iter_rows(named=True)) < 2:
        return []
    years = list(range(min(rows["year"]), max(rows["year"]) + 1))
    at = {r["year"]: r for r in rows.iter_rows(named=True)}
    series = tuple(
        Series(n, meaning, tuple(at.get(y, {}).get(i) for y in years))
        for n, (i, meaning) in zip(names, drawn, strict=True)
    )
    if s.changed:
        unit += s.say("briefing.changed_unit", years=s.say("list.comma").join(map(str, s.changed)))
    note = sources.years(ids, page)
    return [chart(s, kind, title, unit, [str(y) for y in years], series, note, {str(y) for y in at})]


def chart(
    s: Survey,
    kind: str,
    title: str,
    unit: str,
    categories: Sequence[str],
    series: Sequence[Series],
    note: int,
    there: Collection[str] | None = None,
) -> Chart:
    """A chart, with what it shows in words: every figure of it.

    there: the categories that have reports, if not all; of the others it is not said that their figures are blank.
    """
    said = [
        s.say(
            "briefing.alt.series",
            name=line.name,
            values=s.say("list.comma").join(
                s.say("briefing.alt.value", category=c, value=s.figure(v))
                for c, v in zip(categories, line.values, strict=True)
                if there is None or c in there
            ),
        )
        for line in series
    ]
    alt = s.say("briefing.alt", title=title, unit=unit, series=s.say("list.semicolon").join(said))
    return Chart(kind, title, unit, tuple(categories), tuple(series), alt, (note,))  # type: ignore[arg-type]


def beside(s: Survey, sources: Sources, title: str, ids: Sequence[str], page: str) -> Table:
    """Figures of the year beside those of the year before, with the change: counts in per cent, rates in points."""
    now = s.found.now
    # Of other bodies, the year before is shown all the same; the change is that of the same bodies.
    rows_of = {r["year"]: r for r in s.found.every.iter_rows(named=True)}
    earlier = rows_of.get((s.year or 0) - 1, {})
    rows = []
    for id_ in ids:
        if id_ in METRIC and METRIC[id_].rate:
            over = f"{id_}.over"
            told = [rate(r.get(id_), r.get(over), s.lang) if r else s.say("value.none") for r in (now, earlier)]
        else:
            told = [s.figure(r.get(id_)) if r else s.say("value.none") for r in (now, earlier)]
        change = s.found.changes[id_]
        rows.append((name(id_, s.lang), *told, short(change, s.lang) or why_none(change, s.lang)))
    year = s.year or 0
    headings = (
        s.say("briefing.figure"),
        *(s.say("briefing.of_year", year=y) for y in (year, year - 1)),
        s.say("briefing.change"),
    )
    return Table(title, headings, tuple(rows), (False, True, True, True), (sources.year(ids, page),), "")


def by_year(
    s: Survey, sources: Sources, title: str, ids: Sequence[str], page: str, called: Sequence[str] = ()
) -> Table:
    """Figures by year, the latest first, with how many reports were added up."""
    headings = (s.say("column.year"), s.say("column.reports_added"), *(called or [name(i, s.lang) for i in ids]))
    rows = []
    for row in s.past.sort("year", descending=True).iter_rows(named=True):
        rows.append((str(row["year"]), s.figure(row["reports"]), *(cell(s, row, i) for i in ids)))
    numeric = (False, *(True for _ in headings[1:]))
    return Table(title, headings, tuple(rows), numeric, (sources.years(ids, page),))


def cell(s: Survey, row: Mapping[str, float | None], id_: str) -> str:
    """A figure of a row of sums as it stands in a table: a rate with its n and N."""
    if id_ in METRIC and METRIC[id_].rate:
        return rate(row.get(id_), row.get(f"{id_}.over"), s.lang)
    return s.figure(row.get(id_))


def parted(s: Survey, values: Sequence[tuple[str, float | None]], over: float | None) -> str:
    """`予以公开 12 件（40.0%）、…`: parts of a whole, each with its share of it."""
    texts = []
    for called, value in values:
        part = share(value, over, s.lang)[0] if value is not None else ""
        key = "briefing.part_share" if part else "briefing.part_only"
        texts.append(s.say(key, name=called, n=s.figure(value), share=part))
    return s.say("list.comma").join(texts)
