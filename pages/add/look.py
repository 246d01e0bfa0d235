"""One document of an intake → what was read, laid out as the printed form, beside its source, with issues and changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from loaders.form.vocabulary import CELL_BY_NAME
from loaders.ingest.intake.adding import leave_out
from loaders.ingest.intake.folder import Intake
from loaders.ingest.intake.preview import Preview
from loaders.ingest.intake.source import Source, source_of
from loaders.language.issues import sentence
from loaders.language.locations import location_text
from loaders.language.numbers import escape_markdown
from loaders.language.words import column_name, item_name, number, section_name
from loaders.query.report import Printed
from pages.add.data import AddData, key_of, remembered, why
from pages.add.settle import draw_settle
from pages.shared.frame.page_params import choose
from pages.shared.frame.question import Question
from pages.shared.parts import source_view
from pages.shared.parts.aim import aim_of, follow_cell
from pages.shared.parts.data_table import data_table
from pages.shared.parts.form_table import CSS, layouts_for, printed_table
from pages.shared.parts.marked_issues import draw_marked_issues, marks_of
from pages.shared.parts.source_view import Spot, page_html, rows_html

_OWN_CSS = Path(__file__).with_name("add.css")
_SHOWN = ("title", "agency", "body", "place", "year", "scope", "published", "url", "format")
_FOUND = {"agency": "agency_source", "year": "year_source", "place": "told_by"}
"""The columns that say where a value was found."""
_TOLD = {"body": "told_agency", **{name: f"told_{name}" for name in ("place", "year", "scope", "published")}}
"""The columns that hold what a user says of a value."""

_MANY = 6
"""Issues beyond which their list is folded."""


@dataclass(frozen=True)
class Document:
    """A document of an intake: its row of the preview, its cells by name, its issues with their sentences."""

    row: Mapping[str, Any]
    cells: Mapping[str, Printed]
    issues: pl.DataFrame
    changes: pl.DataFrame


def draw_document(question: Question, data: AddData, intake: Intake, preview: Preview, keys: list[str]) -> None:
    """The document that is chosen, one of those with the keys."""
    if not keys:
        return
    rows = {key_of(r["document"], r["source"]): r for r in preview.documents.iter_rows(named=True)}
    linked = st.query_params.get("document")
    key = choose(st, "document", question.say("add.look"), keys, keys[0], lambda k: _name(rows.get(k), k))
    document = document_of(preview, rows[key], _cells(data, intake, rows[key]["document"]), question.lang)
    draw_identity(question, document.row)
    draw_settle(question, intake, data.store, document.row)
    with st.container(horizontal=True):
        st.button(
            question.say("add.left_out"), icon=":material/block:", key="add_left_out",
            on_click=leave_out, args=(intake, {(rows[key]["document"], rows[key]["source"])}),
        )  # fmt: skip
    draw_changes(question, document)
    aim = aim_of(key, linked or key)
    if document.cells:
        draw_issues(question, document)
    st.html(_OWN_CSS)
    left, right = st.columns([5, 4], gap="medium")
    with left, st.container(key="add_form"):
        draw_form(question, document, aim)
    with right, st.container(key="add_source"):
        draw_source(question, intake, document, aim)
    follow_cell(key, aim)


def _name(row: Mapping[str, Any] | None, key: str) -> str:
    return str(row["source"]) if row else key


def document_of(preview: Preview, row: Mapping[str, Any], long: pl.DataFrame, lang: str) -> Document:
    """A document of a preview with what was read of it, its rows of `cells`."""
    cells = {
        f"{c['section']}.{c['item']}.{c['column']}": Printed(c["state"], c["value"], c["text"], c["where"], c["label"])
        for c in long.iter_rows(named=True)
    }
    values = {name: cell.value for name, cell in cells.items()}
    speaks = row["status"] == "read"
    issues = preview.issues.filter((pl.col("report_id") == row["report_id"]) & speaks)
    messages = [sentence(i, values, lang, row["year"]) for i in issues.iter_rows(named=True)]
    of_report = pl.col("report_id") == row["report_id"]
    changes = preview.changes.filter(
        of_report if row["outcome"] == "replaces" else pl.col("other_report") == row["document"]
    )
    return Document(row, cells, issues.with_columns(message=pl.Series(messages, dtype=pl.String)), changes)


def draw_identity(question: Question, row: Mapping[str, Any]) -> None:
    """Whose report it is, of which year, scope and date, and where each was found; what a commit would do with it."""
    say, unknown = question.say, question.say("cli.unknown")
    place = "".join(dict.fromkeys(row[k] for k in ("province", "city", "district") if row[k]))
    shown = dict(row) | {"place": place or None, "scope": say(f"scope.{row['scope']}")}
    lines = []
    for name in _SHOWN:
        value = shown[name]
        found = row[_FOUND[name]] if name in _FOUND and value else None
        by = say("cli.explain.by", source=say(f"source.{found}")) if found else ""
        if name in _TOLD and row[_TOLD[name]] is not None:
            by = say("add.by_hand")
        text = escape_markdown(str(value)) if value is not None else unknown
        lines.append(f"**{say(f'cli.explain.{name}')}** {text}{by}")
    st.markdown(" · ".join(lines))
    text = say("filter.said", name=say(f"add.outcome.{row['outcome']}"), values=why(dict(row), question.lang))
    draw = st.warning if row["outcome"] in ("unclear", "rejected") else st.info
    draw(escape_markdown(text))


def draw_issues(question: Question, document: Document) -> None:
    """The issues; many of them are folded, so that the form is not far."""
    n = document.issues.height
    if n <= _MANY:
        draw_marked_issues(document.issues, question.lang, document.row["format"])
        return
    with st.expander(question.say("report.issues", n=n), icon=":material/error:"):
        draw_marked_issues(document.issues, question.lang, document.row["format"], headed=False)


def draw_changes(question: Question, document: Document) -> None:
    """The cells that differ from the document that holds the report, or held it."""
    if not document.changes.height:
        return
    say, lang = question.say, question.lang
    mine_first = document.row["outcome"] != "replaces"
    before, now = ("right", "left") if mine_first else ("left", "right")
    rows = [
        (
            f"{section_name(c['section'], lang)} · {item_name(c['section'], c['item'], lang)} · {column_name(c['section'], c['column'], lang)}",
            c[before],
            c[now],
        )
        for c in document.changes.iter_rows(named=True)
    ]
    frame = pl.DataFrame(rows, schema={"cell": pl.String, "before": pl.Float64, "now": pl.Float64}, orient="row")
    name = say("add.changes", holder=document.row["holder"] or "", n=number(frame.height))
    with st.expander(escape_markdown(name), expanded=True):
        data_table(frame, {c: say(f"add.change.{c}") for c in frame.columns}, name, say("add.change.none"))


def draw_form(question: Question, document: Document, aim: str | None) -> None:
    """What was read, as on the printed form."""
    lang = question.lang
    st.header(question.say("add.read_as"), anchor=False)
    if not document.cells:
        st.caption(question.say("add.no_cells"))
        return
    st.html(CSS)
    marks = marks_of(document.issues)
    for section, layout in layouts_for(document.cells).items():
        name = section_name(section, lang)
        st.markdown(f"**{name}**")
        if layout:
            st.html(printed_table(layout, document.cells, marks, name, lang, aim, document.row["format"]))
        else:
            st.info(question.say("report.no_table"))
    st.caption(question.say("report.legend"))


def draw_source(question: Question, intake: Intake, document: Document, aim: str | None) -> None:
    """The source: a page with the cells marked, or its rows as text."""
    say, row = question.say, document.row
    st.header(say("add.source"), anchor=False)
    st.html(source_view.CSS)
    cell = document.cells.get(aim) if aim else None
    aimed = _page(cell.where) if cell else None
    first = aimed or next((p for c in document.cells.values() if (p := _page(c.where))), 1)
    spots = spots_of(question, document, aim)
    with st.spinner(say("add.opening")):
        source = _source(intake, row["source"], first)
    if row["format"] != "pdf":
        show(question, source, spots)
        return
    pages = source.pages or 1
    options = [str(n) for n in range(1, pages + 1)]
    chosen = first
    if pages > 1:
        word = say("add.page")
        state = st.session_state
        at = f"{intake.id} {row['source']} {aim}"
        if state.get("add_page_at") != at:
            state["add_page_at"], state["add_page"] = at, str(min(first, pages))
        chosen = int(st.segmented_control(word, options, key="add_page", required=True) or first)
    show(question, _source(intake, row["source"], chosen), spots, chosen)


def show(question: Question, source: Source, spots: Mapping[str, Spot], page: int = 1) -> None:
    """A page or the rows of a source, or why they cannot be shown."""
    say = question.say
    if source.picture:
        st.html(page_html(source.picture, source.places, spots, say("location.page", n=page)))
    elif source.reason:
        st.caption(say(f"reason.{source.reason}", **source.words))
    else:
        st.html(rows_html(source.rows, spots, say("add.source")))
        if source.more:
            st.caption(say("add.more_rows", n=number(len(source.rows))))


def spots_of(question: Question, document: Document, aim: str | None) -> dict[str, Spot]:
    """The cells on their source, by location."""
    lang, marks = question.lang, marks_of(document.issues)
    spots = {}
    for name, cell in document.cells.items():
        if cell.where and name in CELL_BY_NAME:
            section, item, column = name.split(".")
            words = f"{item_name(section, item, lang)} · {column_name(section, column, lang)}"
            where = location_text(cell.where, lang, document.row["format"])
            spots[cell.where] = Spot(
                f"{words}{question.say('location.comma')}{where}", marks.get(name, ()), name == aim
            )
    return spots


def _page(where: str) -> int | None:
    first = where.split(" ")[0]
    return int(first[1:]) if first.startswith("p") and first[1:].isdigit() else None


def _cells(data: AddData, intake: Intake, document: str) -> pl.DataFrame:
    return remembered(("cells", intake.id, document), lambda: intake.cells(data.progress.parts, document))


def _source(intake: Intake, source: str, page: int) -> Source:
    return remembered(("source", intake.id, source, page), lambda: source_of(intake, source, page))
