"""Pages never subtract one figure from another: whether two may be compared, and by how much they differ, a query says."""

import ast
from collections.abc import Iterator

import pytest
from helpers import ROOT

PAGES = ROOT / "pages"
DRAWN = {
    "shared/charts/figure.py": "shares of a figure's width, numbers of panels",
    "shared/charts/labels.py": "pixels between the ends of lines",
    "shared/charts/palette.py": "places between two colours",
    "shared/charts/scale.py": "the ends of a scale of shades",
    "shared/charts/share_bars.py": "pixels of bars and their names",
    "shared/charts/tree_bars.py": "pixels of bars and their names",
}
"""Modules that draw, and what they subtract."""
ALLOWED = {
    ("overview/alt_text.py", "of_map"): "row counts: places without a figure",
    ("overview/cards.py", "spark"): "pixels of a small line",
    ("requests/figures.py", "flow"): "pixels of the nodes of a flow",
    ("requests/figures.py", "_ribbon"): "pixels of a ribbon's edges",
    ("shared/frame/filters.py", "narrow"): "names of parameters",
    ("shared/parts/source_view.py", "_mark"): "the size of a mark on the picture of a page",
}
"""Functions that subtract what is no figure of reports, and what it is."""


def subtractions(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, str]]:
    """The function and the text of each difference of two values, none of which is a literal, a constant or a length."""
    for node in ast.iter_child_nodes(tree):
        name = node.name if isinstance(node, ast.FunctionDef | ast.ClassDef) else inside
        match node:
            case ast.BinOp(left=left, op=ast.Sub(), right=right) if not (_fixed(left) or _fixed(right)):
                yield inside, ast.unparse(node)
            case ast.BinOp(op=ast.Add(), right=ast.UnaryOp(op=ast.USub(), operand=right)) if not _fixed(right):
                yield inside, ast.unparse(node)
            case ast.AugAssign(op=ast.Sub(), value=value) if not _fixed(value):
                yield inside, ast.unparse(node)
            case ast.Call(func=ast.Attribute(value=of, attr="sub" | "diff" | "pct_change")) if not _pattern(of):
                yield inside, ast.unparse(node)
        yield from subtractions(node, name)


def _fixed(node: ast.AST) -> bool:
    """Whether a value is no figure: a literal, a constant of the module, a length, or a product with a constant."""
    match node:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name.isupper()
        case ast.Call(func=ast.Name(id="len")):
            return True
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div(), right=right):
            return any(isinstance(n, ast.Name) and n.id.isupper() for n in (left, right))
    return False


def _pattern(node: ast.AST) -> bool:
    """Whether the object of a call is a regular expression."""
    return isinstance(node, ast.Name) and (node.id == "re" or node.id.isupper())


def found() -> Iterator[tuple[str, str, str]]:
    for path in sorted(PAGES.rglob("*.py")):
        name = path.relative_to(PAGES).as_posix()
        for function, text in subtractions(ast.parse(path.read_text(encoding="utf-8"))):
            yield name, function, text


def test_no_page_subtracts_one_figure_from_another():
    others = [f for f in found() if f[0] not in DRAWN and f[:2] not in ALLOWED]
    assert others == [], "a difference of figures belongs into a query, which knows whether the two may be compared"


def test_every_exception_is_still_needed():
    there = {(module, function) for module, function, _ in found()}
    assert {a for a in ALLOWED if a not in there} == set()
    assert {m for m in DRAWN if m not in {module for module, _ in there}} == set()


@pytest.mark.parametrize(
    "text",
    [
        "a - b",
        "now['x'] - before['x']",
        "a += -b\na + -b",
        "a -= b",
        "2 * a - 2 * b",
        "pl.col('x').diff()",
        "frame['x'].sub(y)",
    ],
)
def test_a_difference_of_figures_is_seen(text):
    assert list(subtractions(ast.parse(text)))
