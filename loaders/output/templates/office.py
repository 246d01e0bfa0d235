"""The office's own Word templates, kept beside its data → the one to fill, or the default that comes with the program."""

from loaders.output.templates.fill import TemplateError
from loaders.resources import shipped_path
from loaders.store.backends import Location, storage
from loaders.store.upkeep import TEMPLATES_FOLDER

TEMPLATES = ("notice", "circular")
_MOST = 20 << 20


def template(store: Location, name: str) -> bytes:
    """The office's template by its name, else the default one."""
    return own_template(store, name) or shipped_path(f"templates/{name}.docx").read_bytes()


def own_template(store: Location, name: str) -> bytes | None:
    """The office's template, None where it has none."""
    try:
        return storage(store).read(_file(name))
    except OSError:
        return None


def keep_template(store: Location, name: str, content: bytes) -> None:
    """Takes a template in the place of the one before; TemplateError for a file that is too large.

    Whether it can be filled is for the caller to try: that depends on what its paper names.
    """
    if len(content) > _MOST:
        raise TemplateError("template_too_large", size=len(content) >> 20, most=_MOST >> 20)
    storage(store).write(_file(name), content)


def drop_template(store: Location, name: str) -> None:
    """Goes back to the default template."""
    storage(store).remove(_file(name))


def _file(name: str) -> str:
    return f"{TEMPLATES_FOLDER}/{name}.docx"
