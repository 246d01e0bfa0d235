"""What paper does to the form's tables: pages that cut rows, cells too narrow for their number, marks over the figures."""

import io
from collections.abc import Sequence

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from loaders.reading.extract import Reading, read_file
from loaders.reading.sections.numbers import digits

TITLE = "望溪市青禾区教育局2023年政府信息公开工作年度报告"
PART3 = "三、收到和处理政府信息公开申请情况"
NEW = "一、本年新收政府信息公开申请数量"
CARRIED = "二、上年结转政府信息公开申请数量"
HEADS = ("", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
WIDE, HIGH = 842, 595
EDGES = (40, 300, *(300 + 70 * i for i in range(1, 8)))
SIZE = 9

Row = Sequence[object]


class Paper:
    """A PDF in the making; places are points from the left and from the top of a page."""

    def __init__(self) -> None:
        self.data = io.BytesIO()
        self.canvas = Canvas(self.data, pagesize=(WIDE, HIGH))
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def text(self, left: float, top: float, text: object, size: float = SIZE) -> None:
        self.canvas.setFont("STSong-Light", size)
        self.canvas.drawString(left, HIGH - top, str(text))

    def table(self, top: float, *rows: Row, edges: Sequence[float] = EDGES, high: float = 24) -> float:
        """Ruled rows of cells; a text with line breaks stands on several lines of its cell. Gives the table's end."""
        tops = [top + high * i for i in range(len(rows) + 1)]
        self.canvas.grid(list(edges), [HIGH - y for y in tops])
        for y, row in zip(tops, rows, strict=False):
            for left, cell in zip(edges, row, strict=False):
                for line, text in enumerate(str(cell).split("\n")):
                    self.text(left + 4, y + 10 + (SIZE + 1) * line, text)
        return tops[-1]

    def turn(self) -> None:
        """Ends the page."""
        self.canvas.showPage()

    def read(self) -> Reading:
        self.canvas.save()
        return read_file(self.data.getvalue(), "a.pdf")


def paper() -> Paper:
    """A first page with the report's title and the heading of part three."""
    out = Paper()
    out.text(40, 70, TITLE)
    out.text(40, 90, PART3)
    return out


def row(reading: Reading, item: str) -> list[str]:
    assert reading.reason is None, (reading.reason, reading.words)
    return [digits(c.value) if c.state == "printed" else c.state for c in reading.cells if c.item == item]


def rules(reading: Reading) -> set[str]:
    return {n.rule for n in reading.notes}


FIVE = (5, 0, 0, 0, 0, 0, 5)
FIRST, SECOND = "1.申请人无正当理由逾期不补正、行政机关不再处", "理其政府信息公开申请"
BLANK = ("",) * 7
READ = ["5", "0", "0", "0", "0", "0", "5"]


def two_pages(first: Sequence[Row], second: Sequence[Row], feet: tuple[str, str] = ("", "")) -> Reading:
    """Part three over two pages, which bear the same running head and these feet."""
    out = paper()
    out.text(300, 30, "青禾区年报汇编")
    out.table(100, HEADS, *first)
    out.text(400, 575, feet[0])
    out.turn()
    out.text(300, 30, "青禾区年报汇编")
    out.table(80, *second)
    out.text(400, 575, feet[1])
    return out.read()


def cell(text: str, edges: Sequence[float] = EDGES) -> tuple[Paper, float]:
    """A paper with one row whose first number is the text; where that number's first digit stands, from the top."""
    out = paper()
    out.table(100, HEADS, (NEW, text, 0, 0, 0, 0, 0, 5), edges=edges, high=40)
    return out, 150


@pytest.mark.parametrize(("upper", "lower"), [(BLANK, FIVE), (FIVE, BLANK)], ids=["below", "above"])
def test_a_row_that_the_end_of_a_page_cuts_is_one_row(upper, lower):
    reading = two_pages([(NEW, *FIVE), (FIRST, *upper)], [(SECOND, *lower), ("（七）总计", *FIVE)])
    assert row(reading, "other_overdue_correction") == READ
    assert row(reading, "total_processed") == READ
    assert not rules(reading)


@pytest.mark.parametrize("feet", [("第 1 页 共 2 页", "第 2 页 共 2 页"), ("- 1 -", "- 2 -"), ("7", "8")])
def test_what_stands_in_a_pages_margins_does_not_come_between_the_halves(feet):
    reading = two_pages([(NEW, *FIVE), (FIRST, *BLANK)], [(SECOND, *FIVE)], feet)
    assert row(reading, "other_overdue_correction") == READ
    assert not rules(reading)


def test_a_cut_row_whose_halves_both_read_like_its_label_is_one_row():
    reading = two_pages([(NEW, *FIVE), ("2.没有现成信息", *BLANK)], [("需要另行制作", *FIVE), ("（七）总计", *FIVE)])
    assert row(reading, "unavailable_needs_creation") == READ
    assert row(reading, "total_processed") == READ


def test_rows_on_two_pages_that_each_have_a_label_stay_two():
    reading = two_pages([(NEW, *FIVE), (CARRIED, *BLANK)], [("（一）予以公开", *FIVE)])
    assert row(reading, "carried_in") == ["blank"] * 7
    assert row(reading, "granted") == READ


def test_halves_that_both_hold_figures_are_not_one_row():
    reading = two_pages(
        [("5.要求行政机关确认或重新", 1, 0, 0, 0, 0, 0, 1)], [("出具已获取信息", *FIVE), ("（七）总计", *FIVE)]
    )
    assert ["1", "0", "0", "0", "0", "0", "1"] not in [row(reading, c.item) for c in reading.cells]
    assert "unread" in rules(reading)


def test_digits_above_a_table_that_goes_on_are_said_and_not_taken_for_a_page_number():
    """They may be the upper line of a number that the page's end cut."""
    out = paper()
    out.table(100, HEADS, (NEW, *FIVE))
    out.turn()
    out.text(310, 30, "12")
    out.table(80, (CARRIED, *FIVE))
    reading = out.read()
    assert ("unread", "12") in {(n.rule, n.text) for n in reading.notes}


def test_a_page_number_is_no_figure_and_figures_on_lines_of_their_own_are_no_page_numbers():
    """A table drawn as one column of text, with the page's number below it."""
    out = paper()
    for i, text in enumerate((NEW, *FIVE, CARRIED, *range(21, 28))):
        out.text(40, 110 + 20 * i, text)
    out.text(400, 575, 7)
    reading = out.read()
    assert row(reading, "received_new") == READ
    assert row(reading, "carried_in") == ["21", "22", "23", "24", "25", "26", "27"]


def test_a_title_at_the_top_of_one_page_alone_is_no_running_head():
    out = Paper()
    out.text(40, 30, TITLE)
    out.text(40, 90, PART3)
    out.table(100, HEADS, (NEW, *FIVE))
    out.turn()
    out.table(80, (CARRIED, *FIVE))
    reading = out.read()
    assert (reading.identity.agency, reading.identity.year) == ("望溪市青禾区教育局", 2023)


def test_lines_of_text_that_two_pages_share_are_kept_where_no_running_head_stands():
    out = Paper()
    for title in (TITLE, "附件"):
        out.text(40, 30, title)
        out.text(40, 300, "本表按统计期限填写。")
        out.turn()
    texts = [text for _, text, _ in out.read().prose]
    assert texts.count("本表按统计期限填写。") == 2


NARROW = (40, 300, *(300 + 22 * i for i in range(1, 8)))
"""Cells that have room for three digits."""


def test_a_number_goes_on_in_the_next_line_of_a_cell_that_is_too_narrow_for_it():
    out = paper()
    out.table(100, (NEW, "123\n4", 0, 0, 0, 0, 0, "123\n4"), edges=NARROW)
    assert row(out.read(), "received_new") == ["1234", "0", "0", "0", "0", "0", "1234"]


def test_two_numbers_below_each_other_in_a_cell_with_room_for_more_are_none():
    out, _ = cell("123\n4")
    reading = out.read()
    assert row(reading, "received_new")[0] == "unreadable"
    assert ("unreadable", "natural_person") in {(n.rule, n.column) for n in reading.notes}


def test_a_number_far_below_another_is_not_its_rest_though_the_cell_is_narrow():
    out = paper()
    out.table(100, (NEW, "123", 0, 0, 0, 0, 0, 123), edges=NARROW, high=40)
    out.text(304, 132, 4)
    assert row(out.read(), "received_new")[0] == "unreadable"


@pytest.mark.parametrize(
    ("right", "higher", "size", "read"),
    [
        (4.6, 0, SIZE, "51"),
        (10, 0, SIZE, "unreadable"),
        (4.6, 3, 6, "unreadable"),
    ],
    ids=["touching", "apart", "raised"],
)
def test_two_digits_of_a_line_are_one_number_only_where_they_touch_and_are_of_a_size(right, higher, size, read):
    out, top = cell("5")
    out.text(304 + right, top - higher, 1, size)
    assert row(out.read(), "received_new")[0] == read


@pytest.mark.parametrize(
    ("right", "higher", "font"), [(0.3, 0, "STSong-Light"), (0.4, 0.3, "Courier"), (0, 0, "Courier")]
)
def test_a_number_drawn_twice_to_look_bold_is_seen_once(right, higher, font):
    out, top = cell("1834")
    out.canvas.setFont(font, SIZE)
    out.canvas.drawString(304 + right, HIGH - top + higher, "1834")
    assert row(out.read(), "received_new")[0] == "1834"


def test_equal_digits_side_by_side_are_as_many_as_are_printed():
    out, top = cell("1")
    for place in (1, 2, 3):
        out.text(304 + 4.5 * place, top, 1)
    assert row(out.read(), "received_new")[0] == "1111"


def test_of_two_numbers_drawn_over_each_other_neither_is_read():
    out, top = cell("84")
    out.text(304, top, 46)
    assert row(out.read(), "received_new")[0] == "unreadable"


def test_marks_over_a_page_are_no_part_of_its_cells():
    turned, huge = cell("5")[0], cell("5")[0]
    turned.canvas.saveState()
    turned.canvas.translate(300, 440)
    turned.canvas.rotate(30)
    turned.text(0, HIGH, "20230125", 20)
    turned.canvas.restoreState()
    huge.text(305, 160, "2023", 60)
    for out in (turned, huge):
        reading = out.read()
        assert row(reading, "received_new") == READ
        assert not rules(reading)


def test_a_table_printed_sideways_is_read_as_one_holds_the_paper():
    out = paper()
    out.turn()
    out.canvas.translate(100, 590)
    out.canvas.rotate(270)
    out.table(0, HEADS, (NEW, *FIVE), (CARRIED, *FIVE), edges=(10, 200, *(200 + 40 * i for i in range(1, 8))))
    reading = out.read()
    assert row(reading, "received_new") == row(reading, "carried_in") == READ


@pytest.mark.parametrize("rotated", [0, 90, 180, 270])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_is_read_whichever_way_it_lies(turned, rotated):
    """turned: the content in the page; rotated: the page itself, counter-clockwise and clockwise, in degrees."""
    size = (HIGH, WIDE) if turned % 180 else (WIDE, HIGH)
    out = Paper()
    out.canvas.setPageSize(size[::-1] if rotated % 180 else size)  # which a rotation of 90 degrees turns round
    out.canvas.translate(*{0: (0, 0), 90: (size[0], 0), 180: size, 270: (0, size[1])}[turned])
    out.canvas.rotate(turned)
    out.text(40, 70, TITLE)
    out.text(40, 90, PART3)
    out.table(100, HEADS, (NEW, 12, 0, 3, 0, 4, 5, 24), (CARRIED, *FIVE))
    out.canvas.setPageRotation(rotated)
    reading = out.read()
    assert row(reading, "received_new") == ["12", "0", "3", "0", "4", "5", "24"]
    assert row(reading, "carried_in") == READ
    assert (reading.identity.agency, reading.identity.year) == ("望溪市青禾区教育局", 2023)


def test_a_heading_over_a_table_that_lies_sideways_is_read():
    out = paper()
    out.canvas.translate(100, 590)
    out.canvas.rotate(270)
    out.table(0, HEADS, (NEW, *FIVE), (CARRIED, *FIVE), edges=(130, 320, *(320 + 30 * i for i in range(1, 8))))
    reading = out.read()
    assert row(reading, "received_new") == row(reading, "carried_in") == READ
    assert (reading.identity.agency, reading.identity.year) == ("望溪市青禾区教育局", 2023)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_digit_that_lies_in_its_cell_is_unreadable_and_not_blank(angle):
    out, top = cell("")
    out.canvas.translate(330, HIGH - top)
    out.canvas.rotate(angle)
    out.canvas.setFont("Helvetica", SIZE)
    out.canvas.drawString(0, 0, "6")
    assert row(out.read(), "received_new") == ["unreadable", *READ[1:]]


def test_a_cell_that_lost_its_frame_keeps_its_figure():
    """Each cell is drawn as a box of its own, but that of the last row's fourth number."""
    out = paper()
    for r, texts in enumerate((HEADS, (NEW, *FIVE), (CARRIED, *range(21, 28)))):
        for c, text in enumerate(texts):
            left, right, top = EDGES[c], EDGES[c + 1], 100 + 24 * r
            if (r, c) != (2, 4):
                out.canvas.rect(left + 0.4, HIGH - top - 23.6, right - left - 0.8, 23.2)
            out.text(left + 4, top + 10, text)
    reading = out.read()
    assert row(reading, "received_new") == READ
    assert row(reading, "carried_in") == ["21", "22", "23", "24", "25", "26", "27"]


def test_a_number_in_a_cell_over_two_rows_belongs_to_the_first_alone_if_to_any():
    out = paper()
    out.canvas.grid([*EDGES[:1], *EDGES[2:]], [HIGH - y for y in (100, 124, 172)])
    out.canvas.line(300, HIGH - 100, 300, HIGH - 172)
    for left, right in ((40, 300), (370, 790)):
        out.canvas.line(left, HIGH - 148, right, HIGH - 148)
    for top, texts in ((110, HEADS), (134, (NEW, "", *FIVE[1:])), (158, (CARRIED, "", *FIVE[1:]))):
        for left, text in zip(EDGES, texts, strict=False):
            out.text(left + 4, top, text)
    out.text(304, 148, 5)
    reading = out.read()
    assert row(reading, "carried_in") == ["unreadable", *READ[1:]]
