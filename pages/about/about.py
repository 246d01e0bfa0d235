"""About: the data's date, sources and gaps; terms, figures, checks and the form, from what the program works by."""

from html import escape

import streamlit as st

from loaders.form.vocabulary import ALL_SECTIONS
from loaders.language.numbers import escape_markdown
from loaders.language.words import number, section_name
from loaders.language.words import say as say_in
from loaders.query.about import HOSTS, REVISIONS, Documents, example_reason
from loaders.query.filters import EVERYTHING
from loaders.reading.formats.detect import FACTS
from pages.about import reference
from pages.about.data import AboutData, load
from pages.about.find import MOST, Entry, Fragment, around, entries, find
from pages.shared.frame.page_params import enter
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
    words = enter(st.container(), "find", say("about.find"), hint=say("about.find.hint"))
    found = st.container()
    st.html(reference.CSS)
    draw_heading(question, "data")
    documents = draw_documents(question, data.documents)
    st.subheader(say("about.data.gaps"), anchor="gaps")
    lines = {"gaps": gaps(question, data), "law": [say(f"about.law.{n}") for n in _ARTICLES]}
    st.markdown("\n".join(f"- {gap}" for gap in lines["gaps"]))
    parts = {"terms": reference.terms(lang), "metrics": reference.metrics(lang)}
    parts["checks"] = reference.checks(data.issues, lang)
    for part, html in parts.items():
        draw_heading(question, part)
        if part != "terms":
            st.caption(say(f"about.{part}.lead"))
        st.html(html)
    draw_heading(question, "form")
    st.caption(say("about.form.lead"))
    forms = {section: reference.form(section, lang) for section in ALL_SECTIONS}
    for section, html in forms.items():
        st.subheader(section_name(section, lang), anchor=f"form-{section}")
        st.html(html)
    draw_heading(question, "revisions")
    draw_revisions(question, data)
    draw_heading(question, "law")
    st.markdown("\n".join(f"- {line}" for line in lines["law"]))
    if words:
        pieces = [*(Fragment("data", "", h) for h in documents), *(Fragment(p, "", h) for p, h in parts.items())]
        pieces += [Fragment("form", section_name(s, lang), h) for s, h in forms.items()]
        pieces += [Fragment(part, "", f"<p>{escape(t)}</p>") for part, texts in lines.items() for t in texts]
        with found:
            draw_found(question, find(entries(pieces), words), words)


def draw_found(question: Question, found: list[Entry], words: str) -> None:
    """Where the words stand, each with a link to its place."""
    say = question.say
    if not found:
        st.info(say("about.find.none", text=escape_markdown(words)), icon=":material/search_off:")
        return
    named = {**{p: say(f"about.part.{p}") for p in _PARTS}, "gaps": say("about.data.gaps")}
    lines = [
        f"- [{escape_markdown(e.name)}](#{e.anchor}) · {named[e.part]} · {escape_markdown(around(e, words))}"
        for e in found[:MOST]
    ]
    st.caption(say("about.find.n" if len(found) <= MOST else "about.find.first", n=number(len(found)), most=MOST))
    st.markdown("\n".join(lines))


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


def draw_documents(question: Question, documents: Documents) -> list[str]:
    """The documents by status, format, host and reason of rejection; returns the HTML of each table."""
    say, lang = question.say, question.lang
    status = [(say(f"about.status.{s}"), n) for s, n in documents.status.items()]
    if documents.withdrawn:
        status.append((say("about.status.withdrawn"), documents.withdrawn))
    formats = [(_format(f, lang), n) for f, n in documents.formats.items()]
    hosts = [(h or say("about.data.no_host"), n) for h, n in documents.hosts.items()]
    rejected = [(example_reason(reason, lang), reason[1]) for reason in documents.reasons]
    tables = [
        reference.counted(say("about.data.status"), status, lang),
        reference.counted(say("about.data.formats"), formats, lang),
        reference.counted(say("about.data.hosts", n=HOSTS, all=number(documents.every)), hosts, lang),
        reference.counted(say("about.data.rejected.example"), rejected, lang),
    ]
    left, right = st.columns(2)
    for where, html in zip((left, right, st.container(), st.container()), tables, strict=True):
        where.html(html)
    return tables


def _format(format: str | None, lang: str) -> str:
    """The name of a format; files of exported facts have ids of their own."""
    if format in FACTS:
        return say_in("about.format.facts", lang, format=format.removesuffix("_facts"))
    return format or say_in("cli.unknown", lang)


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
