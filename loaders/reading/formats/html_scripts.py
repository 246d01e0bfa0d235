"""A page with scripts → the cells into which they write, so that what is seen there is not what stands in the page."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_QUOTED = re.compile(r"""["'`]#?([\w:.-]+)["'`]""")
_BOUND = (
    "data-to",
    "data-count",
    "data-countup",
    "data-target-number",
    "data-bind",
    "v-text",
    "v-html",
    "ng-bind",
    "x-text",
)
"""Attributes that name what a script writes into an element: the number to which a counter runs, the value that it is bound to."""
_SELECTOR = ",".join(f"[{name}]" for name in _BOUND)


def filled_by_scripts(tree: LexborHTMLParser, text: str) -> frozenset[int]:
    """The cells that a script fills, by their `mem_id`: what it names by its id, or what says so itself."""
    if "<script" not in text.lower():
        return frozenset()
    named = {name for script in tree.css("script:not([src])") for name in _QUOTED.findall(script.text() or "")}
    nodes = tree.css(_SELECTOR)
    nodes += [node for node in tree.css("td[id],th[id],td [id],th [id]") if node.attributes.get("id") in named]
    return frozenset(cell.mem_id for node in nodes if (cell := _cell(node)) is not None)


def _cell(node: LexborNode) -> LexborNode | None:
    """The cell that an element is, or in which it lies."""
    around: LexborNode | None = node
    while around is not None and around.tag not in ("td", "th"):
        around = around.parent
    return around
