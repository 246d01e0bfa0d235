"""Figures → a few notes that say where they come from: the reports added up, how figures are calculated, what was set aside."""

from collections.abc import Sequence

from loaders.form.metrics import METRIC
from loaders.form.vocabulary import GROUPS, members
from loaders.language.words import column_name, item_name, number, say
from loaders.output.briefing.survey import Survey
from loaders.output.briefing.text import gap


class Sources:
    """The notes of a briefing, numbered from 1 in the order in which they are first named; each stands once."""

    def __init__(self, survey: Survey):
        self._survey = survey
        self._notes: dict[str, str] = {}
        self._formulas: dict[str, str] = {}

    @property
    def texts(self) -> tuple[str, ...]:
        """The notes, the first of them `[1]`."""
        s = self._survey
        formulas = s.say("briefing.note.formulas", formulas=s.say("list.semicolon").join(self._formulas.values()))
        return tuple(formulas if key == "formulas" else text for key, text in self._notes.items())

    def plain(self, text: str) -> tuple[int, ...]:
        """The number of a note of its own wording."""
        return self._number(text, text)

    def year(self, ids: Sequence[str]) -> tuple[int, ...]:
        """The numbers of the notes on figures of the year that is spoken of."""
        s = self._survey
        n = number(s.found.now.get("reports") or 0)
        text = s.say("briefing.note.year", year=s.year, n=n, area=number(s.area), own=number(s.own))
        return self._number("year", text) + self._calculated(ids)

    def years(self, ids: Sequence[str]) -> tuple[int, ...]:
        """The numbers of the notes on figures of several years."""
        s = self._survey
        rows = list(s.past.select("year", "reports").iter_rows())
        counts = {n for _, n in rows}
        if len(rows) > 2 and len(counts) == 1 and rows[-1][0] - rows[0][0] == len(rows) - 1:
            parts = [s.say("briefing.note.same", first=rows[0][0], last=rows[-1][0], n=number(counts.pop()))]
        else:
            listed = (s.say("briefing.note.of_year", year=y, n=number(n)) for y, n in rows)
            parts = [s.say("briefing.note.years", years=s.say("list.comma").join(listed))]
        if s.changed:
            parts.append(s.say("briefing.note.changed", years=s.say("list.comma").join(map(str, s.changed))))
        return self._number("years", gap(s.lang).join(parts)) + self._calculated(ids)

    def places(self, ids: Sequence[str], reports: int) -> tuple[int, ...]:
        """The numbers of the notes on figures of the year by place."""
        s = self._survey
        text = s.say("briefing.note.places", year=s.year, n=number(reports))
        return self._number("places", text) + self._calculated(ids)

    def _calculated(self, ids: Sequence[str]) -> tuple[int, ...]:
        """The note on formulas, where one of the figures is more than a cell of the form."""
        composed = [i for i in ids if i in METRIC and (METRIC[i].rate or len(METRIC[i].cells) > 1)]
        for id_ in composed:
            self._formulas[id_] = formula(id_, self._survey.lang)
        return self._number("formulas", "") if composed else ()

    def _number(self, key: str, text: str) -> tuple[int, ...]:
        self._notes.setdefault(key, text)
        return (list(self._notes).index(key) + 1,)


def name(id_: str, lang: str) -> str:
    """What a figure is called: a metric, or a cell by its row and column."""
    if id_ in METRIC:
        return say(f"metric.{id_}", lang)
    section, item, column = id_.split(".")
    return say("briefing.cell", lang, item=item_name(section, item, lang), column=column_name(section, column, lang))


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
