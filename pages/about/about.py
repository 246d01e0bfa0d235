"""About: the data's date, sources and gaps; terms, figures, checks and the form, from what the program works by."""

import streamlit as st

from loaders.form.vocabulary import SECTIONS
from loaders.language.words import number, section_name
from loaders.query import about, coverage, issues, options, sums
from loaders.query.filters import EVERYTHING
from loaders.query.years import latest_due_year
from pages.about import reference
from pages.shared.frame.cached_queries import cached
from pages.shared.frame.session import current_session
from pages.shared.parts.head import head
from pages.shared.parts.table import table

PARTS = ("data", "terms", "metrics", "checks", "form", "revisions", "law")
LAW = ("47", "49", "50", "30", "60")

session = current_session()
say, lang = session.say, session.lang


def part(name: str) -> None:
    """The heading of a part, which a link can lead to."""
    st.header(say(f"about.part.{name}"), anchor=name)


def gaps() -> list[str]:
    """What is known to be missing."""
    said = []
    year = cached(latest_due_year, EVERYTHING)
    now = next((r for r in cached(coverage.counts, EVERYTHING).iter_rows(named=True) if r["year"] == year), None)
    if now:
        counts = {"n": now["missing"], "expected": now["expected"], "failed": now["failed"]}
        said.append(say("about.gap.missing", year=year, **{k: number(v) for k, v in counts.items()}))
    if aside := cached(sums.excluded_count, EVERYTHING):
        said.append(say("about.gap.unassigned", n=number(aside)))
    return [*said, *(say(f"about.gap.{g}") for g in ("cells", "break", "unread"))]


documents = cached(about.documents)
reports, years = cached(sums.count, EVERYTHING), cached(options.years)
answer = say("about.answer.empty")
if years:
    answer = say(
        "about.answer",
        reports=number(reports),
        first=years[0],
        last=years[-1],
        documents=number(sum(documents.status.values())),
        rejected=number(documents.status.get("rejected", 0)),
        date=(session.store.created or say("cli.unknown"))[:10],
        build=session.store.build[:8],
    )
head(session, say("menu.about"), answer)
st.markdown(" · ".join(f"[{say(f'about.part.{p}')}](#{p})" for p in PARTS))
st.html(reference.CSS)

part("data")
status = [(say(f"about.status.{s}"), n) for s, n in documents.status.items()]
if documents.withdrawn:
    status.append((say("about.status.withdrawn"), documents.withdrawn))
left, right = st.columns(2)
with left:
    st.html(reference.counted(say("about.data.status"), status, lang))
with right:
    formats = [(f or say("cli.unknown"), n) for f, n in documents.formats.items()]
    st.html(reference.counted(say("about.data.formats"), formats, lang))
hosts = [(h or say("about.data.no_host"), n) for h, n in documents.hosts.items()]
st.html(reference.counted(say("about.data.hosts", n=about.HOSTS, all=number(documents.every)), hosts, lang))
rejected = [(about.example_reason(r, lang), r[1]) for r in documents.reasons]
st.html(reference.counted(say("about.data.rejected.example"), rejected, lang))
st.subheader(say("about.data.gaps"), anchor="gaps")
st.markdown("\n".join(f"- {g}" for g in gaps()))

part("terms")
st.html(reference.terms(lang))

part("metrics")
st.caption(say("about.metrics.lead"))
st.html(reference.metrics(lang))

part("checks")
st.caption(say("about.checks.lead"))
by_rule = cached(issues.by_rule, EVERYTHING).select("rule", "issues", "reports").iter_rows()
st.html(reference.checks({r: (n, m) for r, n, m in by_rule}, lang))

part("form")
st.caption(say("about.form.lead"))
for section in SECTIONS:
    st.subheader(section_name(section, lang), anchor=f"form-{section}")
    st.html(reference.form(section, lang))

part("revisions")
if many := documents.status.get("superseded", 0):
    st.markdown(say("about.revisions.lead", n=number(many)))
    headings = {
        "agency": say("column.agency"),
        "year": say("column.year"),
        "source": say("about.column.source"),
        "published": say("column.published_on"),
        "url": say("about.column.url"),
    }
    table(session, cached(about.superseded), headings, say("about.part.revisions"), EVERYTHING, gap="")
    if many > about.REVISIONS:
        st.caption(say("table.first", n=number(about.REVISIONS), all=number(many)))
else:
    st.markdown(say("about.revisions.none"))

part("law")
st.markdown("\n".join(f"- {say(f'about.law.{n}')}" for n in LAW))
