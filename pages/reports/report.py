"""One report: its tables as on the printed form, each issue marked where it stands, and where it came from."""

import streamlit as st

from loaders.form.rules import operands
from loaders.language.numbers import escape_markdown
from loaders.language.words import section_name
from loaders.query import options
from loaders.query.filters import Filter
from loaders.query.report import body_of, facts_of_report, reports_of, unassigned
from loaders.query.report import report as look_up
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.filters import offered_bodies
from pages.shared.frame.session import current_session
from pages.shared.parts.form_table import CSS, layouts_for, printed_table
from pages.shared.parts.head import head
from pages.shared.parts.no_reports import no_reports
from pages.shared.parts.table import table

_UNASSIGNED = 200
"""Reports that are nobody's, to choose from beside the bodies'."""

session = current_session()
say, filters = session.say, st.session_state["filter"]
state = st.session_state
names, more = offered_bodies(filters)
nobody = {r["report_id"]: r for r in cached(unassigned, _UNASSIGNED).iter_rows(named=True)}
given = st.query_params.get("report")
if given and state.get("report_given") != given:
    state["report_given"] = given
    owner = cached(body_of, given) or (given if given in nobody else None)
    if owner:
        state["report_body"], state["report_id"] = owner, given
wanted = state.get("report_body")
if wanted and wanted not in names and wanted not in nobody:
    names |= cached(options.names, (wanted,))
names |= {i: r["agency"] or say("report.unassigned", report=i) for i, r in nobody.items()}
head(session, say("menu.report"), say("report.answer"))
if more:
    st.caption(more)
if not names:
    no_reports(session)
left, right = st.columns([3, 2])
if wanted not in names:
    state["report_body"] = next(iter(names))
body = left.selectbox(say("filter.body"), list(names), format_func=lambda b: names.get(b, b), key="report_body")
listed = [nobody[body]] if body in nobody else list(cached(reports_of, (body,)).iter_rows(named=True))
label = {r["report_id"]: f"{r['year'] or say('cli.unknown')} · {say('scope.' + r['scope'])}" for r in listed}
if state.get("report_id") not in label:
    state["report_id"] = next(iter(label))
chosen_id = right.selectbox(say("column.report"), list(label), format_func=lambda r: label[r], key="report_id")
state["report_given"] = chosen_id
st.query_params["report"] = chosen_id

found = cached(look_up, chosen_id, session.lang)
row = found.row
facts_of = [
    (say("cli.explain.title"), row["title"]),
    (say("cli.explain.agency"), row["agency"]),
    (say("cli.explain.year"), row["year"]),
    (say("cli.explain.scope"), say(f"scope.{row['scope']}")),
    (say("cli.explain.published"), row["published"]),
    (say("cli.explain.template"), row["disclosure_template"]),
]
st.markdown(
    " · ".join(f"**{k}** {escape_markdown(str(v)) if v is not None else say('cli.unknown')}" for k, v in facts_of)
)
for document in found.documents.iter_rows(named=True):
    st.caption(
        say(
            "report.document",
            source=escape_markdown(document["source"]),
            format=document["format"],
            status=say(f"status.{document['status']}"),
            url=escape_markdown(document["url"]) if document["url"] else say("report.no_address"),
        )
    )

marks: dict[str, list[int]] = {}
if found.issues.height:
    st.header(say("report.issues", n=found.issues.height), anchor=False)
    for n, issue in enumerate(found.issues.iter_rows(named=True), 1):
        left_side, right_side = operands(issue["rule"], issue["section"], issue["item"], issue["column"])
        for cell in right_side or left_side:
            marks.setdefault(cell, []).append(n)
        where = say("value.within", text=escape_markdown(issue["where"])) if issue["where"] else ""
        icon = {"error": ":material/error:", "warning": ":material/warning:", "info": ":material/info:"}
        st.markdown(
            f"{icon[issue['severity']]} **[{n}] {say('severity.' + issue['severity'])}** {escape_markdown(issue['message'])}{where}"
        )
else:
    st.success(say("report.no_issues"), icon=":material/check_circle:")

st.html(CSS)
for section, layout in layouts_for(found.cells).items():
    st.header(section_name(section, session.lang), anchor=False)
    if layout:
        st.html(printed_table(layout, found.cells, marks, section_name(section, session.lang), session.lang))
    else:
        st.info(say("report.no_table"))
st.caption(say("report.legend"))
headings = {c: say(f"fact.{c}") for c in ("section", "item", "column", "state", "value", "text", "where")}
cells = st.expander(say("report.cells"), key="report_cells", on_change="rerun")
if cells.open:
    with cells:
        table(session, cached(facts_of_report, chosen_id), headings, say("report.cells"), Filter())
