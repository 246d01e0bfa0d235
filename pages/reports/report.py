"""One report: its tables as on the printed form, each issue marked where it stands, and where it came from."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from loaders.form.deadlines import doubt
from loaders.language.locations import location_text
from loaders.language.numbers import escape_markdown
from loaders.language.words import column_name, item_name, section_name
from loaders.output.html import render
from loaders.query.filters import Filter
from loaders.query.report import Report, facts_of_report, withdrawn_of, withdrawn_reports
from loaders.query.report import report as report_of
from pages.reports.changes import draw_changes, draw_withdrawn
from pages.reports.choices import choose_report, offer
from pages.reports.sources import draw_sources
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.question import Question, current_question
from pages.shared.frame.tab_title import set_tab_title
from pages.shared.parts.aim import aim_of, follow_cell
from pages.shared.parts.form_table import CSS, layouts_for, printed_table
from pages.shared.parts.head import head
from pages.shared.parts.marked_issues import draw_marked_issues, marks_of
from pages.shared.parts.no_reports import no_reports
from pages.shared.parts.table import table

_FACT_COLUMNS = ("section", "item", "column", "state", "value", "text", "where")


def choose(question: Question) -> str:
    """Draws the head and the boxes; the id of the chosen report."""
    offered = offer(question)
    head(question.session, question.say("menu.report"), question.say("report.answer"))
    if offered.note:
        st.caption(offered.note)
    if not offered.names:
        no_reports(question.session)
    return choose_report(question, offered)


def load(question: Question, report_id: str) -> Report | None:
    """The report with its cells, issues and documents."""
    return cached(report_of, report_id, question.lang)


def draw(question: Question, report_id: str, report: Report, aim: str | None) -> None:
    """The report below the boxes; aim: the cell that a link leads to."""
    draw_tab_title(question, report_id, report.row)
    draw_identity(question, report.row)
    draw_documents(question, report.documents.filter(~pl.col("withdrawn")))
    draw_withdrawn(question, report_id)
    draw_sources(question, report.documents)
    draw_changes(question, report)
    draw_marked_issues(report.issues, question.lang, report.document.get("format"))
    draw_tables(question, report, aim)
    follow_cell(report_id, aim)
    draw_facts(question, report_id)


def draw_tab_title(question: Question, report_id: str, row: Mapping[str, Any]) -> None:
    """Whose report the tab shows."""
    agency = row["agency"] or question.say("report.unassigned", report=report_id)
    set_tab_title(question.session, question.say("menu.report"), agency, row["year"])


def draw_gone(question: Question, report_id: str) -> None:
    """A report all of whose documents are withdrawn: what it was, and the buttons that put them back."""
    gone = cached(withdrawn_reports).filter(pl.col("report_id") == report_id)
    if not gone.height:
        no_reports(question.session)
    row = gone.row(0, named=True)
    documents = cached(withdrawn_of, report_id)
    draw_tab_title(question, report_id, row)
    draw_identity(question, {**documents.row(0, named=True), **row})
    draw_withdrawn(question, report_id)
    draw_sources(question, documents)


def draw_identity(question: Question, row: Mapping[str, Any]) -> None:
    """A line on whose report it is, of which year, and when it was published; row: of a report or a document."""
    say = question.say
    facts = {c: row[c] for c in ("title", "agency", "year")}
    facts |= {
        "scope": say(f"scope.{row['scope']}"),
        "published": row["published"],
        "template": row["disclosure_template"],
    }
    texts = {c: escape_markdown(str(v)) if v is not None else say("cli.unknown") for c, v in facts.items()}
    st.markdown(" · ".join(f"**{say(f'cli.explain.{c}')}** {text}" for c, text in texts.items()))
    why = doubt(row["published"], row["year"])
    if why:
        st.warning(say(f"date.{why}", date=row["published"], year=row["year"]), icon=":material/event_busy:")


def draw_documents(question: Question, documents: pl.DataFrame) -> None:
    """A line for each document of the report that is not withdrawn."""
    say = question.say
    for document in documents.iter_rows(named=True):
        st.caption(
            say(
                "report.document",
                source=escape_markdown(document["source"]),
                format=document["format"],
                status=say(f"status.{document['status']}"),
                url=escape_markdown(document["url"]) if document["url"] else say("report.no_address"),
            )
        )


def draw_tables(question: Question, report: Report, aim: str | None) -> None:
    """The tables as on the printed form."""
    marks = marks_of(report.issues)
    st.html(CSS)
    for section, layout in layouts_for(report.cells).items():
        name = section_name(section, question.lang)
        st.header(name, anchor=False)
        if layout:
            title = question.say("report.table.name", section=name)
            format = report.document.get("format")
            st.html(printed_table(layout, report.cells, marks, title, question.lang, aim, format))
            if aim and aim.startswith(f"{section}."):
                draw_cell(question, report, aim)
        else:
            st.info(question.say("report.no_table"))
    st.caption(question.say("report.legend"))


def draw_cell(question: Question, report: Report, name: str) -> None:
    """The chosen cell: as printed, where it stands in the document, and the row around it."""
    lang, say = question.lang, question.say
    section, item, column = name.split(".")
    words = {"cell": f"{item_name(section, item, lang)} · {column_name(section, column, lang)}"}
    cell, document = report.cells.get(name), report.document
    with st.container(border=True, key="chosen_cell"):
        if cell is None:
            st.markdown(say("report.cell.absent", absent=say("state.absent"), **words))
            return
        words["printed"] = say("report.printed_as", text=escape_markdown(cell.text))
        words["where"] = location_text(cell.where, lang, document.get("format"))
        words["source"] = escape_markdown(document.get("source", ""))
        st.markdown(say("report.cell" if words["where"] else "report.cell.no_place", **words))
        row = report.printed_row(name)
        if row:
            title = say("report.cell.row")
            st.caption(title)
            label = cell.label or say("report.cell.no_label")
            texts = [(report.cells[n].text, n == name) for n in row]
            st.html(render("pages/reports/printed_row.html", title=title, label=label, texts=texts))


def draw_facts(question: Question, report_id: str) -> None:
    """All cells as a table, loaded once it is opened."""
    say = question.say
    expander = st.expander(say("report.cells"), key="report_cells", on_change="rerun")
    if expander.open:
        with expander:
            headings = {c: say(f"fact.{c}") for c in _FACT_COLUMNS}
            table(question.session, cached(facts_of_report, report_id), headings, say("report.cells"), Filter())


question = current_question()
linked = st.query_params.get("report")
report_id = choose(question)
report = load(question, report_id)
if report is None:
    draw_gone(question, report_id)
else:
    draw(question, report_id, report, aim_of(report_id, linked))
