"""An issue → one plain sentence with its table, row and column and the figures on both sides."""

from collections.abc import Iterable, Mapping

from loaders.form.rules import operands
from loaders.form.vocabulary import CELL_BY_NAME
from loaders.language.locations import location_text
from loaders.language.words import CATALOGUE, column_name, item_name, number, say, section_name

MAX_MISSING_NAMED = 12
Values = Mapping[str, float | None]
"""The figures of a report by cell name, None for a cell without a number."""


def sentence(issue: Mapping[str, object], values: Values, lang: str, year: int | None = None) -> str:
    """The sentence for a row of `issues`; values are those of its report, year its reporting year."""
    words = _words(issue, lang, year) | _figures(issue, values, lang)
    text = say(f"sentence.{issue['rule']}", lang, **words)
    return text + (say("sentence.partial", lang) if issue["partial"] else "")


def brief(issue: Mapping[str, object], lang: str, year: int | None = None) -> str:
    """The place and the two figures that differ, in few words; nothing for a rule without figures."""
    key = f"brief.{issue['rule']}"
    return say(key, lang, **_words(issue, lang, year)) if key in CATALOGUE else ""


def difference(issue: Mapping[str, object]) -> float | None:
    """By how much the two sides differ; None for a rule without two figures."""
    left, right = issue["left"], issue["right"]
    return abs(float(right) - float(left)) if isinstance(left, int | float) and isinstance(right, int | float) else None


def full_text(issue: Mapping[str, object], lang: str, format: str | None = None) -> str:
    """The sentence of an issue that has its `message`, by how much its two sides differ, and where it stands in a document
    of a format.
    """
    text, apart = str(issue["message"]), difference(issue)
    if apart:
        text += ("" if lang == "zh" else " ") + say("report.difference", lang, n=number(abs(apart)))
    location = location_text(str(issue["where"] or ""), lang, format)
    return text + (say("value.within", lang, text=location) if location else "")


def cell_of(issue: Mapping[str, object]) -> str | None:
    """The cell at which an issue is marked: the first of the right side, if there is one; None where it has none."""
    left, right = operands(str(issue["rule"]), *_place(issue))
    return next((cell for cell in (*right, *left) if cell in CELL_BY_NAME), None)


def marks_of(issues: Iterable[Mapping[str, object]]) -> dict[str, list[int]]:
    """Cell → the numbers, from 1 on, of the issues that are marked at it: at the right side of an equation, if it has one."""
    marks: dict[str, list[int]] = {}
    for n, issue in enumerate(issues, 1):
        left, right = operands(str(issue["rule"]), *_place(issue))
        for cell in right or left:
            marks.setdefault(cell, []).append(n)
    return marks


def _words(issue: Mapping[str, object], lang: str, year: int | None) -> dict[str, object]:
    section, item, column = _place(issue)
    return {
        "section": section_name(section, lang) if section else say("section.none", lang),
        "item": item_name(section, item, lang) if section and item else "",
        "column": column_name(section, column, lang) if section and column else "",
        "left": _figure(issue["left"], lang),
        "right": _figure(issue["right"], lang),
        "text": issue["text"] or say("sentence.none", lang),
        "year": year or "",
        "before": year - 1 if year else "",
    }


def _figures(issue: Mapping[str, object], values: Values, lang: str) -> dict[str, object]:
    """The figures that were added on both sides, and the bodies that lack one."""
    left, right = operands(str(issue["rule"]), *_place(issue))
    return {
        "left_parts": parts(left, values, lang),
        "right_parts": parts(right, values, lang),
        "missing": missing(str(issue["text"] or ""), lang),
    }


def _place(issue: Mapping[str, object]) -> tuple[str | None, str | None, str | None]:
    """Section, item and column."""
    return _id(issue["section"]), _id(issue["item"]), _id(issue["column"])


def missing(names: str, lang: str) -> str:
    """How many bodies lack a report, and the first of their names, which 、 joins; nothing where none does."""
    listed = names.split(say("list.comma", "zh")) if names else []
    if not listed:
        return ""
    more = say("sentence.more", lang) if len(listed) > MAX_MISSING_NAMED else ""
    first = say("list.comma", lang).join(listed[:MAX_MISSING_NAMED])
    return say("sentence.missing", lang, n=number(len(listed)), names=first + more)


def parts(cells: tuple[str, ...], values: Values, lang: str) -> str:
    """The figures of some cells that are not 0, each with the name of its row, or of its column if they share the row."""
    names = [cell.split(".") for cell in cells]
    by_item = len({item for _, item, _ in names}) > 1
    terms = []
    for cell, (section, item, column) in zip(cells, names, strict=True):
        if value := values.get(cell):
            name = item_name(section, item, lang) if by_item else column_name(section, column, lang)
            terms.append(f"{name} {number(value)}")
    joined = say("list.plus", lang).join(terms)
    return joined or say("sentence.all_zero", lang)


def _id(value: object) -> str | None:
    return str(value) if value else None


def _figure(value: object, lang: str) -> str:
    return number(float(value)) if isinstance(value, int | float) else say("value.unasked", lang)
