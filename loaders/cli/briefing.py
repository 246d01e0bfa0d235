"""gongkai briefing: a briefing on some years and places, as a Word document or a page to print."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from loaders.cli.common import LANG, LangOption, StoreOption, err, read_reports_or_exit
from loaders.language.words import say


def briefing(
    to: Annotated[Path, typer.Option("--out", help=say("cli.opt.briefing", LANG))],
    years: Annotated[list[int] | None, typer.Option("--year", help=say("cli.opt.years", LANG))] = None,
    places: Annotated[list[str] | None, typer.Option("--place", help=say("cli.opt.places", LANG))] = None,
    kinds: Annotated[list[str] | None, typer.Option("--kind", help=say("cli.opt.kinds", LANG))] = None,
    office: Annotated[str, typer.Option("--office", help=say("cli.opt.office", LANG))] = "",
    store: StoreOption = None,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: written; 2: nothing could be done."""
    from loaders.output.briefing.brief import brief
    from loaders.output.briefing.page import write_page
    from loaders.output.briefing.word import write_word
    from loaders.query.filter_urls import place_names
    from loaders.query.filters import Filter
    from loaders.query.snapshot import open_snapshot
    from loaders.settings import public_url

    if to.suffix not in (".docx", ".html"):
        _refuse("cli.briefing.format", lang, format=to.suffix or to.name)
    snapshot = open_snapshot(read_reports_or_exit(store, lang), low_memory=True)
    codes = {name: code for code, name in place_names(snapshot).items()}
    named = [codes.get(p, p) for p in places or ()]
    for code in named:
        if code not in codes.values():
            _refuse("cli.briefing.place", lang, place=code)
    filters = Filter(years=tuple(years or ()), places=tuple(named), kinds=tuple(kinds or ()))
    made = brief(snapshot, filters, lang, date.today(), base=public_url(), office=office)
    content = write_page(made).encode() if to.suffix == ".html" else write_word(made)
    try:
        to.write_bytes(content)
    except OSError as error:
        _refuse("cli.cannot_write", lang, path=to, error=error.strerror or error)
    err.print(Text(say("cli.briefing.done", lang, path=to, title="".join(made.title))), soft_wrap=True)


def _refuse(key: str, lang: str, **words: object) -> None:
    err.print(Text(say(key, lang, **words), style="red"), soft_wrap=True)
    raise typer.Exit(2)
