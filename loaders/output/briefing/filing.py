"""A survey → the sections of a briefing on who filed and who did not, and on what needs checking in the reports."""

import polars as pl

from loaders.language.numbers import share
from loaders.language.words import number
from loaders.output import summaries
from loaders.output.briefing.model import Block, Section, Table
from loaders.output.briefing.parts import paragraph
from loaders.output.briefing.sources import Sources
from loaders.output.briefing.survey import Survey
from loaders.output.filings import state_word, worded
from loaders.query import coverage
from loaders.query.issues import by_rule, examples
from loaders.query.years import latest_due_year
from loaders.store.cubes.filings import COUNTED

OWING = 40
EXAMPLES = 10
"""Rows of the lists: a briefing is read, the rest stands on the page that the note names."""


def filing(s: Survey, sources: Sources) -> Section:
    """Who ought to have filed, who did, and the list of those who did not."""
    asked = s.filters if s.filters.years else s.filters.only(latest_due_year(s.snapshot, s.filters, s.day))
    counts = coverage.counts(s.snapshot, s.filters, today=s.day).sort("year", descending=True)
    notes = sources.plain(s.say("briefing.note.filing", method=s.say("coverage.method")))
    blocks: list[Block] = [*paragraph(summaries.coverage(s.snapshot, s.filters, s.lang, s.day), notes)]
    if counts.height:
        inferred = not coverage.has_roster(s.snapshot)
        states = [c for c in COUNTED if counts[c].sum()]
        heads = [state_word(c, inferred, s.lang) for c in states]
        headings = (s.say("column.year"), s.say("briefing.expected"), s.say("briefing.filed"), *heads)
        rows = tuple(
            (
                str(r["year"]),
                number(r["expected"]),
                number(r["filed"])
                + share(r["filed"], r["expected"], s.lang)[0].join(("（", "）") if s.lang == "zh" else (" (", ")")),
                *(number(r[c]) for c in states),
            )
            for r in counts.iter_rows(named=True)
        )
        blocks.append(
            Table(s.say("briefing.filing_years"), headings, rows, (False, *(True for _ in headings[1:])), notes)
        )
    owing = coverage.coverage(s.snapshot, asked, OWING, s.day, state=coverage.OWING)
    many = coverage.count(s.snapshot, asked, coverage.OWING, s.day)
    if owing.height:
        headings = tuple(s.say(f"column.{c}") for c in ("agency", "place", "kind", "year", "state", "due", "basis"))
        rows = tuple(
            (
                r["agency"] or "",
                r["place"],
                r["kind"] or "",
                str(r["year"]),
                r["state"],
                r["due"].isoformat() if r["due"] else "",
                r["basis"],
            )
            for r in worded(owing, s.lang).iter_rows(named=True)
        )
        remark = s.say("briefing.first_rows", n=OWING, all=number(many)) if many > OWING else ""
        numeric = (False,) * len(headings)
        blocks.append(Table(s.say("briefing.owing", n=number(many)), headings, rows, numeric, notes, remark))
    elif counts.height and not s.filters.templates:
        blocks += paragraph(s.say("coverage.nobody"), notes)
    return Section(s.say("briefing.part.filing"), tuple(blocks))


def issues(s: Survey, sources: Sources) -> Section:
    """What the checks found, by rule, and the first of it one by one."""
    found = by_rule(s.snapshot, s.listed)
    notes = sources.plain(s.say("briefing.note.issues"))
    if not found.height:
        return Section(s.say("briefing.part.issues"), tuple(paragraph(s.say("overview.nothing_wrong"), notes)))
    graded = {str(g): int(n) for g, n in found.group_by("severity").agg(pl.col("issues").sum()).iter_rows()}
    listed = [
        s.say("briefing.graded", grade=s.say(f"severity.{g}"), n=number(graded[g]))
        for g in ("error", "warning", "info")
        if g in graded
    ]
    text = s.say("briefing.issues", n=number(sum(graded.values())), graded=s.say("list.comma").join(listed))
    headings = tuple(s.say(f"column.{c}") for c in ("severity", "rule", "issues", "reports"))
    rows = tuple(
        (s.say(f"severity.{r['severity']}"), s.say(f"rule.{r['rule']}"), number(r["issues"]), number(r["reports"]))
        for r in found.iter_rows(named=True)
    )
    first = examples(s.snapshot, s.listed, s.lang, EXAMPLES)
    cases = tuple(
        (r["agency"] or s.say("cli.unknown"), str(r["year"] or ""), r["severity"], r["message"])
        for r in first.iter_rows(named=True)
    )
    many = sum(graded.values())
    remark = s.say("briefing.first_issues", n=number(len(cases)), all=number(many)) if many > len(cases) else ""
    return Section(
        s.say("briefing.part.issues"),
        (
            *paragraph(text, notes),
            Table(s.say("briefing.rules"), headings, rows, (False, False, True, True), notes),
            Table(
                s.say("briefing.examples"),
                tuple(s.say(f"column.{c}") for c in ("body", "year", "severity", "issue")),
                cases,
                (False,) * 4,
                notes,
                remark,
            ),
        ),
    )
