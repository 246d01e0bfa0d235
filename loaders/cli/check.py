"""`gongkai check`: what is wrong in the reports of a store, or in drafts that are not stored."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from loaders.cli.common import LANG, LangOption, StoreOption, err, out, read_reports_or_exit
from loaders.cli.identity import check_identity
from loaders.language.words import say
from loaders.store.backends import Location
from loaders.store.locations import default_path

if TYPE_CHECKING:
    from loaders.ingest.overrides import Override
    from loaders.precheck.verdict import Verdict

_STYLES = {"error": "red", "warning": "yellow", "info": "dim"}
_OF_OUTCOMES = {"rejected": "red", "error": "red", "warning": "yellow", "clear": "green"}


def check(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help=say("cli.opt.drafts", LANG), show_default=False)
    ] = None,
    store: StoreOption = None,
    body: Annotated[str | None, typer.Option("--body", help=say("cli.opt.draft_body", LANG))] = None,
    place: Annotated[str | None, typer.Option("--place", help=say("cli.opt.draft_place", LANG))] = None,
    year: Annotated[int | None, typer.Option("--year", help=say("cli.opt.draft_year", LANG))] = None,
    rules: Annotated[bool, typer.Option("--rules", help=say("cli.opt.rules", LANG))] = False,
    limit: Annotated[int, typer.Option("--limit", min=0, help=say("cli.opt.limit", LANG))] = 50,
    identity: Annotated[Path | None, typer.Option("--identity", help=say("cli.opt.identity", LANG))] = None,
    target: Annotated[Path | None, typer.Option("--out", help=say("cli.opt.answers", LANG))] = None,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: no error was found; 1: there are errors, or a draft is no report; 2: nothing could be checked."""
    if identity:
        check_identity(identity, target, lang)
    elif rules:
        _print_rules(lang)
    elif files:
        _check_drafts(files, _said(body, place, year, lang), store, lang)
    else:
        _check_store(store, limit, lang)


def _print_rules(lang: str) -> None:
    from loaders.form.rules import RULES

    table = Table("id", *(say(f"cli.column.{k}", lang) for k in ("severity", "meaning")))
    for rule in RULES:
        number = f"{rule.number}. " if rule.number else ""
        table.add_row(rule.id, say(f"severity.{rule.severity}", lang), number + say(f"rule.{rule.id}", lang))
    out.print(table)


def _check_store(store: Location | None, limit: int, lang: str) -> None:
    import polars as pl

    from loaders.form.rules import severity_order
    from loaders.query.exports import issues

    opened = read_reports_or_exit(store, lang)
    found = opened.read("issues")
    reports = opened.scan("reports").select(pl.len()).collect().item()
    out.print(say("cli.check.title", lang, reports=f"{reports:,}", issues=f"{found.height:,}"))
    if not found.height:
        return
    counts = found.group_by("severity", "rule").len().sort(severity_order(), "len", descending=[False, True])
    table = Table(*(say(f"cli.column.{k}", lang) for k in ("severity", "rule", "count")))
    for severity, rule, n in counts.iter_rows():
        table.add_row(say(f"severity.{severity}", lang), say(f"rule.{rule}", lang), f"{n:,}")
    out.print(table)
    first = found.sort(severity_order(), "report_id").head(limit)["report_id"].unique().to_list()
    shown = issues(opened, lang, first).head(limit)
    for row in shown.iter_rows(named=True):
        out.print(Text(f"{row['agency'] or row['source']} {row['year'] or ''}  {row[f'message_{lang}']}"))
    if found.height > shown.height:
        out.print(say("cli.check.more", lang, n=f"{found.height - shown.height:,}"))
    if (found["severity"] == "error").any():
        raise typer.Exit(1)


def _said(body: str | None, place: str | None, year: int | None, lang: str) -> "Override | None":
    """What the user says of the drafts; exits with 2 where it cannot be so."""
    from loaders.ingest.overrides import Override, fault

    if body is None and place is None and year is None:
        return None
    said = Override(agency=body, place=place, year=year)
    wrong = fault(said)
    if wrong:
        err.print(Text(say(f"settle.{wrong.reason}", lang, **wrong.words), style="red"), soft_wrap=True)
        raise typer.Exit(2)
    return said


def _check_drafts(paths: list[Path], said: "Override | None", store: Location | None, lang: str) -> None:
    from loaders.ingest.processes import NoWorkers
    from loaders.precheck.drafts import corrected, read_drafts
    from loaders.precheck.verdict import verdicts
    from loaders.reading.files import IgnoredFile, SourceFile, find_files
    from loaders.store.versions import open_store

    try:
        listed = list(find_files(paths))
    except FileNotFoundError as error:
        err.print(Text(say("reason.path_missing", lang, path=error.args[0]), style="red"), soft_wrap=True)
        raise typer.Exit(2) from None
    files = [f for f in listed if isinstance(f, SourceFile)]
    ignored = [f.source for f in listed if isinstance(f, IgnoredFile)]
    if ignored:
        names = say("list.comma", lang).join(ignored)
        err.print(Text(say("cli.check.ignored", lang, names=names), style="red"), soft_wrap=True)
    if not files:
        err.print(Text(say("cli.nothing", lang), style="red"), soft_wrap=True)
        raise typer.Exit(2)
    try:
        drafts = read_drafts(files, workers=os.cpu_count() or 1)
    except NoWorkers as error:
        err.print(Text(say("cli.no_workers", lang, code=error.args[0]), style="red"), soft_wrap=True)
        raise typer.Exit(2) from None
    if said:
        drafts = [draft if draft.document["digest"] is None else corrected(draft, said) for draft in drafts]
    found = verdicts(drafts, open_store(store or default_path()), lang)
    for verdict in found:
        _print_verdict(verdict, lang)
    # Who names a file wants it checked; what else lies in a folder may be anything.
    unchecked = {path.name for path in paths} & set(ignored)
    if unchecked or any(v.outcome in ("error", "rejected") for v in found):
        raise typer.Exit(1)


def _print_verdict(verdict: "Verdict", lang: str) -> None:
    from loaders.language.issues import full_text
    from loaders.language.numbers import circled
    from loaders.precheck import sentences

    out.print(Text(verdict.draft.name, style="bold"), soft_wrap=True)
    if verdict.outcome != "rejected":
        out.print(Text(sentences.whose(verdict, lang)), soft_wrap=True)
    out.print(Text(sentences.headline(verdict, lang), style=_OF_OUTCOMES[verdict.outcome]), soft_wrap=True)
    if verdict.outcome == "rejected":
        return
    out.print(Text(sentences.counts(verdict, lang)), soft_wrap=True)
    for n, issue in enumerate(verdict.issues.iter_rows(named=True), 1):
        severity = Text(f"{circled(n)} {say('severity.' + issue['severity'], lang)} ", style=_STYLES[issue["severity"]])
        out.print(
            severity + Text(full_text(issue, lang, verdict.draft.document["format"]), style=""),
            soft_wrap=True,
        )
    _print_part("unassessable", [Text(t) for t in sentences.unassessable_texts(verdict, lang)], lang)
    required = [
        Text(f"{say('severity.' + severity, lang)} ", style=_STYLES[severity]) + Text(text, style="")
        for severity, text in sentences.requirement_texts(verdict, lang)
    ]
    _print_part("requirements", required, lang)
    if verdict.before:
        out.print(Text(sentences.before_text(verdict, lang), style="dim"), soft_wrap=True)


def _print_part(kind: str, texts: list[Text], lang: str) -> None:
    if texts:
        out.print(Text(say(f"precheck.kind.{kind}", lang), style="bold"))
    for text in texts:
        out.print(Text("  ") + text, soft_wrap=True)
