"""Sums by year, place, kind or body → what each rests on, in words, for charts, tables and files."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from loaders.language.basis import basis_words
from loaders.language.words import number, say
from loaders.query.bases import BASIS, bases, bases_apart, total_bases
from loaders.query.by_template import FORMS, bases_by_template
from loaders.query.filters import Filter
from loaders.query.snapshot import Snapshot


class Basis(NamedTuple):
    """words: `sum of 2 of 10 bodies`; mark: what stands behind a name, ` ◇` for a sum of bodies, ` ◇ 2/10` for a partial
    one, ` (10 without a report)` where none of them has one, empty for an area's own report; partial: whether bodies are missing; expected: how many reports ought to stand there.
    """

    words: str
    mark: str
    partial: bool
    expected: int = 0


def basis_of(areas: int, bodies: int, expected: int, lang: str) -> Basis:
    """The basis of a sum, from what `loaders.query.bases` counts."""
    partial = bodies < expected
    share = say("basis.mark", lang, k=number(bodies), m=number(expected)) if partial else ""
    mark = " ◇" + share if bodies else say("basis.mark.none", lang, m=number(expected)) if expected else ""
    return Basis(basis_words(areas, bodies, expected, lang), mark, partial, areas + max(bodies, expected))


def bases_by(snapshot: Snapshot, filters: Filter, by: str, lang: str) -> dict[Any, Basis]:
    """The basis of a year's sums by `division` or `kind`; filters: of one year."""
    apart = by != "division"
    found = bases_apart(snapshot, filters, "own", (by,)) if apart else bases(snapshot, filters, "district")
    return {key: basis_of(areas, n, m, lang) for key, areas, n, m in found.select(by, *BASIS).iter_rows()}


def bases_of_years(snapshot: Snapshot, filters: Filter, lang: str) -> dict[int, Basis]:
    """The basis of the total of each year."""
    found = total_bases(snapshot, filters).select("year", *BASIS)
    return {year: basis_of(areas, n, m, lang) for year, areas, n, m in found.iter_rows()}


def bases_of_templates(
    snapshot: Snapshot, filters: Filter, of: Sequence[tuple[int, str]], lang: str
) -> dict[str, dict[int, Basis]]:
    """The basis of sums of `loaders.query.by_template.by_template`, by form and year; of: these years and forms."""
    out: dict[str, dict[int, Basis]] = {form: {} for form in FORMS}
    for year, form, areas, n, m in bases_by_template(snapshot, filters, of).select("year", "form", *BASIS).iter_rows():
        out[form][year] = basis_of(areas, n, m, lang)
    return out


def lacking(row: Mapping[str, Any], names: Mapping[str, str], lang: str) -> str:
    """`granted 2/3`: the figures of a row of sums that not all of its reports give; empty where all do.

    names: of the figures by their ids.
    """
    return say("list.comma", lang).join(
        say("basis.lacking", lang, name=name, n=number(row[f"{id_}.reports"]), all=number(row["reports"]))
        for id_, name in names.items()
        if row[f"{id_}.reports"] < row["reports"]
    )


def year_basis_headings(lang: str) -> dict[str, str]:
    """The headings of what each figure of one year rests on: `known`, `counted`, `expected` and `basis`."""
    columns = {"known": "known", "counted": "reports_added", "expected": "reports_expected", "basis": "rests_on"}
    return {c: say(f"column.{word}", lang) for c, word in columns.items()}


def basis_headings(lang: str) -> dict[str, str]:
    """The headings of `basis` and `lacking`."""
    return {"basis": say("column.rests_on", lang), "lacking": say("column.lacking", lang)}
