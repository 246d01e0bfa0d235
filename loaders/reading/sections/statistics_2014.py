"""The statistics table of 2014: rows of a document → the cells of its four sections, one figure a row."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from loaders.form import form_2014
from loaders.form.form_2014 import LINE, LINES, SECTIONS_2014, Heading
from loaders.reading.formats.document import Row
from loaders.reading.sections.cells import Table
from loaders.reading.sections.entries import Entry, entries, text_of
from loaders.reading.sections.extents import Extent, extent
from loaders.reading.sections.labels import Labels, Match
from loaders.reading.sections.numbers import is_number, is_unit
from loaders.text.normalize import label_key

_DIGITS = "一二三四五六七八九十0123456789"
_LABELS = Labels(form_2014.printed_labels())


def _key(label: str) -> str:
    """A label key without numbers and 其中 before it."""
    return label_key(label).lstrip(_DIGITS).removeprefix("其中").lstrip(_DIGITS)


_BY_KEY: dict[str, tuple[str, ...]] = {
    key: tuple(id_ for id_, texts in form_2014.printed_labels().items() if key in map(_key, texts))
    for key in {_key(text) for texts in form_2014.printed_labels().values() for text in texts}
}
"""The rows that a label means: several where the table has it several times."""
_ORDER = tuple(line.id for line in LINES)
_ALONE = frozenset(_LABELS.keys.values())
"""The rows with a label that no row before them bears."""
_HEADINGS = frozenset(label_key(row.label).lstrip(_DIGITS) for row in form_2014.TABLE if isinstance(row, Heading))
_FIGURE_HEADS = frozenset(("统计数", "统计数据", "统计数值", "数量", "数据", "数值"))
_NAME_HEADS = frozenset(("统计指标", "指标", "指标名称", "统计项目", "项目"))
_SMALL_MONEY = ("元", "亿元")
"""Units of money other than the form's."""
_ENOUGH = 5
"""The rows of the table from which on a document is taken to print it."""
_SHORT = 4
"""The letters up to which a label may be a part of other words, and from which words beside one may be a label."""
_AHEAD = 6
"""The number of rows after the last one among which an inexact label is looked for."""


def read_statistics(rows: Sequence[Row]) -> list[Table]:
    """The sections of the table that a document prints, in the order of the form; none where it is not there.

    A table that is printed again is a second one of each of its sections.
    """
    reader = _Reader()
    for entry in entries(_from_head(rows), _LABELS):
        reader.entry(entry)
    tables = [t for t in reader.tables if t.cells]
    return tables if sum(len(t.cells) for t in tables) >= _ENOUGH else []


def _from_head(rows: Sequence[Row]) -> Iterable[Row]:
    """The rows from the table's first on, without the units between labels and figures; 元 goes behind its figure."""
    begun, money = False, ""
    for row in rows:
        begun = begun or _begins(row)
        if not begun:
            continue
        if row.kind != "line":
            yield from _without_units(row)
        elif is_unit(_bare(row.text)):
            money = _bare(row.text) if not _idle(row.text) else ""
        else:
            text = _without_unit(row.text) + (money if is_number(row.text) else "")
            yield replace(row, fields=(replace(row.fields[0], text=text),))
            money = ""


def _without_units(row: Row) -> Iterable[Row]:
    """A row of a table without its units."""
    money = next((_bare(f.text) for f in row.fields if _bare(f.text) in _SMALL_MONEY), "")
    fields = [f for f in row.fields if not is_unit(_bare(f.text))]
    if money and fields and is_number(fields[-1].text):
        fields[-1] = replace(fields[-1], text=fields[-1].text + money)
    if fields:
        yield replace(row, fields=tuple(fields))


def _idle(text: str) -> bool:
    """Whether a text is a unit that the form itself prints."""
    return is_unit(_bare(text)) and _bare(text) not in _SMALL_MONEY


def _without_unit(text: str) -> str:
    """A line without a unit behind its label: （二）申请办结数 件 12 is （二）申请办结数 12."""
    words = text.split()
    at = next((i for i in (-1, -2) if len(words) > -i and is_unit(_bare(words[i]))), 0)
    if not at:
        return text
    unit = "" if _idle(words[at]) else _bare(words[at])
    return " ".join([*words[:at], *words[len(words) + at + 1 :]]) + unit


def _bare(text: str) -> str:
    return text.strip().strip("()（）")


def _begins(row: Row) -> bool:
    """Whether a row is the table's title or head, or its first row."""
    keys = [label_key(f.text) for f in row.own]
    if any(key in _NAME_HEADS for key in keys) or "".join(keys).endswith("政府信息公开情况统计表"):
        return True
    return bool(keys) and (keys[0].lstrip(_DIGITS) in _HEADINGS or _ids_of(keys[0]) == _ORDER[:1])


def _ids_of(label: str) -> tuple[str, ...]:
    """The rows whose label is a whole text, numbers aside."""
    return _BY_KEY.get(_key(label), ())


def _names_two(entry: Entry, match: Match) -> bool:
    """Whether one cell of a table holds the labels of two rows: the figure is of either, below a heading if there is none."""
    last = label_key(entry.own[-1].text) if entry.own else ""
    if entry.kind == "line" or not last or _ids_of(last):
        return False
    if match.exact:
        return bool(match.before) and (bool(_ids_of(match.before)) or not any(f.text for f in entry.values))
    own = _key(LINE[match.id].label)
    longer = own in last and len(_key(last)) - len(own) >= _SHORT
    return longer or any(len(key) > _SHORT and key in last and key not in own for key in _BY_KEY)


class _Reader:
    """Gives each entry its row of the form: of rows with one label, that whose parent stands above."""

    def __init__(self) -> None:
        self.tables = [Table(s, form_2014.TEMPLATE) for s in SECTIONS_2014]
        self.seen: set[str] = set()
        self.last = -1
        self.figures: Extent | None = None

    def entry(self, entry: Entry) -> None:
        """Takes a printed row: a row of the form, a head or heading, or something that the form does not have."""
        heads = [f for f in (*entry.own, *entry.values) if label_key(f.text) in _FIGURE_HEADS]
        if heads and not entry.numbers:
            self.figures = extent(heads[0]) if len(heads) == 1 else None
            return
        match = self._match(entry)
        if match is None:
            self._unknown(entry)
            return
        if match.id in self.seen:
            self.tables += [Table(s, form_2014.TEMPLATE) for s in SECTIONS_2014]
            self.seen.clear()
        self.seen.add(match.id)
        self.last = _ORDER.index(match.id)
        self._put(entry, match)

    def _match(self, entry: Entry) -> Match | None:
        """The row of an entry. Words before its label that are no heading make it another row."""
        if not entry.label:
            return None
        key = text_of(entry.own)
        exact, before = _ids_of(key), ""
        if not exact:
            exact, before = self._behind_another(key)
        if len(exact) > 1:
            # 四 and 五 have parts of the same names.
            above = LINE[_ORDER[self.last]] if self.last >= 0 else None
            exact = tuple(i for i in exact if above and LINE[i].parent in (above.id, above.parent))
            return Match(exact[0], True, before) if exact else None
        if exact:
            return Match(exact[0], True, before)
        if key.lstrip(_DIGITS) in _HEADINGS or not (entry.values or entry.numbers):
            return None
        ahead = _ORDER[self.last + 1 : self.last + 1 + _AHEAD]
        return _LABELS.nearest(key, tuple(i for i in ahead if i in _ALONE))

    def _behind_another(self, key: str) -> tuple[tuple[str, ...], str]:
        """The rows whose label follows a heading or another row's in one text, as lines without figures run, and the first."""
        for at in range(len(key) - 4, 4, -1):
            if (key[:at].endswith(tuple(_HEADINGS)) or _ids_of(key[:at])) and (ids := _ids_of(key[at:])):
                return ids, key[:at]
        return (), ""

    def _unknown(self, entry: Entry) -> None:
        """Notes a row of figures between rows of the form; what stands around the table is none of its."""
        if entry.numbers and entry.own and 0 <= self.last < len(_ORDER) - 1:
            self._table(_ORDER[self.last]).unread([*entry.own, *entry.values])

    def _put(self, entry: Entry, match: Match) -> None:
        line = LINE[match.id]
        table = self._table(match.id)
        values = [f for f in entry.values if f.text]
        if self.figures and entry.kind == "grid":
            under = [
                f for f in values if (e := extent(f)) and e.left < self.figures.right and e.right > self.figures.left
            ]
            table.unread((f for f in values if f not in under and is_number(f.text)), item=line.id)
            values = under
        if entry.doubt or entry.bare or len(values) > 1 or _names_two(entry, match):
            table.unclear(line.id, [line.column], entry.own, values or entry.own, form_2014.TEMPLATE)
        else:
            blank = entry.values[-1] if entry.values else None
            cell = (line.column, values[0] if values else blank)
            table.row(line.id, [cell], entry.own, form_2014.TEMPLATE)
        if not match.exact:
            table.unread(entry.own, "inexact_label", line.id)

    def _table(self, id_: str) -> Table:
        """The table of a row's section, of the latest printing."""
        latest = self.tables[-len(SECTIONS_2014) :]
        return latest[SECTIONS_2014.index(LINE[id_].section)]
