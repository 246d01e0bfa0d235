"""The result of reading a section: cells with their state and location, and notes on what could not be read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from loaders.form.bounds import possible
from loaders.form.vocabulary import CELL_BY_NAME, Kind, State
from loaders.reading.formats.document import Field, Location
from loaders.reading.sections.numbers import UNREADABLE, read_number

SUBTOTAL = "subtotal"
"""The id of a column that adds up others of the form's and is none itself."""
NOWHERE = Location()
NO_SCALES: Mapping[str, Decimal] = {}


@dataclass(slots=True)
class Cell:
    """A cell of the form as a document prints it. label: the printed row label, None if its row has none."""

    section: str
    item: str
    column: str
    state: State
    value: Decimal | None
    text: str
    location: Location
    label: str | None = None
    template: str | None = None

    @property
    def name(self) -> str:
        return f"{self.section}.{self.item}.{self.column}"


@dataclass(slots=True)
class Note:
    """A remark on the reading of a document: the id of a rule, the words it concerns and their location.

    left, right: two figures that should agree. partial: the left one is a sum that lacks a part.
    """

    rule: str
    section: str | None
    item: str | None = None
    column: str | None = None
    text: str = ""
    location: Location = NOWHERE
    left: Decimal | None = None
    right: Decimal | None = None
    partial: bool = False


@dataclass(slots=True)
class Table:
    """One table of the form: its template (None if the labels do not decide), its cells, and notes on the rest."""

    section: str
    template: str | None = None
    cells: list[Cell] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def row(
        self,
        item: str,
        cells: Iterable[tuple[str, Field | None]],
        label: Sequence[Field],
        template: str | None = None,
        scales: Mapping[str, Decimal] = NO_SCALES,
    ) -> None:
        """Adds the cells of a row, given as columns with their fields.

        A column without a field is one that a ragged row leaves out: its cell is blank. scales: by column, the factor
        that turns figures into the form's unit, 1 if there is none.
        """
        printed = _printed(label)
        for column, source in cells:
            if column == SUBTOTAL:
                continue
            name = f"{self.section}.{item}.{column}"
            cell = CELL_BY_NAME.get(name)
            kind: Kind = cell.kind if cell else "count"
            text = source.text if source else ""
            place = source.location if source else (label[-1].location if label else NOWHERE)
            # A number that a merged cell stretches over several rows belongs to none of them for certain.
            number = UNREADABLE if source and source.carried and text else read_number(text, kind)
            value = number.value
            if value is not None and column in scales:
                value *= scales[column]
            # A number that the cell cannot hold is listed, and is in no sum.
            impossible = cell is not None and value is not None and not possible(name, value)
            state = "unreadable" if impossible else number.state
            self.cells.append(
                Cell(self.section, item, column, state, None if impossible else value, text, place, printed, template)
            )
            if impossible:
                self.notes.append(Note("whole_number", self.section, item, column, text, place, left=value))
            elif state == "unreadable":
                self.notes.append(Note("unreadable", self.section, item, column, text, place))

    def unclear(
        self,
        item: str,
        columns: Iterable[str],
        label: Sequence[Field],
        values: Iterable[Field],
        template: str | None = None,
    ) -> None:
        """Adds a row whose numbers cannot be assigned to columns: each cell is unreadable, its text that of all values."""
        values = [f for f in values if f.text]
        text = " ".join(f.text.replace("\n", " ") for f in values)
        place, printed = (*values, *label)[0].location, _printed(label)
        for column in (c for c in columns if c != SUBTOTAL):
            self.cells.append(Cell(self.section, item, column, "unreadable", None, text, place, printed, template))
        self.notes.append(Note("unclear_columns", self.section, item, None, text, place))

    def unread(self, fields: Iterable[Field], rule: str = "unread", item: str | None = None) -> None:
        """Notes each field with a text as left over."""
        self.notes.extend(
            Note(rule, self.section, item, None, f.text.replace("\n", ""), f.location)
            for f in fields
            if f.text and not f.carried
        )


def _printed(label: Iterable[Field]) -> str | None:
    return " ".join(f.text.replace("\n", "") for f in label if not f.carried) or None
