"""A line of a text → whether it is a page's own: its number, its running title, a note."""

import re

from loaders.text.normalize import common

_ASIDE = re.compile(
    r"[-—–―·\s]{1,4}\d{1,3}[-—–―·\s]{1,4}|第?\s*\d{1,3}\s*页\s*[,，/]?\s*(?:共\s*\d{1,3}\s*页)?|\d{1,3}\s*/\s*\d{1,3}"
    r"|续\s*上?\s*[表页]|[(（]\s*续\s*[)）]|(?:附?注|备注|说明)\s*[:：].*|.{0,40}政府信息公开(?:工作)?(?:年度报告|年报)"
)
"""A line that a page adds between the cells of a table: its number, its running title, a note."""


def is_aside(text: str) -> bool:
    """Whether a line is no part of the table that it interrupts."""
    return _ASIDE.fullmatch(common(text).strip()) is not None
