"""gongkai notice | circular: the papers that an office sends after the review of reports, as Word documents."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from loaders.cli.choice import Choice, KindsOption, PlacesOption, YearOption, choose_or_exit, refuse, write_or_exit
from loaders.cli.common import LANG, LangOption, StoreOption, err
from loaders.language.words import say

OfficeOption = Annotated[str, typer.Option("--office", help=say("cli.opt.sender", LANG))]
NumberOption = Annotated[str, typer.Option("--number", help=say("cli.opt.number", LANG))]
ReplyOption = Annotated[
    datetime | None, typer.Option("--reply-by", formats=["%Y-%m-%d"], help=say("cli.opt.reply_by", LANG))
]


def notice(
    to: Annotated[Path, typer.Option("--out", help=say("cli.opt.notice", LANG))],
    body: Annotated[str | None, typer.Option("--body", help=say("cli.opt.body", LANG))] = None,
    year: YearOption = None,
    places: PlacesOption = None,
    kinds: KindsOption = None,
    office: OfficeOption = "",
    number: NumberOption = "",
    reply_by: ReplyOption = None,
    store: StoreOption = None,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: written; 1: nothing is to be put right; 2: nothing could be done."""
    from loaders.output.papers.notice import NothingWrong, make_notice, make_notices
    from loaders.output.papers.paper import paper

    if to.suffix.lower() != (".docx" if body else ".zip"):
        refuse("cli.notice.format", lang, format=to.suffix or to.name)
    choice = choose_or_exit(store, year, places or (), kinds or (), lang)
    sent = paper(date.today(), office, number, reply_by.date() if reply_by else None)

    def made() -> bytes:
        if body is None:
            return make_notices(choice.snapshot, choice.filters, choice.year, sent)
        return make_notice(choice.snapshot, _body_or_exit(choice, body, lang), choice.year, sent)

    try:
        content = _made_or_exit(made, lang)
    except NothingWrong:
        err.print(Text(say("papers.notice.none", lang, year=choice.year)), soft_wrap=True)
        raise typer.Exit(1) from None
    write_or_exit(to, content, lang)
    err.print(Text(say("cli.paper.done", lang, path=to, year=choice.year)), soft_wrap=True)


def circular(
    to: Annotated[Path, typer.Option("--out", help=say("cli.opt.circular", LANG))],
    year: YearOption = None,
    places: PlacesOption = None,
    kinds: KindsOption = None,
    office: OfficeOption = "",
    number: NumberOption = "",
    reply_by: ReplyOption = None,
    store: StoreOption = None,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: written; 2: nothing could be done."""
    from loaders.output.papers.circular import make_circular
    from loaders.output.papers.paper import paper

    choice = choose_or_exit(store, year, places or (), kinds or (), lang)
    sent = paper(date.today(), office, number, reply_by.date() if reply_by else None)
    content = _made_or_exit(lambda: make_circular(choice.snapshot, choice.filters, choice.year, sent), lang)
    write_or_exit(to, content, lang)
    err.print(Text(say("cli.paper.done", lang, path=to, year=choice.year)), soft_wrap=True)


def _made_or_exit(make: Callable[[], bytes], lang: str) -> bytes:
    """A paper; says what is wrong with the office's template and exits with 2."""
    from loaders.output.templates.fill import TemplateError

    try:
        return make()
    except TemplateError as fault:
        refuse(f"reason.{fault.reason}", lang, **fault.words)


def _body_or_exit(choice: Choice, name: str, lang: str) -> str:
    """The id of a body by its name or id; says that there is none and exits with 2."""
    rows = choice.snapshot.rows("bodies", ("body_id", "agency"))
    found: dict[str, str] = {agency: body for body, agency in rows.iter_rows()}
    found |= {body: body for body in found.values()}
    if name not in found:
        refuse("cli.no_body", lang, body=name)
    return found[name]
