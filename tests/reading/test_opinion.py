"""Each reading is judged by the form's sums and heard against a second one; what neither proves is unreadable."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from helpers import example, row, rules

from loaders.form.vocabulary import APPLICANTS
from loaders.reading.extract import read_file
from loaders.reading.formats.document import Document, Field, Location, Row
from loaders.reading.opinion import weigh as room
from loaders.reading.opinion.judge import judge
from loaders.reading.opinion.weigh import weigh
from loaders.reading.sections.cells import Cell, Table
from loaders.reading.sections.read import Sections
from loaders.synthetic.documents import TEXT_LAYOUTS, html

COLUMNS = [a.id for a in APPLICANTS]
GRID = Document("html", [Row((Field("1", Location(), 0, 1),), "grid", 1)])
ADDED_UP = {
    "received_new": (3, 2, 0, 0, 0, 0, 5),
    "carried_in": (1, 0, 0, 0, 0, 0, 1),
    "granted": (4, 1, 0, 0, 0, 0, 5),
}
ADDED_UP |= {"total_processed": (4, 1, 0, 0, 0, 0, 5), "carried_out": (0, 1, 0, 0, 0, 0, 1)}


def sections(**rows: tuple[int | None, ...]) -> Sections:
    """Rows of part three; None for a cell that is unreadable."""
    table = Table("requests")
    for item, numbers in (ADDED_UP | rows).items():
        for column, number in zip(COLUMNS, numbers, strict=True):
            state = "unreadable" if number is None else "printed"
            value = None if number is None else Decimal(number)
            table.cells.append(Cell("requests", item, column, state, value, str(number), Location()))
    return Sections({"requests": table})


def weighed(monkeypatch: pytest.MonkeyPatch, first: Sections, second: Sections) -> dict[str, str]:
    monkeypatch.setattr(room, "read_sections", lambda _: (second, None))
    weigh(GRID, first)
    return {f"{c.item}.{c.column}": c.text if c.value is None else str(c.value) for c in first.cells}


def test_the_second_reading_is_taken_where_sums_of_row_and_column_prove_it(monkeypatch):
    first = sections(received_new=(2, 3, 0, 0, 0, 0, 5))
    found = weighed(monkeypatch, first, sections())
    assert (found["received_new.natural_person"], found["received_new.business"]) == ("3", "2")
    first = sections(carried_in=(None,) * 7)
    assert weighed(monkeypatch, first, sections())["carried_in.natural_person"] == "1"


def test_what_a_sum_refutes_and_none_proves_is_unreadable(monkeypatch):
    """The sum of the row holds in the second reading, that of its column in neither."""
    first = sections(received_new=(2, 4, 0, 0, 0, 0, 5))
    found = weighed(monkeypatch, first, sections(received_new=(1, 4, 0, 0, 0, 0, 5)))
    assert found["received_new.natural_person"] == "2 | 1"
    assert [(n.rule, n.column) for n in first.notes] == [("doubtful", "natural_person")]


@pytest.mark.parametrize("second", [(9, 9, 0, 0, 0, 0, 9), (None,) * 7])
def test_an_error_of_the_report_stays_as_printed(monkeypatch, second):
    first = sections(received_new=(2, 4, 0, 0, 0, 0, 5))
    found = weighed(monkeypatch, first, sections(received_new=second))
    assert [found[f"received_new.{c}"] for c in COLUMNS] == ["2", "4", "0", "0", "0", "0", "5"]
    assert not first.notes


def test_zeros_prove_nothing():
    assert not judge({f"requests.granted.{c}": Decimal(0) for c in COLUMNS}).kept


def test_a_row_that_gaps_alone_leave_open_is_read_by_its_order_where_sums_prove_it():
    lines = TEXT_LAYOUTS["aligned"](example(received_new=3)).split("\n")
    at = next(i for i, line in enumerate(lines) if "信访举报投诉类申请" in line)
    label, numbers = re.match(r"(.*申请)(\s.*)", lines[at]).groups()
    lines[at : at + 1] = [label[:-2], label[-2:] + numbers]
    reading = read_file("\n".join(lines).encode(), "a.txt")
    assert set(row(reading, "not_processed_petition").values()) == {"0"}


def twice(pattern: str) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, lambda match: "".join(c * 2 for c in match[0]), text)


@pytest.mark.parametrize("pattern", [r"(?<![^\t\n])\d+(?![^\t\n])", r"\S"])
def test_doubled_characters_refuse_a_document_for_this_reason(pattern):
    text = TEXT_LAYOUTS["tabs"](example(requests__granted__total="84"))
    reading = read_file(twice(pattern)(text).encode(), "a.txt")
    assert reading.reason == "doubled"


def test_a_report_may_print_some_doubled_digits():
    reading = read_file(html(example(requests__granted__total="8844")).encode(), "a.html")
    assert reading.reason is None
    assert row(reading, "granted")["total"] == "8844"
    assert "doubtful" not in rules(reading)


def test_a_form_without_any_number_or_mark_is_refused_as_empty():
    one = example()
    empty = replace(one, cells=dict.fromkeys(one.cells, ""))
    assert read_file(html(empty).encode(), "a.html").reason == "empty_form"
    struck = replace(one, cells=dict.fromkeys(one.cells, "/"))
    assert read_file(html(struck).encode(), "a.html").reason is None
