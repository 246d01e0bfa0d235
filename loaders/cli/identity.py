"""gongkai check --identity: how many identities of a file of heads are told right."""

from pathlib import Path

import typer
from rich.table import Table
from rich.text import Text

from loaders.cli.common import err, out
from loaders.language.words import say


def check_identity(file: Path, target: Path | None, lang: str) -> None:
    """How many of the given identities are told right; or, with a target, the answers alone."""
    from loaders.output.tables import write
    from loaders.reading.identity import score

    try:
        if target:
            told = score.answers(file)
            target.write_bytes(write(told, "csv", bom=True))
            out.print(say("cli.exported", lang, path=target, rows=f"{told.height:,}"))
        counts, wrong = score.score(file)
    except (OSError, ValueError, KeyError) as fault:
        message = say("cli.identity.unreadable", lang, file=file, error=f"{type(fault).__name__}: {fault}")
        err.print(Text(message, style="red"), soft_wrap=True)
        raise typer.Exit(2) from None
    table = Table(*(say(f"cli.column.{k}", lang) for k in ("answer", "right", "wrong", "unknown")))
    for key, count in counts.items():
        table.add_row(key, *(f"{count[k]:,}" for k in ("right", "wrong", "unknown")))
    out.print(table)
    for w in wrong:
        out.print(
            Text(say("cli.identity.wrong", lang, line=w.line, answer=w.answer, given=w.given, ours=w.ours, url=w.url))
        )
