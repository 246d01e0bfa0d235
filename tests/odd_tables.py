"""Reports printed in odd tables at random: no number may be read that is not printed there."""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from loaders.form import paper
from loaders.form.paper import Layout, Slot
from loaders.form.vocabulary import APPLICANTS, CELL_BY_NAME, OUTCOMES
from loaders.reading.extract import Reading
from loaders.reading.sections.numbers import BLANK, read_number
from loaders.synthetic.documents import TEXT_LAYOUTS, Example, html

_APPLICANTS = [a.id for a in APPLICANTS]
_REMARKS = ("（含上级交办）", "（单位：件）", "（指2022年底）", "（不含垂管单位）", "(按办结口径)")
_NO_NUMBERS = ("约100", "见附件", "若干", "12余件", "详见附表", "不适用", "3?", "未统计")
_LINE = "⏎"
"""Stands for the break between two lines of a cell."""
_PAGE_MARKS = ("— 5 —", "- 6 -", "－12－", "第 7 页 共 9 页", "第3页", "4 / 9", "续表")


@dataclass(frozen=True)
class Odd(Example):
    """A report in other tables than the form's."""

    layouts: dict[str, Layout] | None = None

    def tables(self) -> dict[str, Layout]:
        return self.layouts or super().tables()


def report(rng: random.Random) -> Odd:
    """Figures of which half add up; some cells blank, some with words for numbers."""
    template = rng.choice(("2021", "2019"))
    most = rng.choice((9, 60, 9999))
    cells = {}
    for name in paper.printed_cells(template):
        kind = CELL_BY_NAME[name].kind
        small = rng.random() < 0.4
        count = str(0 if small else rng.randint(0, most))
        cells[name] = {"count": count, "change": f"{rng.randint(-9, 9)}", "money": f"{rng.randint(0, 9999) / 100}"}[
            kind
        ]
    if rng.random() < 0.5:
        _add_up(cells)
    blanks, words = rng.choice((0, 0, 0.05, 0.3)), rng.choice((0, 0, 0.01, 0.05))
    for name in cells:
        if rng.random() < blanks:
            cells[name] = rng.choice(("", "", "/", "—"))
        elif rng.random() < words:
            cells[name] = rng.choice(_NO_NUMBERS)
    return Odd("望溪市青禾区水务局", 2023, template, cells)


def _add_up(cells: dict[str, str]) -> None:
    """Sets the totals of part three."""
    outcomes = [o for o in OUTCOMES if f"requests.{o}.total" in cells]
    for a in _APPLICANTS[:-1]:
        done = sum(int(cells[f"requests.{o}.{a}"]) for o in outcomes)
        cells[f"requests.total_processed.{a}"] = str(done)
        before = min(done, int(cells[f"requests.carried_in.{a}"]))
        cells[f"requests.carried_in.{a}"] = str(before)
        cells[f"requests.received_new.{a}"] = str(done - before + int(cells[f"requests.carried_out.{a}"]))
    for item in {n.split(".")[1] for n in cells if n.startswith("requests")}:
        cells[f"requests.{item}.total"] = str(sum(int(cells[f"requests.{item}.{a}"]) for a in _APPLICANTS[:-1]))


# Oddities of tables


def remarks(odd: Odd, rng: random.Random) -> Odd:
    """Explanations in brackets behind some heads and labels."""

    def remark(slot: Slot) -> Slot:
        plain = slot.cell is None and "勾稽" not in slot.text and "第二十条" not in slot.text
        return replace(slot, text=slot.text + rng.choice(_REMARKS)) if plain and rng.random() < 0.3 else slot

    return replace(odd, layouts={s: [[remark(x) for x in row] for row in t] for s, t in odd.tables().items()})


def side_columns(odd: Odd, rng: random.Random) -> Odd:
    """Serial numbers before the labels, units behind them, or a subtotal of legal entities; labels in one column."""
    serial, unit, subtotal = (rng.random() < 0.5 for _ in range(3))
    heads = [a.zh for a in APPLICANTS]
    if subtotal:
        heads.insert(rng.choice((1, 6)), "小计")
    rows = [[*([Slot("序号")] if serial else []), Slot("指标"), *([Slot("单位")] if unit else []), *map(Slot, heads)]]
    for i, (label, cells) in enumerate(_flat(odd), 1):
        values = list(cells)
        if subtotal:
            parts = [read_number(odd.text(s)).value for s in cells[1:6]]
            values.insert(heads.index("小计"), Slot(str(sum(p for p in parts if p is not None))))
        rows.append([*([Slot(str(i))] if serial else []), Slot(label), *([Slot("件")] if unit else []), *values])
    return replace(odd, layouts=odd.tables() | {"requests": rows})


def transposed(odd: Odd, rng: random.Random) -> Odd:
    """Part three with its rows side by side and an applicant to a row."""
    flat = _flat(odd)
    rows = [[Slot("申请人情况"), *(Slot(label) for label, _ in flat)]]
    rows += [[Slot(a.zh), *(cells[i] for _, cells in flat)] for i, a in enumerate(APPLICANTS)]
    return replace(odd, layouts=odd.tables() | {"requests": rows})


def one_row_tables(odd: Odd, rng: random.Random) -> Odd:
    """Part three with a header over each row, which names no applicant, and the row's label as heading above it."""
    rows: Layout = []
    for label, cells in _flat(odd):
        if rng.random() < 0.8:
            rows.append([Slot(label)])
        rows.append([Slot("类别"), *(Slot(a.zh) for a in APPLICANTS)])
        rows.append([Slot(label), *cells])
    return replace(odd, layouts=odd.tables() | {"requests": rows})


def straddling(odd: Odd, rng: random.Random) -> Odd:
    """Part two with columns of other widths in each row."""

    def widths(row: list[Slot]) -> list[Slot]:
        if len(row) != 4:
            return [*row[:-1], replace(row[-1], colspan=row[-1].colspan + 1)]
        wide = rng.randint(1, 3)
        return [replace(s, colspan=2 if i == wide else 1) for i, s in enumerate(row)]

    return replace(odd, layouts=odd.tables() | {"disclosure": [widths(r) for r in odd.tables()["disclosure"]]})


def merged_labels(odd: Odd, rng: random.Random) -> Odd:
    """Parts two and three with the labels of two neighbouring rows in one cell over both, now and then."""
    layouts = {}
    for section, layout in odd.tables().items():
        rows = [list(row) for row in layout]
        upper = 0
        while section != "reviews" and upper < len(rows) - 1:
            pair = rows[upper : upper + 2]
            upper += 1
            starts = [next((i for i, s in enumerate(row) if s.cell), 0) for row in pair]
            labels = [row[i - 1] for row, i in zip(pair, starts, strict=True)]
            if not all(starts) or labels[0].colspan != labels[1].colspan or rng.random() < 0.6:
                continue
            text = labels[0].text + rng.choice(("", " ")) + labels[1].text
            pair[0][starts[0] - 1] = replace(labels[0], text=text, rowspan=2)
            del pair[1][starts[1] - 1]
            upper += 1
        layouts[section] = rows
    return replace(odd, layouts=layouts)


def rows_in_one_cell(odd: Odd, rng: random.Random) -> Odd:
    """Parts two and three with two neighbouring rows in one, their texts on lines below each other in each cell."""
    layouts = {}
    for section, layout in odd.tables().items():
        rows: Layout = []
        for row in layout:
            above = rows[-1] if rows else []
            starts = [next((i for i, s in enumerate(r) if s.cell), 0) for r in (above, row)]
            alike = all(starts) and [s.colspan for s in above[starts[0] - 1 :]] == [
                s.colspan for s in row[starts[1] - 1 :]
            ]
            # A group's label stands beside its rows in the first of them.
            if section != "reviews" and alike and starts[1] == 1 and rng.random() < 0.4:
                pairs = zip(above[starts[0] - 1 :], row, strict=True)
                rows[-1] = above[: starts[0] - 1] + [_joined(odd, pair, rng) for pair in pairs]
            else:
                rows.append(list(row))
        layouts[section] = rows
    return replace(odd, layouts=layouts)


def _joined(odd: Odd, pair: Iterable[Slot], rng: random.Random) -> Slot:
    upper, lower = pair
    texts = [odd.text(upper), odd.text(lower)]
    lines = [t for t in texts if t] if rng.random() < 0.5 else texts
    return Slot(_LINE.join(lines), colspan=upper.colspan)


def _flat(odd: Odd) -> list[tuple[str, list[Slot]]]:
    """The rows of part three without those before the first, each as its label and its seven cells."""
    rows = [r for r in paper.layouts(odd.template)["requests"] if any(s.cell for s in r)]
    return [([s for s in r if not s.cell][-1].text, [s for s in r if s.cell]) for r in rows]


TABLES: dict[str, Callable[[Odd, random.Random], Odd]] = {
    "as in the form": lambda odd, rng: odd,
    "remarks": remarks,
    "side columns": side_columns,
    "transposed": transposed,
    "one-row tables": one_row_tables,
    "straddling": straddling,
    "merged labels": merged_labels,
    "rows in one cell": rows_in_one_cell,
}

# Oddities of texts, as lines


def page_marks(lines: list[str], rng: random.Random) -> list[str]:
    """Page numbers and the like between any two lines."""
    out: list[str] = []
    for line in lines:
        out.append(line)
        if rng.random() < 0.03:
            out.append(rng.choice(_PAGE_MARKS))
    return out


def broken_labels(lines: list[str], rng: random.Random) -> list[str]:
    """Labels cut in two, their numbers behind the second half."""
    out: list[str] = []
    for line in lines:
        at = line.find("申请")
        if at > 2 and rng.random() < 0.3 and not line.startswith(("三、", "|")):
            out.append(line[:at].rstrip("|\t "))
            line = line[at:]
        out.append(line)
    return out


def loose_labels(lines: list[str], rng: random.Random) -> list[str]:
    """Labels on lines of their own, numbers below them, further on, or above them."""
    out: list[str] = []
    later: list[str] = []
    for line in lines:
        parts = [p.strip() for p in line.strip().strip("|").split("|")]
        filled = [p for p in parts if p]
        loose = (
            line.startswith("|")
            and len(filled) == len(parts) > 6
            and all(read_number(p).value is not None for p in filled[1:])
        )
        if loose and rng.random() < 0.25:
            numbers = "| " + " | ".join(filled[1:]) + " |"
            way = rng.random()
            if way < 0.5 and not later:
                out += [filled[0], numbers]
            elif way < 0.8 or later:
                # Numbers that come later do so in the order of their labels.
                out.append(filled[0])
                later.append(numbers)
            else:
                out += [numbers, filled[0]]
            continue
        if line in paper.TITLES.values():
            out += later
            later = []
        out.append(line)
        if later and rng.random() < 0.5:
            out.append(later.pop(0))
    return out + later


LINES: dict[str, Callable[[list[str], random.Random], list[str]]] = {
    "whole lines": lambda lines, rng: lines,
    "page marks": page_marks,
    "broken labels": broken_labels,
    "loose labels": loose_labels,
}


def filled_sheet(odd: Odd) -> str:
    """A sheet with its merged cells undone and their text in each cell that they covered."""
    lines = [",".join([odd.title] * 10)]
    for section, layout in odd.tables().items():
        lines.append(",".join([paper.TITLES[section]] * 10))
        above: dict[int, tuple[str, int]] = {}
        for row in layout:
            texts: list[str] = []
            slots = iter(row)
            while True:
                if above.get(len(texts), ("", 0))[1]:
                    text, rest = above[len(texts)]
                    above[len(texts)] = (text, rest - 1)
                    texts.append(text)
                    continue
                slot = next(slots, None)
                if slot is None:
                    break
                for _ in range(slot.colspan):
                    above[len(texts)] = (odd.text(slot), slot.rowspan - 1)
                    texts.append(odd.text(slot))
            lines.append(",".join(texts))
    return "\n".join(lines)


def documents(n: int, seed: int) -> Iterator[tuple[str, str, str, Odd]]:
    """Names of the kind, names of the files, contents and the reports printed in them."""
    rng = random.Random(seed)
    for _ in range(n):
        odd = report(rng)
        table = rng.choice(list(TABLES))
        odd = TABLES[table](odd, rng)
        ruled = {"straddling": ["html"], "merged labels": ["html", "csv"], "rows in one cell": ["html", "pipes"]}
        layout = rng.choice(ruled.get(table, ["html", "html", "csv", *TEXT_LAYOUTS]))
        if layout == "html":
            yield f"{table} · html", "a.html", html(odd).replace(_LINE, "<br>"), odd
        elif layout == "csv":
            yield f"{table} · csv", "a.csv", filled_sheet(odd), odd
        else:
            way = "loose labels" if layout == "pipes" and rng.random() < 0.5 else rng.choice(list(LINES))
            lines = LINES[way](TEXT_LAYOUTS[layout](odd).split("\n"), rng)
            yield f"{table} · {layout} · {way}", "a.txt", "\n".join(lines).replace(_LINE, "<br>"), odd


def lies(odd: Odd, reading: Reading) -> list[str]:
    """What a reading claims and the document does not print."""
    out = []
    for c in reading.cells:
        wanted = read_number(odd.cells[c.name], CELL_BY_NAME[c.name].kind) if c.name in odd.cells else BLANK
        wrong = c.value != wanted.value if c.state == "printed" else c.state == "blank" and wanted.state != "blank"
        if wrong:
            out.append(f"{c.name}: {odd.cells.get(c.name)!r} read as {c.state} {c.text!r}")
    return out
