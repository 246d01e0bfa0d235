"""A table of the form → its element of a Word document, cells merged as the form has them."""

from collections.abc import Iterator

from docx.oxml.ns import nsdecls
from docx.shared import Mm

from loaders.output.briefing.model import FormSlot, FormTable
from loaders.output.briefing.styles import WIDTH
from loaders.output.briefing.text import escaped

_LABEL_SHARE = 2.2
"""How many times wider a column of labels is than one of figures."""
_EDGE = '<w:{e} w:val="single" w:sz="4" w:space="0" w:color="5A6772"/>'
_MARKED = '<w:shd w:val="clear" w:fill="FBE3E5"/>'
_LABEL = '<w:shd w:val="clear" w:fill="EEF2F5"/>'


def form_table(table: FormTable) -> str:
    """The element `w:tbl`."""
    rows = list(_laid_out(table))
    widths = _widths(rows)
    edges = "".join(_EDGE.format(e=e) for e in ("top", "left", "bottom", "right", "insideH", "insideV"))
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    body = "".join(_row(row, widths) for row in rows)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblCaption w:val="{escaped(table.title)}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
    )


Placed = tuple[int, FormSlot, bool]
"""The first column of a box, the box, and whether it goes on from the row above."""


def _laid_out(table: FormTable) -> Iterator[list[Placed]]:
    """Each row with all boxes that stand in it, from left to right."""
    open_: dict[int, tuple[FormSlot, int]] = {}
    for slots in table.rows:
        row: list[Placed] = []
        waiting, column, on = list(slots), 0, {}
        while waiting or any(at >= column for at in open_):
            if column in open_:
                slot, left = open_.pop(column)
                row.append((column, slot, True))
                if left > 1:
                    on[column] = (slot, left - 1)
            elif waiting:
                slot = waiting.pop(0)
                row.append((column, slot, False))
                if slot.rowspan > 1:
                    on[column] = (slot, slot.rowspan - 1)
            else:
                break
            column += row[-1][1].colspan
        open_ = on
        yield row


def _widths(rows: list[list[Placed]]) -> list[int]:
    """Columns in twentieths of a point: those in which only labels begin are wider."""
    columns = max(at + slot.colspan for row in rows for at, slot, _ in row)
    figures = {at for row in rows for at, slot, _ in row if not slot.label}
    shares = (
        [1.0 if c in figures else _LABEL_SHARE for c in range(columns)] if len(figures) < columns else [1.0] * columns
    )
    whole = Mm(WIDTH).pt * 20
    return [int(whole * s / sum(shares)) for s in shares]


def _row(row: list[Placed], widths: list[int]) -> str:
    cells = []
    for at, slot, goes_on in row:
        width = sum(widths[at : at + slot.colspan])
        merged = f'<w:gridSpan w:val="{slot.colspan}"/>' if slot.colspan > 1 else ""
        if slot.rowspan > 1:
            merged += "<w:vMerge/>" if goes_on else '<w:vMerge w:val="restart"/>'
        shade = _MARKED if slot.marked else _LABEL if slot.label else ""
        text = "" if goes_on else f'<w:r><w:t xml:space="preserve">{escaped(slot.text)}</w:t></w:r>'
        style = "TableHeadSmall" if slot.label else "TableSmall"
        align = "" if slot.label else '<w:jc w:val="right"/>'
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}{shade}<w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{align}</w:pPr>{text}</w:p></w:tc>'
        )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"
