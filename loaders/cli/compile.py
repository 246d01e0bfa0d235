"""gongkai compile: the national form of an area and a year, filled with its sums, as a Word draft or a workbook."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from loaders.cli.choice import PlacesOption, YearOption, choose_or_exit, refuse, write_or_exit
from loaders.cli.common import LANG, LangOption, StoreOption, err
from loaders.language.words import say


def compile_form(
    to: Annotated[Path, typer.Option("--out", help=say("cli.opt.compile", LANG))],
    year: YearOption = None,
    places: PlacesOption = None,
    store: StoreOption = None,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: written; 2: nothing could be done."""
    from loaders.output.compiled.make import FORMATS, make_form
    from loaders.query.area import area_of, full_name
    from loaders.query.compiled import FIRST_YEAR

    format = to.suffix.lstrip(".").lower()
    if format not in FORMATS:
        refuse("cli.compile.format", lang, format=to.suffix or to.name)
    snapshot, filters, chosen = choose_or_exit(store, year, places or (), (), lang)
    if chosen < FIRST_YEAR:
        refuse("cli.compile.year", lang, year=chosen, first=FIRST_YEAR)
    area = area_of(snapshot, filters)
    if area is None:
        refuse("cli.compile.area", lang)
    write_or_exit(to, make_form(snapshot, area, chosen, format, lang, date.today()), lang)
    done = say("cli.compile.done", lang, path=to, name=full_name(snapshot, area), year=chosen)
    err.print(Text(done), soft_wrap=True)
