"""What became of each body's reports → an HTML table of bodies × years, a sign and a word in each cell."""

from html import escape

import polars as pl

from loaders.language.words import say
from pages.shared.charts.palette import Palette

_SIGNS = {"in_time": "●", "late": "◐", "undated": "○", "failed": "!", "missing": "✕", "not_expected": "·"}


def css(palette: Palette) -> str:
    """The table's look in a theme: what is wrong in red with a sign, all else in ink."""
    return f"""<style>
.gk-matrix {{overflow-x: auto}}
.gk-matrix table {{border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums}}
.gk-matrix th, .gk-matrix td {{border-bottom: 1px solid {palette["grid"]}; padding: 5px 12px; text-align: left;
  white-space: nowrap; color: {palette["ink"]}}}
.gk-matrix thead th {{border-bottom: 2px solid {palette["outline"]}; font-weight: 600}}
.gk-matrix tbody th {{font-weight: 400; max-width: 22em; overflow: hidden; text-overflow: ellipsis}}
.gk-matrix .in_time i {{color: {palette["primary"]}}} .gk-matrix .late i {{color: {palette["primary"]}}}
.gk-matrix .undated i {{color: {palette["primary"]}}} .gk-matrix .not_expected {{color: {palette["muted"]}}}
.gk-matrix .missing, .gk-matrix .failed {{color: {palette["wrong"]}; font-weight: 600}}
.gk-matrix i {{font-style: normal; display: inline-block; width: 1.4em}}
</style>"""


def matrix(rows: pl.DataFrame, names: dict[str, str], lang: str) -> str:
    """The table; rows as `coverage` gives them, sorted by body; names: what a body is called, by its id.

    A cell stays empty where the filters leave the body's filing of that year out.
    """
    years = sorted(rows["year"].unique().to_list())
    cells = {
        (b, y): (s, p, d) for b, y, s, p, d in rows.select("body_id", "year", "state", "published", "due").iter_rows()
    }
    head = "".join(f'<th scope="col">{year}</th>' for year in years)
    lines = []
    for body in rows["body_id"].unique(maintain_order=True):
        line = "".join(_cell(*cells[body, y], lang) if (body, y) in cells else "<td></td>" for y in years)
        name = escape(names.get(body, body))
        lines.append(f'<tr><th scope="row" title="{name}">{name}</th>{line}</tr>')
    first = escape(say("column.body", lang))
    body_rows = "".join(lines)
    return (
        f'<div class="gk-matrix" tabindex="0"><table><thead><tr><th scope="col">{first}</th>{head}</tr></thead>'
        f"<tbody>{body_rows}</tbody></table></div>"
    )


def _cell(state: str, published: object, due: object, lang: str) -> str:
    word = say(f"coverage.state.{state}", lang)
    if state in ("in_time", "late") and published:
        word = f"{published:%m-%d}" + (f" {word}" if state == "late" else "")  # type: ignore[str-format]
    hint = say(f"coverage.hint.{state}", lang, published=published or say("cli.unknown", lang), due=due)
    return f'<td class="{state}" title="{escape(hint)}"><i>{_SIGNS[state]}</i>{escape(word)}</td>'
