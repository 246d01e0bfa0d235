"""The office's own Word templates, kept beside its data → the one to fill, or the default that comes with the program."""

from loaders.output.templates.fill import TemplateError
from loaders.resources import shipped_path
from loaders.store.backends import Location, storage
from loaders.store.upkeep import TEMPLATES_FOLDER
from loaders.store.writer import locked

TEMPLATES = ("notice", "circular")
MOST_MEGABYTES = 20


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
    """Takes a template in the place of the one before, which is kept; TemplateError for a file that is too large.

    Whether it can be filled is for the caller to try: that depends on what its paper names.
    """
    if len(content) > MOST_MEGABYTES << 20:
        raise TemplateError("template_too_large", size=len(content) >> 20, most=MOST_MEGABYTES)
    _put(store, name, content)


def drop_template(store: Location, name: str) -> None:
    """Goes back to the default template; the one before is kept."""
    _put(store, name, None)


def has_before(store: Location, name: str) -> bool:
    """Whether a template before the one in force is kept; it may be the default one."""
    return _before(store, name) is not None


def restore_template(store: Location, name: str) -> bool:
    """Puts the template before back in force, and the one in force in its stead; whether there is one."""
    before = _before(store, name)
    if before is None:
        return False
    _put(store, name, before or None)
    return True


def _put(store: Location, name: str, content: bytes | None) -> None:
    """None for the default one. A file without content stands for that where it was in force before."""
    files = storage(store)
    with locked(store, files):
        files.write(_file(f"{name}.before"), own_template(store, name) or b"")
        if content is None:
            files.remove(_file(name))
        else:
            files.write(_file(name), content)


def _before(store: Location, name: str) -> bytes | None:
    try:
        return storage(store).read(_file(f"{name}.before"))
    except OSError:
        return None


def _file(name: str) -> str:
    return f"{TEMPLATES_FOLDER}/{name}.docx"
