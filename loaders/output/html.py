"""A template and values → HTML; every value is escaped unless it is markup already."""

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_ROOT = Path(__file__).resolve().parents[2]
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text with each character that XML and HTML cannot hold replaced by �."""
    return _FORBIDDEN.sub("�", text)


def render(template: str, **values: object) -> Markup:
    """The template filled with values.

    template: its path from the folder that holds `loaders` and `pages`, such as `pages/tables/grid.html`. A value that
    the template names and the caller omits raises `jinja2.UndefinedError`; characters that HTML cannot hold become �.
    """
    return Markup(clean(_environment.get_template(template).render(values)))


_environment = Environment(
    loader=FileSystemLoader(_ROOT),
    autoescape=True,
    auto_reload=False,
    lstrip_blocks=True,
    trim_blocks=True,
    undefined=StrictUndefined,
)
