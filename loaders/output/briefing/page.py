"""A briefing → one page of HTML to print: no script, nothing from elsewhere, A4."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from loaders.output.briefing.model import Block, Briefing, Chart, Heading, Paragraph, Table
from loaders.output.briefing.text import caption, escaped, ordinal
from loaders.output.briefing.vector import picture

_CSS = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
_ABOVE = '@page {{ @top-center {{ content: "{text}"; font: 700 10.5pt "Noto Sans CJK SC", SimHei, sans-serif; }} }}'
"""Says on every printed page that the data are invented; the text is of the catalogue."""


def write_page(briefing: Briefing) -> str:
    """The page as a text; it is well-formed XML but for its first line."""
    above = _ABOVE.format(text=briefing.synthetic) if briefing.synthetic else ""
    lang = "zh-CN" if briefing.lang == "zh" else "en"
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8"/>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        f"<title>{escaped(briefing.title)}</title><style>{_CSS}{above}</style></head><body><main>"
        f"{''.join(_parts(briefing))}</main></body></html>\n"
    )


def _parts(briefing: Briefing) -> Iterator[str]:
    if briefing.synthetic:
        yield f'<p class="synthetic">{escaped(briefing.synthetic)}</p>'
    yield f"<h1>{escaped(briefing.title)}</h1>"
    if briefing.subtitle:
        yield f'<p class="under">{escaped(briefing.subtitle)}</p>'
    facts = "".join(f"<dt>{escaped(name)}</dt><dd>{escaped(text)}</dd>" for name, text in briefing.facts)
    yield f"<dl>{facts}</dl>"
    drawer = _Drawer(briefing.lang)
    for i, section in enumerate(briefing.sections, 1):
        yield f"<h2>{ordinal(i, briefing.lang)}{escaped(section.heading)}</h2>"
        below = 0
        for block in section.blocks:
            if isinstance(block, Heading):
                below += 1
                yield f"<h3>{ordinal(below, briefing.lang, 2)}{escaped(block.text)}</h3>"
            else:
                yield drawer.draw(block)
    notes = "".join(f'<li id="note{i}">{escaped(n)}</li>' for i, n in enumerate(briefing.notes, 1))
    yield f"<h2>{escaped(briefing.notes_heading)}</h2><ol>{notes}</ol>"


class _Drawer:
    """Blocks as elements; counts tables and charts."""

    def __init__(self, lang: str):
        self._lang = lang
        self._tables = self._charts = 0

    def draw(self, block: Block) -> str:
        if isinstance(block, Table):
            self._tables += 1
            return _table(block, caption("table", self._tables, block.title, self._lang), f"table{self._tables}")
        if isinstance(block, Chart):
            self._charts += 1
            title = escaped(caption("chart", self._charts, block.title, self._lang))
            unit = f'<p class="remark">{escaped(block.unit)}</p>'
            drawn = picture(block, f"chart{self._charts}")
            return f"<figure>{drawn}<figcaption>{title}{_marks(block.notes)}</figcaption>{unit}</figure>"
        assert isinstance(block, Paragraph)
        return f"<p>{escaped(block.text)}{_marks(block.notes)}</p>"


def _table(table: Table, title: str, id_: str) -> str:
    head = "".join(f'<th scope="col">{escaped(h)}</th>' for h in table.headings)
    rows = "".join(f"<tr>{''.join(_cells(row, table.numeric))}</tr>" for row in table.rows)
    remark = f'<p class="remark">{escaped(table.remark)}</p>' if table.remark else ""
    return (
        f'<div class="table" role="region" tabindex="0" aria-labelledby="{id_}"><table>'
        f'<caption id="{id_}">{escaped(title)}{_marks(table.notes)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{remark}"
    )


def _cells(row: Sequence[str], numeric: Sequence[bool]) -> Iterator[str]:
    for i, (text, right) in enumerate(zip(row, numeric, strict=True)):
        if i == 0:
            yield f'<th scope="row">{escaped(text)}</th>'
        else:
            yield f'<td class="n">{escaped(text)}</td>' if right else f"<td>{escaped(text)}</td>"


def _marks(notes: Sequence[int]) -> str:
    return "".join(f'<sup><a href="#note{n}">[{n}]</a></sup>' for n in notes)
