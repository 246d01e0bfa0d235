"""What a briefing is made of: plain values, the same for the Word document and for the page to print."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences, and the numbers of the notes that say where their figures come from."""

    text: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """Figures to draw, one a category, null where there is none; the meaning gives the colour."""

    name: str
    meaning: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """`bars` from zero, of one series; `shares` of 100 % (their values are counts); or `lines` over years."""

    kind: Literal["bars", "shares", "lines"]
    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words as they are shown; numeric: the columns that are set to the right."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    notes: tuple[int, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a part of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class FormSlot:
    """A box of a table of the form. label: whether it is one of the form's labels; marked: whether an issue names it."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    label: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True)
class FormTable:
    """A table as the form lays it out: each row has the boxes that begin in it."""

    title: str
    rows: tuple[tuple[FormSlot, ...], ...]


Block = Heading | Paragraph | Chart | Table | FormTable


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part and what stands in it."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """The whole. title: in lines that are broken by meaning. synthetic: what every page says where the data are invented,
    else empty. signature: the office that issues it, if it is named, and the date. attached: tables behind the signature.
    notes: the sources, the first of them `[1]`. name: what its file is called, without an ending.
    """

    lang: str
    title: tuple[str, ...]
    subtitle: str
    name: str
    synthetic: str
    sections: tuple[Section, ...]
    signature: tuple[str, ...]
    attached: Section | None
    notes_heading: str
    notes: tuple[str, ...]
