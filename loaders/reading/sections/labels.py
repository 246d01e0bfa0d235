"""A printed label → the id that it means: by the form's own words, a known variant, or closeness."""

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from loaders.form import templates
from loaders.form.vocabulary import GROUPS
from loaders.reading.formats.document import Field
from loaders.text.normalize import common, label_key

_REMARK = re.compile(r"[(（](?![^()（）]*(?:上一?年|去年|往年|同期))[^()（）]*[)）]")
"""Words in brackets, unless they make another column of it: 处理决定数量（上年）."""
MONEY = "(亿元|千万元|百万元|万元|千元|百元|元)"
"""A pattern of the units of money, the longer before those that end them."""
_CAPTION = re.compile(
    rf"单位(?:为|是)?(?:[件条项次份个宗笔批起]|人次)*(?:人民币)?{MONEY}(?![谋江阳氏宝坝])|[以按]{MONEY}(?:为单位|为计|计)"
)
"""Words that say in which unit the amounts of a table are; 元 may also begin the name of a place."""
NUMERALS = "一二三四五六七八九十0123456789"
_GROUPS = sorted({label_key(s) for s in templates.GROUP_LABELS}, key=len, reverse=True)
_HEADS = sorted({label_key(s) for s in templates.HEAD_LABELS}, key=len, reverse=True)
_SIDE = frozenset(map(label_key, templates.SIDE_HEADS))
_SERIAL = frozenset(("序号", "编号", "行次"))
_NOTE = label_key(templates.NOTE)
_HEAD_PATTERN = re.compile(templates.HEAD_PATTERN)
_CLOSE = 0.7
_MARGIN = 0.06
_LONG = 8
_ELSEWHERE = frozenset(("总计", "合计", "其他", "其它", "其他情形", "其他情况"))
"""Row labels that are column labels as well, or the end of other labels: （…，不计其他情形）."""


class Match(NamedTuple):
    """A recognised label: its id, whether it is the form's own or a known variant, and the label key before it."""

    id: str
    exact: bool
    before: str


class Labels:
    """The labels of one set of rows or columns, in the order of the form.

    Texts to match are label keys (`label_key`). strict: labels that mean something else after other words; only
    numbering and group labels may precede them.
    """

    def __init__(self, labels: Mapping[str, Iterable[str]], strict: frozenset[str] = frozenset()):
        self.strict = strict
        self.keys: dict[str, str] = {}
        for id_, variants in labels.items():
            for text in variants:
                self.keys.setdefault(label_key(text), id_)
        self.order = tuple(labels)
        self._lengths = sorted({len(k) for k in self.keys}, reverse=True)
        self._by_id = {i: [k for k, v in self.keys.items() if v == i] for i in self.order}
        self.whole = lru_cache(maxsize=1 << 14)(self._whole)
        self.named = lru_cache(maxsize=1 << 14)(self._named)
        self.ending = lru_cache(maxsize=1 << 14)(self._ending)
        self.nearest = lru_cache(maxsize=1 << 14)(self._nearest)

    def _named(self, text: str) -> str | None:
        """The id that a printed head means: its whole text, else its text without remarks in brackets."""
        key = label_key(text)
        return self.whole(residue(key) or key) or self.whole(residue(label_key(without_remarks(text))))

    def _whole(self, key: str) -> str | None:
        """The id whose label is the whole text, numbering aside."""
        return self.keys.get(key) or self.keys.get(key.lstrip(NUMERALS)) or self.keys.get(key.rstrip(NUMERALS))

    def _ending(self, key: str) -> Match | None:
        """The label at the end of a text; group labels, numbering or a header may precede it."""
        for n in self._lengths:
            if n <= len(key) and (id_ := self.keys.get(key[-n:])):
                before = key[:-n]
                if key[-n:] not in self.strict or not _without_groups(before):
                    return Match(id_, True, before)
        return None

    def _nearest(self, key: str, among: tuple[str, ...]) -> Match | None:
        """The id among some whose label is close to the text, and clearly closer than those of the others."""
        text = residue(key)
        if len(text) < 3:
            return None
        scored = sorted(((self._closeness(text, i), i) for i in among), reverse=True)
        if not scored or scored[0][0] < _CLOSE:
            return None
        if len(scored) > 1 and scored[0][0] - scored[1][0] < _MARGIN:
            return None
        return Match(scored[0][1], False, "")

    def _closeness(self, text: str, id_: str) -> float:
        return max(_closeness(text, k) for k in self._by_id[id_])


def _closeness(text: str, label: str) -> float:
    """The share that two labels have in common, from 0 to 1; a long label that merely leaves words out is close."""
    matcher = SequenceMatcher(None, text, label, autojunk=False)
    shared = sum(block.size for block in matcher.get_matching_blocks())
    shortened = shared == len(text) >= _LONG and len(text) * 2 > len(label)
    return max(matcher.ratio(), 0.9 if shortened else 0.0)


def is_group_piece(key: str) -> bool:
    """Whether a label key is nothing, or a piece of a group's label, as a narrow column breaks it into lines."""
    rest = residue(key)
    return not rest or any(rest in group for group in _GROUPS)


def is_serial_head(f: Field) -> bool:
    """Whether a field heads the numbers of the rows."""
    return label_key(f.text) in _SERIAL


def is_side_head(f: Field) -> bool:
    """Whether a field heads a column beside the form's own that says nothing new."""
    return label_key(f.text) in _SIDE


def money_caption(text: str) -> str | None:
    """The unit of money that a caption names for the amounts of its table: （金额单位：元）; None if it names none."""
    match = _CAPTION.search(label_key(text)) if "元" in text else None
    return match[1] or match[2] if match else None


@lru_cache(maxsize=1 << 14)
def without_remarks(text: str) -> str:
    """A printed text without what it says in brackets: 上一年项目数量（指2019年事项数） is 上一年项目数量."""
    return _REMARK.sub("", common(text))


@lru_cache(maxsize=1 << 15)
def residue(key: str) -> str:
    """A label key without numbering and without the form's words that name no row or column."""
    if key in _NOTE:
        return ""
    key = _HEAD_PATTERN.sub("", key)
    for label in _HEADS:
        key = key.replace(label, "")
    return _without_groups(key)


def _without_groups(key: str) -> str:
    for label in _GROUPS:
        key = key.replace(label, "")
    return key.strip(NUMERALS)


REQUEST_ROWS = Labels(templates.item_labels("requests"), _ELSEWHERE)
REQUEST_GROUPS = Labels({g.id: (g.zh,) for g in GROUPS if g.id != "other"})
APPLICANT_COLUMNS = Labels(templates.applicant_labels())
DISCLOSURE_ROWS = Labels(templates.item_labels("disclosure"))
DISCLOSURE_COLUMNS = Labels(templates.disclosure_column_labels())
REVIEW_ROWS = Labels(templates.item_labels("reviews"))
REVIEW_COLUMNS = Labels(templates.review_column_labels())
