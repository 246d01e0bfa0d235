"""One report: its tables as on the printed form, each issue marked where it stands, and where it came from."""

import streamlit as st

from loaders.checks import operands
from loaders.queries import lists
from loaders.queries.choice import Filter
from loaders.queries.report import every_report, facts_of_report
from loaders.queries.report import report as look_up
from loaders.words import section_name
from pages.shared.data import ask, ask_store
from pages.shared.parts import head, table
from pages.shared.printed import CSS, layouts_for, printed_table
from pages.shared.session import current

session = current()
say, chosen = session.say, st.session_state["filter"]
state = st.session_state
bodies = ask(lists.bodies, chosen)
names = {r["body_id"]: r["agency"] for r in bodies.iter_rows(named=True)}
every = ask(every_report)
of_body: dict[str, list[str]] = {}
label: dict[str, str] = {}
for report_id, body, agency, year, scope in every.iter_rows():
    if body is None or body in names:
        of_body.setdefault(body or report_id, []).append(report_id)
        label[report_id] = f"{year or say('cli.unknown')} · {say(f'scope.{scope}')}"
        names.setdefault(body or report_id, agency or say("report.unassigned", report=report_id))

given = st.query_params.get("report")
if given and state.get("report_given") != given:
    state["report_given"] = given
    owner = next((b for b, ids in of_body.items() if given in ids), None)
    if owner:
        state["report_body"], state["report_id"] = owner, given
head(session, say("menu.report"), say("report.answer"))
left, right = st.columns([3, 2])
options = [b for b in names if b in of_body]
if state.get("report_body") not in options:
    state["report_body"] = options[0] if options else None
body = left.selectbox(say("filter.body"), options, format_func=lambda b: names.get(b, b), key="report_body")
if body is None:
    st.info(say("page.nothing"), icon=":material/filter_alt_off:")
    st.stop()
if state.get("report_id") not in of_body[body]:
    state["report_id"] = of_body[body][0]
chosen_id = right.selectbox(say("column.report"), of_body[body], format_func=lambda r: label[r], key="report_id")
state["report_given"] = chosen_id
st.query_params["report"] = chosen_id

found = ask_store(look_up, chosen_id, session.lang)
row = found.row
facts_of = [
    (say("cli.explain.title"), row["title"]),
    (say("cli.explain.agency"), row["agency"]),
    (say("cli.explain.year"), row["year"]),
    (say("cli.explain.scope"), say(f"scope.{row['scope']}")),
    (say("cli.explain.published"), row["published"]),
    (say("cli.explain.template"), row["disclosure_template"]),
]
st.markdown("　".join(f"**{k}** {v if v is not None else say('cli.unknown')}" for k, v in facts_of))
for document in found.documents.iter_rows(named=True):
    st.caption(
        say(
            "report.document",
            source=document["source"],
            format=document["format"],
            status=say(f"status.{document['status']}"),
            url=document["url"] or say("report.no_address"),
        )
    )

marks: dict[str, list[int]] = {}
if found.issues.height:
    st.subheader(say("report.issues", n=found.issues.height), anchor=False)
    for n, issue in enumerate(found.issues.iter_rows(named=True), 1):
        left_side, right_side = operands(issue["rule"], issue["section"], issue["item"], issue["column"])
        for cell in right_side or left_side:
            marks.setdefault(cell, []).append(n)
        where = f"（{issue['where']}）" if issue["where"] else ""
        icon = {"error": ":material/error:", "warning": ":material/warning:", "info": ":material/info:"}
        st.markdown(
            f"{icon[issue['severity']]} **[{n}] {say('severity.' + issue['severity'])}** {issue['message']}{where}"
        )
else:
    st.success(say("report.no_issues"), icon=":material/check_circle:")

st.html(CSS)
for section, layout in layouts_for(found.cells).items():
    st.subheader(section_name(section, session.lang), anchor=False)
    if layout:
        st.html(
            printed_table(layout, found.cells, marks, section_name(section, session.lang), session.dark, session.lang)
        )
    else:
        st.info(say("report.no_table"))
st.caption(say("report.legend"))
headings = {c: say(f"fact.{c}") for c in ("section", "item", "column", "state", "value", "text", "where")}
with st.expander(say("report.cells")):
    table(session, ask_store(facts_of_report, chosen_id), headings, say("report.cells"), Filter())
