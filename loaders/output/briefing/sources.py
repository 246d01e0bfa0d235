"""Figures → notes that say where they come from: the cells and the formula, the reports behind them, the page to see."""

from collections.abc import Sequence

from loaders.form.metrics import METRIC
from loaders.form.vocabulary import GROUPS, members
from loaders.language.words import column_name, item_name, number, say, section_name
from loaders.output.briefing.survey import Survey
from loaders.output.briefing.text import gap
from loaders.query.filters import Filter


class Sources:
    """The notes of a briefing, numbered from 1; the same note stands once."""

    def __init__(self, survey: Survey):
        self._survey = survey
        self.texts: list[str] = []

    def plain(self, text: str) -> int:
        """A note of its own wording."""
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text) + 1

    def year(self, ids: Sequence[str], page: str) -> int:
        """The note on figures of the year that is spoken of."""
        s = self._survey
        now = s.found.now
        reports = int(now.get("reports") or 0)
        parts = [s.say("briefing.note.year", year=s.year, n=number(reports), area=number(s.area), own=number(s.own))]
        fewer = [(i, int(now.get(f"{i}.reports") or 0)) for i in ids if (now.get(f"{i}.reports") or 0) < reports]
        if fewer:
            listed = (
                s.say("briefing.note.some", name=name(i, s.lang), n=number(n), all=number(reports)) for i, n in fewer
            )
            parts.append(s.say("briefing.note.fewer", figures=s.say("list.comma").join(listed)))
        return self._note(ids, parts, page, s.filters.only(s.year))

    def years(self, ids: Sequence[str], page: str) -> int:
        """The note on figures of several years."""
        s = self._survey
        rows = s.past.select("year", "reports").iter_rows()
        listed = (s.say("briefing.note.of_year", year=y, n=number(n)) for y, n in rows)
        parts = [s.say("briefing.note.years", years=s.say("list.comma").join(listed))]
        if s.changed:
            parts.append(s.say("briefing.note.changed", years=s.say("list.comma").join(map(str, s.changed))))
        return self._note(ids, parts, page, s.over)

    def places(self, ids: Sequence[str], reports: int) -> int:
        """The note on figures of the year by place."""
        s = self._survey
        parts = [s.say("briefing.note.places", year=s.year, n=number(reports))]
        return self._note(ids, parts, "compare", s.filters.only(s.year))

    def _note(self, ids: Sequence[str], parts: Sequence[str], page: str, filters: Filter) -> int:
        s = self._survey
        sections = dict.fromkeys(_section(i) for i in ids)
        formulas = s.say("list.semicolon").join(
            s.say(
                "briefing.of_section",
                section=section_name(section, s.lang),
                formulas=s.say("list.semicolon").join(formulas_of([i for i in ids if _section(i) == section], s.lang)),
            )
            for section in sections
        )
        seen = s.say("briefing.note.seen", link=s.link(page, filters))
        return self.plain(gap(s.lang).join([s.say("briefing.sentence", text=formulas), *parts, seen]))


def name(id_: str, lang: str) -> str:
    """What a figure is called: a metric, or a cell by its row and column."""
    if id_ in METRIC:
        return say(f"metric.{id_}", lang)
    section, item, column = id_.split(".")
    return say("briefing.cell", lang, item=item_name(section, item, lang), column=column_name(section, column, lang))


def formulas_of(ids: Sequence[str], lang: str) -> list[str]:
    """What figures of one part of the form are sums or quotients of, in the words of the form; cells are listed as rows
    and columns.
    """
    texts = [formula(i, lang) for i in ids if i in METRIC]
    columns: dict[str, list[str]] = {}
    for id_ in ids:
        if id_ not in METRIC:
            columns.setdefault(id_.split(".")[1], []).append(id_.split(".")[2])
    section = _section(ids[0])
    alike: dict[tuple[str, ...], list[str]] = {}
    for item, of_item in columns.items():
        alike.setdefault(tuple(of_item), []).append(item)
    comma = say("list.comma", lang)
    for shared, items in alike.items():
        rows = comma.join(item_name(section, i, lang) for i in items)
        texts.append(
            say("briefing.from", lang, items=rows, columns=comma.join(column_name(section, c, lang) for c in shared))
        )
    return texts


def formula(id_: str, lang: str) -> str:
    """What a metric is the sum or the quotient of."""
    metric = METRIC[id_]
    text = _sum(metric.cells, lang, bracketed=metric.rate)
    if metric.rate:
        below = _sum(metric.over, lang, bracketed=True)
        if metric.less:
            below = say("briefing.less", lang, over=_sum(metric.over, lang), less=_sum(metric.less, lang))
        text = f"{text} ÷ {below}"
    return say("briefing.formula", lang, name=name(id_, lang), formula=text)


def _section(id_: str) -> str:
    return METRIC[id_].section if id_ in METRIC else id_.split(".")[0]


def _sum(cells: Sequence[str], lang: str, bracketed: bool = False) -> str:
    section, _, column = cells[0].split(".")
    items = tuple(c.split(".")[1] for c in cells)
    group = next((g.id for g in GROUPS if section == "requests" and items == members(g.id)), None)
    if group:
        return say(
            "briefing.group",
            lang,
            group=item_name(section, group, lang),
            n=len(items),
            column=column_name(section, column, lang),
        )
    parts = [
        say(
            "briefing.cell",
            lang,
            item=item_name(*c.split(".")[:2], lang),
            column=column_name(section, c.split(".")[2], lang),
        )
        for c in cells
    ]
    text = " ＋ ".join(parts) if lang == "zh" else " + ".join(parts)
    return say("briefing.brackets", lang, text=text) if bracketed and len(parts) > 1 else text
