"""About: the data's date, sources and gaps; terms, figures, checks and the form, from what the program works by."""

import streamlit as st

from loaders.form.vocabulary import ALL_SECTIONS
from loaders.language.words import number, section_name
from loaders.query.about import HOSTS, REVISIONS, Documents, example_reason
from loaders.query.filters import EVERYTHING
from pages.about import reference
from pages.about.data import AboutData, load
from pages.shared.frame.question import Question, current_question
from pages.shared.parts.head import head
from pages.shared.parts.table import table

_PARTS = ("data", "terms", "metrics", "checks", "form", "revisions", "law")
_ARTICLES = ("47", "49", "50", "30", "60", "32")
"""The articles of the Regulations on the Disclosure of Government Information that the page quotes."""


def draw(question: Question, data: AboutData) -> None:
    """The page, each of `_PARTS` under a heading that a link can lead to."""
    say, lang = question.say, question.lang
    head(question.session, say("menu.about"), answer(question, data))
    st.markdown(" · ".join(f"[{say(f'about.part.{p}')}](#{p})" for p in _PARTS))
    st.html(reference.CSS)
    draw_heading(question, "data")
    draw_documents(question, data.documents)
    st.subheader(say("about.data.gaps"), anchor="gaps")
    st.markdown("\n".join(f"- {gap}" for gap in gaps(question, data)))
    draw_heading(question, "terms")
    st.html(reference.terms(lang))
    draw_heading(question, "metrics")
    st.caption(say("about.metrics.lead"))
    st.html(reference.metrics(lang))
    draw_heading(question, "checks")
    st.caption(say("about.checks.lead"))
    st.html(reference.checks(data.issues, lang))
    draw_heading(question, "form")
    st.caption(say("about.form.lead"))
    for section in ALL_SECTIONS:
        st.subheader(section_name(section, lang), anchor=f"form-{section}")
        st.html(reference.form(section, lang))
    draw_heading(question, "revisions")
    draw_revisions(question, data)
    draw_heading(question, "law")
    st.markdown("\n".join(f"- {say(f'about.law.{n}')}" for n in _ARTICLES))


def draw_heading(question: Question, part: str) -> None:
    """The heading of a part, with the anchor of its links."""
    st.header(question.say(f"about.part.{part}"), anchor=part)


def answer(question: Question, data: AboutData) -> str:
    """How many reports and documents there are, of which years, and when they were read."""
    if not data.years:
        return question.say("about.answer.empty")
    status, store = data.documents.status, question.session.store
    return question.say(
        "about.answer",
        reports=number(data.reports),
        first=data.years[0],
        last=data.years[-1],
        documents=number(sum(status.values())),
        rejected=number(status.get("rejected", 0)),
        date=(store.created or question.say("cli.unknown"))[:10],
        build=store.build[:8],
    )


def gaps(question: Question, data: AboutData) -> list[str]:
    """The gaps that are known, a sentence each."""
    say, filings, sentences = question.say, data.filings, []
    if filings:
        counts = {name: number(filings[name]) for name in ("expected", "failed")}
        sentences.append(say("about.gap.missing", year=filings["year"], n=number(filings["missing"]), **counts))
    if data.excluded:
        sentences.append(say("about.gap.unassigned", n=number(data.excluded)))
    if data.documents.older and question.session.data == "own":
        sentences.append(say("about.gap.reader", n=number(data.documents.older)))
    return [*sentences, *(say(f"about.gap.{gap}") for gap in ("cells", "break", "unread"))]


def draw_documents(question: Question, documents: Documents) -> None:
    """The documents by status, format, host and reason of rejection."""
    say, lang = question.say, question.lang
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
    st.html(reference.counted(say("about.data.hosts", n=HOSTS, all=number(documents.every)), hosts, lang))
    rejected = [(example_reason(reason, lang), reason[1]) for reason in documents.reasons]
    st.html(reference.counted(say("about.data.rejected.example"), rejected, lang))


def draw_revisions(question: Question, data: AboutData) -> None:
    """The documents that a later version of the same report took the place of."""
    say = question.say
    superseded = data.documents.status.get("superseded", 0)
    if not superseded:
        st.markdown(say("about.revisions.none"))
        return
    st.markdown(say("about.revisions.lead", n=number(superseded)))
    headings = {
        "agency": say("column.agency"),
        "year": say("column.year"),
        "source": say("about.column.source"),
        "published": say("column.published_on"),
        "url": say("about.column.url"),
    }
    table(question.session, data.superseded, headings, say("about.part.revisions"), EVERYTHING, gap="")
    if superseded > REVISIONS:
        st.caption(say("table.first", n=number(REVISIONS), all=number(superseded)))


draw(current_question(), load())
