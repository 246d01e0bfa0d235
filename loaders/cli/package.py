"""gongkai package: all data of a store as one zip."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from loaders.cli.common import LANG, LangOption, StoreOption, err, opened, read_reports_or_exit
from loaders.language.words import number, say


def package(
    to: Annotated[Path, typer.Option("--out", help=say("cli.opt.package", LANG))],
    store: StoreOption = None,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: written; 2: nothing could be done."""
    from loaders.output.package.package import write_package

    stored = read_reports_or_exit(store, lang)
    try:
        with opened(str(to)) as file:
            rows = write_package(stored, file, lang, date.today())
    except OSError as error:
        reason = error.strerror or error
        err.print(Text(say("cli.cannot_write", lang, path=to, error=reason), style="red"), soft_wrap=True)
        raise typer.Exit(2) from None
    done = say("cli.package.done", lang, path=to, reports=number(rows["reports"]), facts=number(rows["facts"]))
    err.print(Text(done), soft_wrap=True)
