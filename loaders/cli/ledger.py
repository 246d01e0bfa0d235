"""gongkai ledger: the review ledger of a year as a workbook."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from loaders.cli.choice import KindsOption, PlacesOption, YearOption, choose_or_exit, write_or_exit
from loaders.cli.common import LANG, LangOption, StoreOption, err
from loaders.language.words import say


def ledger(
    to: Annotated[Path, typer.Option("--out", help=say("cli.opt.ledger", LANG))],
    year: YearOption = None,
    places: PlacesOption = None,
    kinds: KindsOption = None,
    store: StoreOption = None,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: written; 2: nothing could be done."""
    from loaders.output.ledger import make_ledger

    choice = choose_or_exit(store, year, places or (), kinds or (), lang)
    content = make_ledger(choice.snapshot, choice.filters, choice.year, lang, date.today())
    write_or_exit(to, content, lang)
    err.print(Text(say("cli.ledger.done", lang, path=to, year=choice.year)), soft_wrap=True)
