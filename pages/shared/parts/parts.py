"""The parts that every page is made of: head, chart with its title, table with downloads, source line."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import polars as pl
import pyarrow as pa
import streamlit as st

from loaders.language.numbers import escape_markdown
from loaders.language.words import number, official
from loaders.output.tables import write
from loaders.query import coverage, sums
from loaders.query.filter_urls import filter_words
from loaders.query.filters import Filter
from pages.shared.charts.cached import FinishedFigure
from pages.shared.charts.figure import Figure
from pages.shared.charts.palette import Palette
from pages.shared.charts.plot import ChartFrame, plot
from pages.shared.frame.cached_queries import cached, cached_for
from pages.shared.frame.session import Session, current_session
from pages.shared.parts import chart_data


def head(session: Session, title: str, answer: str) -> None:
    """The page's title, whether the data are real, and the sentence that answers its question."""
    st.title(escape_markdown(title), anchor=False)
    if session.store.synthetic:
        st.warning(session.say("page.synthetic"), icon=":material/science:")
    if answer:
        st.markdown(answer)


def chart(
    figure: Figure | FinishedFigure,
    title: str,
    subtitle: str,
    key: str,
    alt: str,
    *,
    data: pl.DataFrame | None = None,
    headings: Mapping[str, str] | None = None,
    shares: Sequence[str] = (),
    gap: str | None = None,
    wide: bool = False,
    clicks: bool = False,
    among: Filter | None = None,
) -> dict | None:
    """A figure below its title and subtitle, and what was clicked on it since the last run, where clicks are asked for.

    data, headings, shares, gap: the rows behind it, to be read and taken away, as for `table`. A wide one is scrolled on a
    narrow screen rather than squeezed. among: the filter that it shows, if that is not the page's.
    """
    session = current_session()
    say = session.say
    # A saved picture leaves the page that says what its data are.
    name = f"{title} · {say('data.demo')}" if session.store.synthetic else title
    tools = {t: say(f"chart.{t}") for t in ("table", "data", "picture")}
    rows = "" if data is None else _kept(session, data, headings or {}, title, shares, gap, among)
    ground = Palette(session.dark)["ground"]
    return plot(
        figure, key, ChartFrame(title, subtitle, alt, name, ground, rows, tools, wide, clicks, session.lang == "en")
    )


def _kept(
    session: Session,
    data: pl.DataFrame,
    headings: Mapping[str, str],
    title: str,
    shares: Sequence[str],
    gap: str | None,
    among: Filter | None,
) -> str:
    """The address of the rows behind a chart."""
    say, filters = session.say, among or st.session_state["filter"]
    frame = data.select(list(headings)) if headings else data
    token = chart_data.register_rows(
        chart_data.ChartRows(
            frame,
            tuple(headings.values()) or tuple(frame.columns),
            tuple(shares),
            say("value.unasked") if gap is None else gap,
            tuple(description(session, title, filters, frame.height)),
            (say("sheet.about"), say("sheet.data")),
            f"{title}_{_slug(session, filters)}_{date.today().isoformat()}",
            say("table.first", n=number(chart_data.READ), all=number(frame.height)),
        )
    )
    return chart_data.PATH.format(token=token, format="").removesuffix(".")


def table(
    session: Session,
    frame: pl.DataFrame,
    headings: dict[str, str],
    name: str,
    filters: Filter,
    shares: Sequence[str] = (),
    gap: str | None = None,
    whole: tuple[int, Callable[[], pl.DataFrame]] | None = None,
    links: Mapping[str, str] | None = None,
) -> None:
    """A table and its downloads: CSV for Excel, a workbook with a first sheet, Parquet with the same as metadata.

    shares: the columns that are shown in per cent; downloads hold them as parts of 1. gap: what stands where there is
    no figure, if that is not a cell that is blank or was not asked. whole: where the frame is the beginning of a long
    table, how many rows that has and how to get it; downloads hold all of it. links: the columns of addresses, each with the word that is seen; downloads do without them.
    """
    links = links or {}
    taken = {c: h for c, h in headings.items() if c not in links}
    shown = frame.select(list(headings))
    st.dataframe(
        to_arrow(shown.with_columns(pl.col(c) * 100 for c in shares if c in shown.columns)),
        column_config={
            c: st.column_config.LinkColumn(h, display_text=links[c], width="small")
            if c in links
            else _column(shown.schema[c], c, h, c in shares, official(c) if session.lang == "en" else None)
            for c, h in headings.items()
        },
        hide_index=True,
        placeholder=session.say("value.unasked") if gap is None else gap,
        width="stretch",
        alt=name,
    )
    every = whole[0] if whole else shown.height
    if every > shown.height:
        st.caption(session.say("table.first", n=number(shown.height), all=number(every)))
    fetch = whole[1] if whole and every > shown.height else lambda: frame
    about = description(session, name, filters, every)
    day = date.today().isoformat()
    with st.container(horizontal=True):
        for format in ("csv", "xlsx", "parquet"):
            st.download_button(
                session.say(f"download.{format}"),
                data=lambda f=format: write(
                    fetch().select(list(taken)),
                    f,
                    about=about,
                    sheets=(session.say("sheet.about"), session.say("sheet.data")),
                    headings=None if f == "parquet" else list(taken.values()),
                    bom=True,
                ),
                file_name=f"{name}_{_slug(session, filters)}_{day}.{format}",
                mime=chart_data.MIME[format],
                on_click="ignore",
                key=f"download_{name}_{format}",
                icon=":material/download:",
            )


def to_arrow(frame: pl.DataFrame) -> pa.Table:
    """The frame as Streamlit sends it: given another, it takes a detour, and Python's lock along while Polars is busy."""
    return pa.table({c.name: c.to_arrow(compat_level=pl.CompatLevel.oldest()) for c in frame.get_columns()})


def _column(dtype: pl.DataType, name: str, heading: str, share: bool, help: str | None) -> object:
    """How a column is shown; help: the form's own words for it, one hover away."""
    if share:
        return st.column_config.NumberColumn(heading, format="%.1f%%", help=help)
    if name in ("points", "difference"):
        return st.column_config.NumberColumn(heading, format="%+.1f" if name == "points" else "localized", help=help)
    if dtype == pl.Date:
        return st.column_config.DateColumn(heading, format="YYYY-MM-DD")
    if dtype.is_numeric() and name != "year":
        return st.column_config.NumberColumn(heading, format="localized", help=help)
    return (
        st.column_config.NumberColumn(heading, format="%d")
        if name == "year"
        else st.column_config.Column(heading, help=help)
    )


def description(session: Session, name: str, filters: Filter, rows: int) -> list[tuple[str, str]]:
    """What a download is: pairs of a heading and a text."""
    say = session.say
    source = say(f"data.{session.data}")
    if session.store.synthetic:
        source += " " + say("page.synthetic")
    return [
        (say("about.what"), name),
        (say("about.filters"), filter_text(session, filters)),
        (say("about.rows"), number(rows)),
        (say("about.source"), source),
        (say("about.build"), f"{session.store.build} {session.store.created or ''}"),
        (say("about.date"), date.today().isoformat()),
        (say("about.method"), say("page.method")),
    ]


def filter_text(session: Session, filters: Filter) -> str:
    """The filters in words; downloads ask for them when clicked, where no page runs and only the given session is there."""
    return cached_for(session.snapshot, filter_words, filters, session.lang)


def source_line(session: Session, filters: Filter, year: int | None = None) -> None:
    """The reports behind the page, those set aside, what of the year's total is a sum of bodies, and the method."""
    rows = cached(sums.count, filters)
    aside = cached(sums.excluded_count, filters)
    text = session.say("page.source", reports=number(rows), build=session.store.build[:8])
    if aside:
        text += " " + session.say("page.aside", n=number(aside))
    if year is not None:
        areas, there, expected = cached(coverage.partial, filters, year)
        if areas:
            text += " " + session.say("page.partial", year=year, areas=areas, n=number(there), all=number(expected))
    st.caption(f"{text} {session.say('page.method')}")


def no_reports(session: Session) -> None:
    """The page where the filters let nothing through, or only reports that are in no total."""
    filters = st.session_state["filter"]
    there, aside = cached(sums.count, filters), cached(sums.excluded_count, filters)
    text = session.say("page.only_aside", n=number(aside)) if there and there == aside else session.say("page.nothing")
    st.info(text, icon=":material/filter_alt_off:")
    st.stop()


def _slug(session: Session, filters: Filter) -> str:
    years = (
        "-".join(map(str, (min(filters.years), max(filters.years))))
        if filters.years
        else session.say("filter.all_years")
    )
    return years.replace(" ", "_")
