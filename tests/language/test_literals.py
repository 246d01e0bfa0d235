"""No word of ours stands outside the catalogue: neither Chinese, nor English that is shown to a user."""

import ast
import re
from collections.abc import Iterator

import pytest
from helpers import ROOT

SHOWING = sorted(
    p
    for part in ("pages", "loaders/cli", "loaders/output/summaries.py", "loaders/language/numbers.py", "loaders/output/explain.py",
                 "loaders/language/issues.py", "loaders/output/xlsx.py", "loaders/output/tables.py", "loaders/cli/serve.py")
    for p in ([ROOT / part] if part.endswith(".py") else (ROOT / part).rglob("*.py"))
)  # fmt: skip
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
WORD = re.compile(r"[A-Za-z]{2,}")
SHOWN_BY = {
    "title", "header", "subheader", "caption", "markdown", "write", "text", "info", "warning", "error", "success",
    "button", "download_button", "link_button", "page_link", "metric", "radio", "selectbox", "multiselect", "pills",
    "segmented_control", "toggle", "checkbox", "slider", "number_input", "text_input", "text_area", "file_uploader",
    "date_input", "expander", "popover", "tabs", "toast", "spinner", "status", "progress", "dialog", "Column",
    "NumberColumn", "DateColumn", "LinkColumn", "TextColumn", "CheckboxColumn", "BarChartColumn", "LineChartColumn",
}  # fmt: skip
"""Calls whose first argument a user reads."""
SHOWN_AS = {"label", "help", "placeholder", "text", "ticktext", "hovertext", "title", "alt", "display_text", "body"}
"""Named arguments that a user reads."""
MARKUP = re.compile(r"<[^>]*>?|%\{[^}]*\}|^[a-z]*\}?>|:material/\w+:|:\w+\[|\]\(#\w+\)")
ALLOWED = {
    "pages/shared/frame/search.py": ("查找 Search", "a box's name until its script gives it in one language"),
    "pages/shared/parts/form_table.py": ("第二十条", "how a clause of the form begins"),
    "pages/compare/outlines.py": ("区县", "a name that files of outlines give a property"),
    "loaders/output/tables.py": ("％", "a pattern of what a spreadsheet would run"),
}
"""File → what may stand in it, and why."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in SHOWING:
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def docstrings(tree: ast.Module) -> set[ast.AST]:
    return {n.value for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}


def literals(node: ast.AST) -> Iterator[ast.Constant]:
    """The texts that an argument is made of, those aside that only choose, compare or name something."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif isinstance(node, ast.JoinedStr):
        yield from (v for v in node.values if isinstance(v, ast.Constant))
    elif isinstance(node, ast.BinOp | ast.BoolOp | ast.IfExp | ast.List | ast.Tuple | ast.ListComp | ast.GeneratorExp):
        parts = (
            (node.body, node.orelse)
            if isinstance(node, ast.IfExp)
            else (node.elt,)
            if isinstance(node, ast.ListComp | ast.GeneratorExp)
            else ast.iter_child_nodes(node)
        )
        for part in parts:
            yield from literals(part)


def allowed(file: str, text: str) -> bool:
    return file in ALLOWED and ALLOWED[file][0] in text


def chinese(file: str, tree: ast.Module) -> list[str]:
    skipped = docstrings(tree)
    return [
        f"{file}:{n.lineno}: {n.value!r}"
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and n not in skipped
        and CHINESE.search(n.value) and not allowed(file, n.value)
    ]  # fmt: skip


def english(file: str, tree: ast.Module) -> list[str]:
    found = []
    for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        given = [k.value for k in call.keywords if k.arg in SHOWN_AS]
        if name in SHOWN_BY and isinstance(call.func, ast.Attribute):
            given += call.args[:1]
        for node in (n for g in given for n in literals(g)):
            if WORD.search(MARKUP.sub("", node.value)) and not allowed(file, node.value):
                found.append(f"{file}:{node.lineno}: {node.value!r}")
    return found


@pytest.mark.parametrize("rule", [chinese, english], ids=["chinese", "english"])
def test_every_word_stands_in_the_catalogue(rule):
    found = [line for file, tree in sources() for line in rule(file, tree)]
    assert not found, "\n".join(found)


def test_words_outside_the_catalogue_are_found():
    tree = ast.parse('st.caption(f"Rows: {n}")\nst.title(say("a"))\nx = "总计"\nst.image(a, alt="A map" if b else "")')
    assert len(english("x.py", tree)) == 2
    assert len(chinese("x.py", tree)) == 1
