"""Vocabulary, templates, metrics, rules, terms → HTML that can be linked to, word for word what the program works by."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from loaders.form.metrics import METRICS, MIN_CASES, Metric, adds_over_years
from loaders.form.paper import printed_cells
from loaders.form.rules import RULES
from loaders.form.templates import DISCLOSURE_BLOCKS
from loaders.form.vocabulary import CELL_BY_NAME, COLUMNS, ITEMS, TEMPLATES, Term
from loaders.language.catalogue.pages.about import TERMS
from loaders.language.words import column_name, item_name, number, say
from loaders.query.about import formula, rule_formula, since_2021
from pages.shared.charts.palette import Palette


def css(palette: Palette) -> str:
    """The look of these tables and lists in a theme."""
    return f"""<style>
.gk-about {{overflow-x: auto}}
.gk-about table {{border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; color: {palette["ink"]}}}
.gk-about th, .gk-about td {{border-bottom: 1px solid {palette["grid"]}; padding: 5px 10px; text-align: left;
  vertical-align: top; font-weight: 400}}
.gk-about thead th {{border-bottom: 2px solid {palette["outline"]}; font-weight: 600; vertical-align: bottom}}
.gk-about tbody th {{min-width: 11em; background: {palette["ground"]}}}
.gk-about .form tbody th {{position: sticky; left: 0; max-width: 22em}}
.gk-about .form td, .gk-about .form code {{white-space: nowrap}} .gk-about .form thead th {{min-width: 6.5em}}
.gk-about .checks td {{white-space: nowrap}} .gk-about .checks td:nth-child(2) {{white-space: normal; min-width: 20em}}
.gk-about .number {{text-align: right; white-space: nowrap}}
.gk-about code {{font-size: 12px; color: {palette["muted"]}; background: none; padding: 0; overflow-wrap: anywhere}}
.gk-about small {{display: block; font-size: 12px; color: {palette["muted"]}}}
.gk-about .off {{color: {palette["muted"]}}}
.gk-about dt {{font-weight: 600; margin-top: 14px; color: {palette["ink"]}}}
.gk-about dd {{margin: 2px 0 0; max-width: 52em; color: {palette["ink"]}; overflow-wrap: anywhere}}
.gk-about dl {{margin: 0}} .gk-about a {{color: {palette["primary"]}}}
.gk-about :target {{outline: 2px solid {palette["primary"]}; outline-offset: 3px}}
@media (max-width: 640px) {{.gk-about .form tbody th {{position: static}}}}
</style>"""


def form(section: str, lang: str) -> str:
    """A part of the form: items × columns, ids with the official and the English names, in each cell who prints it."""
    printed = {t: set(printed_cells(t)) for t in TEMPLATES}
    heads = "".join(f'<th scope="col">{_term(c, lang)}{_labels(section, c.id, lang)}</th>' for c in COLUMNS[section])
    lines = []
    for item in ITEMS[section]:
        cells = ""
        for column in COLUMNS[section]:
            name = f"{section}.{item.id}.{column.id}"
            if name not in CELL_BY_NAME:
                cells += "<td></td>"
                continue
            by = " · ".join(t for t in TEMPLATES if name in printed[t])
            shown = by or f'<span class="off">{escape(say("about.form.not_asked", lang))}</span>'
            cells += f'<td id="cell-{name}" title="{name}">{shown}</td>'
        group = f"<small>{escape(item_name(section, item.group, lang))}</small>" if item.group else ""
        lines.append(f'<tr><th scope="row">{_term(item, lang)}{group}</th>{cells}</tr>')
    corner = escape(say("about.form.item", lang))
    return (
        f'<div class="gk-about" tabindex="0"><table class="form"><thead><tr><th scope="col">{corner}</th>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _term(term: Term, lang: str) -> str:
    """Both names and the id; the language's own first."""
    first, second = (term.zh, term.en) if lang == "zh" else (term.en, term.zh)
    return f"{escape(first)}<small>{escape(second)}</small><code>{term.id}</code>"


def _labels(section: str, column: str, lang: str) -> str:
    """The labels that the templates print over a column of part 二, where they are not its name."""
    if section != "disclosure":
        return ""
    name = column_name(section, column, "zh")
    said = dict.fromkeys(
        (b.template, label) for b in DISCLOSURE_BLOCKS for c, label in b.columns if c == column and label != name
    )
    return "".join(
        f"<small>{escape(say('about.form.printed', lang, template=t, label=label))}</small>" for t, label in said
    )


def metrics(lang: str) -> str:
    """Every metric: its name, formula, cells, source, and what to bear in mind."""
    new = since_2021()
    return _listed(
        (
            f"metric-{m.id}",
            f"{escape(say(f'metric.{m.id}', lang))} <code>{m.id}</code>",
            _metric(m, lang, m.id in new),
        )
        for m in METRICS
    )


def _metric(metric: Metric, lang: str, new: bool) -> str:
    parts = [("formula", escape(formula(metric, lang)))]
    for key, cells in (("cells", metric.cells), ("over", metric.over), ("less", metric.less)):
        if cells:
            links = (f'<a href="#cell-{c}" target="_self"><code>{c}</code></a>' for c in cells)
            parts.append((key, " ".join(links)))
    parts.append(("source", escape(say(f"about.source.{metric.section}", lang))))
    notes = [
        *(["unit"] if metric.money else []),
        *([] if adds_over_years(metric.id) else ["stock"]),
        *(["ratio"] if metric.ratio else ["over_nothing"] if metric.rate else []),
        *(["break"] if new else []),
        *(["other"] if any(c.startswith("requests.other.") for c in metric.cells) else []),
    ]
    note = "".join(say(f"about.metric.{n}", lang, fewest=MIN_CASES) for n in notes)
    if note:
        parts.append(("note", escape(note)))
    colon = say("about.colon", lang)
    return "<br>".join(f"{escape(say(f'about.metric.{key}', lang))}{colon}{text}" for key, text in parts)


def checks(found: Mapping[str, tuple[int, int]], lang: str) -> str:
    """Every rule: what it compares, its weight, and how many issues of it there are in how many reports."""
    heads = "".join(
        f'<th scope="col">{escape(say(k, lang))}</th>'
        for k in ("about.checks.rule", "about.checks.compares", "column.severity", "about.checks.found")
    )
    lines = []
    for rule in RULES:
        n = f"{rule.number}. " if rule.number else ""
        example = rule_formula(rule.id, lang)
        example = f"<small>{escape(example)}</small>" if example else ""
        issues, reports = found.get(rule.id, (0, 0))
        count = say("about.checks.count", lang, issues=number(issues), reports=number(reports)) if issues else "0"
        lines.append(
            f'<tr id="rule-{rule.id}"><th scope="row">{n}{escape(say(f"rule.{rule.id}", lang))} <code>{rule.id}</code></th>'
            f"<td>{escape(say(f'about.check.{rule.id}', lang))}{example}</td>"
            f"<td>{escape(say(f'severity.{rule.severity}', lang))}</td><td>{escape(count)}</td></tr>"
        )
    return (
        f'<div class="gk-about" tabindex="0"><table class="checks"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def terms(lang: str) -> str:
    """The words that pages use, each with what it means."""
    return _listed(
        (f"term-{t}", escape(say(f"term.{t}", lang)), escape(say(f"term.{t}.text", lang, fewest=MIN_CASES)))
        for t in TERMS
    )


def _listed(entries: Iterable[tuple[str, str, str]]) -> str:
    listed = "".join(f'<dt id="{id_}">{name}</dt><dd>{text}</dd>' for id_, name, text in entries)
    return f'<div class="gk-about"><dl>{listed}</dl></div>'


def counted(heading: str, rows: Sequence[tuple[str, int]], lang: str) -> str:
    """Names with how many there are of each."""
    head = f'<th scope="col">{escape(heading)}</th><th scope="col" class="number">{escape(say("about.data.count", lang))}</th>'
    lines = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td class="number">{number(n)}</td></tr>' for name, n in rows
    )
    if not rows:
        return f'<div class="gk-about"><p>{escape(heading)}{say("about.colon", lang)}{escape(say("about.data.none", lang))}</p></div>'
    return (
        f'<div class="gk-about" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>'
    )
