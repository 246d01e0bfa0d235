"""What all commands share: the language, the two consoles, the options."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from loaders.locale import language
from loaders.words import say

LANG = language(sys.argv)
# Where no terminal sets a width, tables keep theirs instead of folding every label.
_WIDTH = None if sys.stdout.isatty() else 160
out = Console(width=_WIDTH)
err = Console(stderr=True)

StoreOption = Annotated[Path | None, typer.Option("--store", help=say("cli.opt.store", LANG))]
LangOption = Annotated[str, typer.Option("--lang", help=say("cli.opt.lang", LANG))]
