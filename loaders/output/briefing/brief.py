"""A store and a filter → the briefing: its title, what it rests on, its sections and the sources of its figures."""

import re
from dataclasses import replace
from datetime import date

from loaders.language.words import number, say
from loaders.output.briefing import sections
from loaders.output.briefing.filing import filing, issues
from loaders.output.briefing.model import Briefing, Section
from loaders.output.briefing.parts import paragraph
from loaders.output.briefing.sources import Sources
from loaders.output.briefing.survey import Survey, method, place, survey
from loaders.output.briefing.text import closed_up, gap, title_lines
from loaders.query.filter_urls import filter_words
from loaders.query.filters import Filter
from loaders.query.snapshot import Snapshot
from loaders.query.sums import count


def brief(
    snapshot: Snapshot, filters: Filter, lang: str, day: date, data: str = "", base: str = "", office: str = ""
) -> Briefing:
    """The briefing on what a filter lets through. day: its date; data: the store's name in addresses; base: the address by
    which everybody knows the server, empty for none; office: who issues it, if it is named.
    """
    s = survey(snapshot, filters, lang, day, data, base)
    sources = Sources(s)
    limits = filter_words(snapshot, filters, lang)
    sources.plain(_data(s, limits))
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
    attached = sections.attached(s, sources, places) if s.found.now else None
    words = {"place": place(snapshot, filters, lang), "years": _years(filters, s.year, lang)}
    title = title_lines([part for part in say("briefing.title", lang, **words).split("|") if part])
    # The title names places and years itself.
    rest = replace(filters, years=(), places=())
    made = Briefing(
        lang=lang,
        title=title,
        subtitle=say("briefing.subtitle", lang, filters=filter_words(snapshot, rest, lang)) if rest != Filter() else "",
        name=re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "_", "".join(title)),
        synthetic=say("briefing.synthetic", lang) if snapshot.store.synthetic else "",
        sections=tuple(parts),
        signature=(*filter(None, (office,)), _day(day, lang)),
        attached=attached,
        notes_heading=say("briefing.notes", lang),
        notes=sources.texts,
    )
    return closed_up(made) if lang == "zh" else made


def _day(day: date, lang: str) -> str:
    return say("briefing.day", lang, y=day.year, d=day.day, month=say(f"briefing.month.{day.month}", lang))


def _data(s: Survey, limits: str) -> str:
    """What the briefing rests on; with the address of its page where the server has one for everybody."""
    store = s.snapshot.store
    n, created = number(count(s.snapshot, s.filters)), (store.created or "")[:10]
    text = s.say("briefing.note.data", filters=limits, n=n, build=store.build, created=created)
    seen = s.say("briefing.note.seen", link=s.link("briefing", s.filters)) if s.base else ""
    return gap(s.lang).join(filter(None, (text, seen)))


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
