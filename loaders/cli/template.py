"""gongkai template save | set | clear | restore: the Word templates of an office's papers."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from loaders.cli.choice import refuse, write_or_exit
from loaders.cli.common import LANG, LangOption, StoreOption, err, note_change, out, read_or_exit
from loaders.language.words import say
from loaders.store.locations import default_path

template_app = typer.Typer(help=say("cli.template", LANG), no_args_is_help=True)
NameArgument = Annotated[str, typer.Argument(help=say("cli.opt.template", LANG))]


@template_app.command("save", help=say("cli.template.save", LANG))
def save(
    name: NameArgument,
    to: Annotated[Path, typer.Option("--out", help=say("cli.opt.template_out", LANG))],
    store: StoreOption = None,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: written; 2: nothing could be done."""
    from loaders.output.templates.office import template

    _known_or_exit(name, lang)
    write_or_exit(to, template(store or default_path(), name), lang)
    out.print(say("cli.template.saved", lang, path=to))


@template_app.command("set", help=say("cli.template.set", LANG))
def take(
    name: NameArgument,
    file: Annotated[Path, typer.Argument(help=say("cli.opt.template_file", LANG))],
    store: StoreOption = None,
    lang: LangOption = LANG,
) -> None:
    """Exit 0: in force; 2: it cannot be filled, and nothing was changed."""
    from loaders.output.papers.trial import try_template
    from loaders.output.templates.fill import TemplateError
    from loaders.output.templates.office import keep_template

    _known_or_exit(name, lang)
    content, where = read_or_exit(file, lang), store or default_path()
    try:
        try_template(name, content, date.today())
        keep_template(where, name, content)
    except TemplateError as fault:
        refuse(f"reason.{fault.reason}", lang, **fault.words)
    note_change(where, "office", table=f"template {name}")
    out.print(say("cli.template.taken", lang, name=say(f"papers.template.{name}", lang)))


@template_app.command("clear", help=say("cli.template.clear", LANG))
def clear(name: NameArgument, store: StoreOption = None, lang: LangOption = LANG) -> None:
    """Exit 0: the default template is in force; 2: nothing could be done."""
    from loaders.output.templates.office import drop_template

    _known_or_exit(name, lang)
    where = store or default_path()
    drop_template(where, name)
    note_change(where, "office", table=f"template {name}", removed=True)
    out.print(say("cli.template.cleared", lang, name=say(f"papers.template.{name}", lang)))


@template_app.command("restore", help=say("cli.template.restore", LANG))
def restore(name: NameArgument, store: StoreOption = None, lang: LangOption = LANG) -> None:
    """Exit 0: the template before is in force; 1: there is none; 2: nothing could be done."""
    from loaders.output.templates.office import restore_template

    _known_or_exit(name, lang)
    where = store or default_path()
    if not restore_template(where, name):
        err.print(say("cli.office.no_before", lang), style="red")
        raise typer.Exit(1)
    note_change(where, "office", table=f"template {name}", restored=True)
    out.print(say("cli.template.restored", lang, name=say(f"papers.template.{name}", lang)))


def _known_or_exit(name: str, lang: str) -> None:
    from loaders.output.templates.office import TEMPLATES

    if name not in TEMPLATES:
        refuse("cli.template.unknown", lang, name=name, known=say("list.comma", lang).join(TEMPLATES))
