"""A store and a filter → the briefing: its title, what it rests on, its sections and the sources of its figures."""

import re
from datetime import date

from loaders.language.words import number, say
from loaders.output.briefing import sections
from loaders.output.briefing.filing import filing, issues
from loaders.output.briefing.model import Briefing, Section
from loaders.output.briefing.parts import paragraph
from loaders.output.briefing.sources import Sources
from loaders.output.briefing.survey import Survey, method, place, survey
from loaders.query.filter_urls import filter_words
from loaders.query.filters import Filter
from loaders.query.snapshot import Snapshot
from loaders.query.sums import count


def brief(snapshot: Snapshot, filters: Filter, lang: str, day: date, data: str = "", base: str = "") -> Briefing:
    """The briefing on what a filter lets through. day: its date; data, base: the store's name in addresses and the
    server's own, for the links of its notes.
    """
    s = survey(snapshot, filters, lang, day, data, base)
    sources = Sources(s)
    sources.plain(say("briefing.note.method", lang, method=method(snapshot, filters, s.year, lang)))
    parts: list[Section] = []
    if s.found.now:
        places = sections.by_place(s)
        parts += [
            sections.overall(s, sources),
            sections.disclosure(s, sources),
            sections.requests(s, sources, places),
            sections.reviews(s, sources),
        ]
    else:
        parts.append(Section(say("briefing.part.overall", lang), tuple(paragraph(say("briefing.nothing", lang)))))
    parts += [filing(s, sources), issues(s, sources)]
    if s.found.now:
        parts.append(sections.attached(s, sources, places))
    title = say("briefing.title", lang, place=place(snapshot, filters, lang), years=_years(filters, s.year, lang))
    limits = filter_words(snapshot, filters, lang)
    return Briefing(
        lang=lang,
        title=title,
        subtitle=say("briefing.subtitle", lang, filters=limits) if filters != Filter() else "",
        name=re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "_", title),
        synthetic=say("briefing.synthetic", lang) if snapshot.store.synthetic else "",
        facts=_facts(s, limits, day),
        sections=tuple(parts),
        notes_heading=say("briefing.notes", lang),
        notes=tuple(sources.texts),
    )


def _facts(s: Survey, limits: str, day: date) -> tuple[tuple[str, str], ...]:
    store = s.snapshot.store
    build = s.say("briefing.build", build=store.build, created=(store.created or "")[:10])
    reports = s.say(
        "briefing.reports",
        all=number(count(s.snapshot, s.filters)),
        year=s.year or "",
        n=number(s.found.now.get("reports") or 0),
        area=number(s.area),
        own=number(s.own),
    )
    return (
        (
            s.say("briefing.date"),
            s.say("briefing.day", y=day.year, d=day.day, month=s.say(f"briefing.month.{day.month}")),
        ),
        (s.say("about.filters"), limits),
        (s.say("briefing.base"), reports),
        (s.say("about.build"), build),
        (s.say("briefing.view"), s.link("briefing", s.filters)),
    )


def _years(filters: Filter, latest: int | None, lang: str) -> str:
    years = sorted(filters.years) or ([latest] if latest else [])
    if not years:
        return ""
    if len(years) == 1:
        return say("briefing.year", lang, year=years[0])
    whole = years[-1] - years[0] == len(years) - 1
    listed = (
        say("briefing.span", lang, first=years[0], last=years[-1])
        if whole
        else say("list.comma", lang).join(map(str, years))
    )
    return say("briefing.year", lang, year=listed)
