"""Template → the three tables as printed: headers, labels and cells.

Source: the annexes of 国办公开办函〔2021〕30号 (`2021`), 国办公开办函〔2019〕60号 (`2019`) and 国办发〔2014〕32号 (`2014`).
"""

from dataclasses import dataclass

from loaders.form import form_2014
from loaders.form.templates import DISCLOSURE_BLOCKS
from loaders.form.vocabulary import (
    APPLICANTS,
    DISCLOSURE_COLUMNS,
    DISCLOSURE_ITEMS,
    GROUPS,
    REQUEST_ITEMS,
    REVIEW_COLUMNS,
    REVIEW_ITEMS,
)

TITLES = {
    "disclosure": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "reviews": "四、政府信息公开行政复议、行政诉讼情况",
    "statistics_2014": "政府信息公开情况统计表",
}
_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
_NOTE_EN = "(In each column, item 1 plus item 2 equals item 3 plus item 4)"
_CLAUSES = (
    ("一", 1, ("regulations", "normative_documents")),
    ("五", 5, ("permits", "other_services")),
    ("六", 6, ("penalties", "coercion")),
    ("八", 8, ("fees",)),
    ("九", 9, ("procurement",)),
)
_ITEM_LABELS = {
    "regulations": "规章",
    "permits": "行政许可",
    "other_services": "其他对外管理服务事项",
    "penalties": "行政处罚",
    "coercion": "行政强制",
    "fees": "行政事业性收费",
    "procurement": "政府集中采购",
}
_GROUP_LABELS = {
    "denied": "（三）不予公开",
    "unavailable": "（四）无法提供",
    "not_processed": "（五）不予处理",
    "other": "（六）其他处理",
}
_ROW_LABELS = {
    "received_new": "一、本年新收政府信息公开申请数量",
    "carried_in": "二、上年结转政府信息公开申请数量",
    "granted": "（一）予以公开",
    "partially_granted": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "other": "（六）其他处理",
    "total_processed": "（七）总计",
    "carried_out": "四、结转下年度继续办理",
}

_ENGLISH = {t.id: t.en for t in (*DISCLOSURE_ITEMS, *DISCLOSURE_COLUMNS, *GROUPS)}
_WIDTHS: dict[int, tuple[int, ...]] = {1: (3,), 2: (1, 2), 3: (1, 1, 1)}
"""How many of the three columns behind the label each column of a block takes, by their number."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A box of a printed table: a label with an English one, or a cell of the form by name."""

    text: str = ""
    colspan: int = 1
    rowspan: int = 1
    cell: str | None = None
    en: str = ""


Layout = list[list[Slot]]


def layouts(template: str) -> dict[str, Layout]:
    """The tables of a template by section; each row has the slots that begin in it."""
    if template == form_2014.TEMPLATE:
        return {section: statistics(section) for section in form_2014.SECTIONS_2014}
    return {"disclosure": disclosure(template), "requests": requests(template), "reviews": reviews()}


def disclosure(template: str) -> Layout:
    """Part 二: one block for each clause of art. 20, each with its own header."""
    rows: Layout = []
    blocks = {i: b for b in DISCLOSURE_BLOCKS if b.template == template for i in b.items}
    for clause, number, ids in _CLAUSES:
        items = [i for i in ids if i in blocks]
        if not items:
            continue
        columns = blocks[items[0]].columns
        widths = _WIDTHS[len(columns)]
        rows.append([Slot(f"第二十条第（{clause}）项", 4, en=f"Article 20, item {number}")])
        heads = (Slot(label, w, en=_ENGLISH[c]) for (c, label), w in zip(columns, widths, strict=True))
        rows.append([Slot("信息内容", en="Information"), *heads])
        for item in items:
            cells = (Slot(cell=f"disclosure.{item}.{c}", colspan=w) for (c, _), w in zip(columns, widths, strict=True))
            rows.append([Slot(_item_label(item, template), en=_ENGLISH[item]), *cells])
    return rows


def _item_label(item: str, template: str) -> str:
    if item == "normative_documents":
        return "行政规范性文件" if template == "2021" else "规范性文件"
    return _ITEM_LABELS[item]


def requests(template: str) -> Layout:
    """Part 三: the outcomes in their groups, seven applicants each; `2019` prints （六） as one row."""
    skipped = {"other"} if template == "2021" else {t.id for t in REQUEST_ITEMS if t.group == "other"}
    items = [t for t in REQUEST_ITEMS if t.id not in skipped]
    rows: Layout = [
        [Slot(_NOTE, 3, 3, en=_NOTE_EN), Slot("申请人情况", 7, en="Applicants")],
        [
            Slot("自然人", rowspan=2, en="Natural persons"),
            Slot("法人或其他组织", 5, en="Legal persons and other organisations"),
            Slot("总计", rowspan=2, en="Total"),
        ],
        [Slot(a.zh, en=a.en) for a in APPLICANTS if a.group],
    ]
    outcomes = [t for t in items if t.id not in ("received_new", "carried_in", "carried_out")]
    group, number = None, 0
    for term in items:
        row: list[Slot] = []
        if term is outcomes[0]:
            row.append(Slot("三、本年度办理结果", rowspan=len(outcomes), en="3. Outcomes this year"))
        if term.group:
            if term.group != group:
                group, number = term.group, 0
                rowspan = sum(t.group == group for t in items)
                row.append(Slot(_GROUP_LABELS[group], rowspan=rowspan, en=_ENGLISH[group]))
            number += 1
            row.append(Slot(f"{number}.{term.zh}", en=term.en))
        else:
            row.append(Slot(_ROW_LABELS[term.id], 2 if term in outcomes else 3, en=term.en))
        rows.append([*row, *(Slot(cell=f"requests.{term.id}.{a.id}") for a in APPLICANTS)])
    return rows


def reviews() -> Layout:
    """Part 四: fifteen cells in one row, three routes of five results; the same in both templates."""
    return [
        [Slot("行政复议", 5, en="Administrative review"), Slot("行政诉讼", 10, en="Litigation")],
        [
            *(Slot(c.zh, rowspan=2, en=c.en) for c in REVIEW_COLUMNS),
            *(Slot(i.zh, 5, en=i.en) for i in REVIEW_ITEMS[1:]),
        ],
        [Slot(c.zh, en=c.en) for _ in REVIEW_ITEMS[1:] for c in REVIEW_COLUMNS],
        [Slot(cell=f"reviews.{i.id}.{c.id}") for i in REVIEW_ITEMS for c in REVIEW_COLUMNS],
    ]


def statistics(*sections: str) -> Layout:
    """The rows of some sections of the table of 2014 under its head: label, unit, figure."""
    rows: Layout = [[Slot("统计指标"), Slot("单位"), Slot("统计数")]]
    headings: Layout = []
    for row in form_2014.TABLE:
        label = "\u3000" * row.depth + row.label
        if isinstance(row, form_2014.Heading):
            headings.append([Slot(label), Slot(), Slot()])
            continue
        if row.section in sections:
            rows += headings
            rows.append([Slot(label), Slot(row.unit), Slot(cell=f"{row.section}.{row.id}.{row.column}")])
        headings = []
    return rows


def printed_cells(template: str) -> tuple[str, ...]:
    """The names of the cells that a template asks for, in the order of the form."""
    return tuple(s.cell for rows in layouts(template).values() for row in rows for s in row if s.cell)
