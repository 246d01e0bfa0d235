"""`gongkai source`: the kept bytes of a document → a file."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from loaders.cli.common import LANG, LangOption, StoreOption, err, out, read_reports_or_exit
from loaders.language.words import say


def source(
    name: Annotated[str, typer.Argument(help=say("cli.opt.source", LANG))],
    to: Annotated[str | None, typer.Option("--out", help=say("cli.opt.source_out", LANG))] = None,
    store: StoreOption = None,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: written; 2: nothing could be done."""
    from loaders.ingest.settle import targets
    from loaders.query.kept import kept_bytes

    opened = read_reports_or_exit(store, lang)
    found = [t.document for t in targets(opened, name) if t.document]
    if not found:
        _fail(say("settle.no_document", lang, name=name))
    kept = next(filter(None, (kept_bytes(opened, document) for document in found)), None)
    if kept is None:
        _fail(say("cli.source.none", lang, name=name))
        return
    if to == "-":
        sys.stdout.buffer.write(kept.data)
        return
    path = Path(to or kept.name)
    try:
        # Only a file that was named is replaced.
        with path.open("wb" if to else "xb") as file:
            file.write(kept.data)
    except FileExistsError:
        _fail(say("cli.source.exists", lang, path=path))
    except OSError as error:
        _fail(say("cli.cannot_write", lang, path=path, error=error.strerror or error))
    out.print(Text(say("cli.source.done", lang, path=path, size=f"{len(kept.data):,}")))


def _fail(message: str) -> None:
    err.print(Text(message, style="red"), soft_wrap=True)
    raise typer.Exit(2)
