"""A pivoted table and its words → HTML: heads over heads, numbers, and four looks for what is and is not there."""

from html import escape

from loaders.language.words import number, say
from loaders.query.pivot import OF_FIGURES, Pivot
from loaders.query.pivot_labels import Captions
from pages.shared.charts.palette import Palette

MOST_ROWS = 1000
_MOST_CELLS = 10_000
_SHORT = 9
"""Characters of a head that is not broken into lines."""


def drawn(table: Pivot) -> int:
    """How many rows are drawn, so that a browser is not kept waiting."""
    return min(MOST_ROWS, max(50, _MOST_CELLS // max(1, len(table.columns))), table.rows.height)


def css(palette: Palette) -> str:
    """The table's look in a theme; its head and its first column stay in sight."""
    return f"""<style>
.gk-grid {{overflow: auto; max-height: 75vh; border-bottom: 1px solid {palette["grid"]}}}
.gk-grid table {{border-collapse: separate; border-spacing: 0; font-size: 14px; font-variant-numeric: tabular-nums}}
.gk-grid th, .gk-grid td {{border-bottom: 1px solid {palette["grid"]}; padding: 5px 10px; color: {palette["ink"]};
  background: {palette["ground"]}}}
.gk-grid td {{text-align: right; white-space: nowrap}}
.gk-grid thead th {{font-weight: 600; text-align: right; vertical-align: bottom; max-width: 12em; min-width: 4.5em}}
.gk-grid thead th.short {{white-space: nowrap}}
.gk-grid thead th.side, .gk-grid tbody th {{text-align: left; min-width: 7em}}
.gk-grid thead th.group {{text-align: center; border-left: 1px solid {palette["grid"]}}}
.gk-grid thead {{position: sticky; top: 0; z-index: 2}}
.gk-grid thead tr:last-child th {{border-bottom: 2px solid {palette["outline"]}}}
.gk-grid tbody th {{font-weight: 400; max-width: 24em}}
.gk-grid tbody th:first-child, .gk-grid thead th.first {{position: sticky; left: 0; z-index: 1}}
.gk-grid .total th, .gk-grid .total td {{font-weight: 600; border-bottom: 1px solid {palette["outline"]}}}
.gk-grid .blank, .gk-grid .na {{color: {palette["muted"]}}} .gk-grid .na {{font-style: italic}}
.gk-grid .none {{color: {palette["muted"]}; background: repeating-linear-gradient(135deg, {palette["ground"]} 0 6px,
  {palette["grid"]} 6px 7px)}}
.gk-grid small {{display: block; font-size: 12px; color: {palette["muted"]}; font-weight: 400}}
@media (max-width: 640px) {{.gk-grid tbody th {{max-width: 9em; min-width: 5em}}}}
@media print {{.gk-grid {{max-height: none; overflow: visible}}}}
</style>"""


def grid(table: Pivot, said: Captions, name: str, lang: str, extras: tuple[str, ...]) -> str:
    """The first rows of the table; extras: `over` writes n/N below rates, `reports` how many reports have a figure."""
    shown = table.rows.head(drawn(table))
    words = {s: escape(say(f"tables.state.{s}", lang)) for s in ("blank", "none", "na")}
    body = []
    before: list[object] = []
    for row in shown.iter_rows(named=True):
        ids = [row[d] for d in table.question.rows]
        heads = (
            "".join(
                f'<th scope="row">{escape(_head(said, d, row, repeated=ids[: i + 1] == before[: i + 1] and i + 1 < len(ids)))}</th>'
                for i, d in enumerate(table.question.rows)
            )
            or f'<th scope="row">{escape(said.total)}</th>'
        )
        before = ids
        cells = "".join(_cell(row, str(i), words, lang, extras) for i in range(len(table.columns)))
        body.append(f'<tr class="total">{heads}{cells}</tr>' if row["total"] else f"<tr>{heads}{cells}</tr>")
    return (
        f'<div class="gk-grid" tabindex="0" role="region" aria-label="{escape(name)}"><table><thead>'
        f"{_heads(table, said, lang)}</thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _head(said: Captions, dimension: str, row: dict, *, repeated: bool) -> str:
    """What stands at the head of a row; a name that the row above has in the same place is not repeated."""
    if row["total"] and dimension not in OF_FIGURES:
        return said.total
    return "" if repeated else said.rows[dimension][row[dimension]]


def _heads(table: Pivot, said: Captions, lang: str) -> str:
    """A row of heads for each dimension in the columns; equal ones beside each other are one."""
    rows = table.question.rows
    depth = max(1, len(said.columns[0]) if said.columns else 1)
    sides = (
        "".join(
            f'<th scope="col" rowspan="{depth}" class="{"side first" if i == 0 else "side"}">'
            f"{escape(say(f'dimension.{d}', lang))}</th>"
            for i, d in enumerate(rows)
        )
        or f'<th rowspan="{depth}" class="side first" scope="col">&nbsp;</th>'
    )
    lines = []
    for at in range(depth):
        last = at + 1 == depth
        line, i = "", 0
        while i < len(said.columns):
            key = said.columns[i][: at + 1]
            span = 1
            while not last and i + span < len(said.columns) and said.columns[i + span][: at + 1] == key:
                span += 1
            text = escape(key[at] if key else "")
            short = ' class="short"' if len(text) <= _SHORT else ""
            line += (
                f'<th scope="col"{short}>{text}</th>'
                if last
                else f'<th scope="colgroup" colspan="{span}" class="group">{text}</th>'
            )
            i += span
        lines.append(f"<tr>{sides if at == 0 else ''}{line}</tr>")
    return "".join(lines)


def _cell(row: dict, i: str, words: dict[str, str], lang: str, extras: tuple[str, ...]) -> str:
    state, value, over = row[f"{i}.state"], row[i], row[f"{i}.over"]
    filed, reports = number(row[f"{i}.filed"]), number(row[f"{i}.reports"])
    said = {"filed": filed, "reports": reports, "n": number(row[f"{i}.n"]), "over": number(over)}
    rate = state == "number" and over is not None
    hint = escape(say(f"tables.hint.{'rate' if rate else state}", lang, **said))
    text = words[state] if state != "number" else f"{value:.1%}" if rate else number(value)
    below = []
    if "over" in extras and over is not None:
        below.append(f"{said['n']}/{said['over']}")
    if "reports" in extras and state != "none":
        below.append(say("tables.behind", lang, **said))
    text += "".join(f"<small>{escape(b)}</small>" for b in below)
    return f'<td class="{state}" title="{hint}">{text}</td>'
