"""Printed text → one spelling, so that variants of a label are equal."""

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

_T2S = OpenCC("t2s")

# NFKC turns the Kangxi radicals (U+2F00…) into characters but leaves most of the CJK radicals supplement alone,
# which PDF text layers print just as often. Source: Unicode's EquivalentUnifiedIdeograph.
_RADICALS = dict(
    zip(
        "⺁⺄⺇⺈⺊⺌⺍⺎⺐⺒⺓⺗⺛⺜⺝⺟⺠⺧⺩⺪⺫⺬⺮⺶⺼⺽⻁⻄⻅⻆⻉⻊⻋⻌⻑⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "厂乙几刀卜小小兀尢巳幺心旡日月母民牛王疋目示竹羊肉臼虎西见角贝足车辶長长门阜雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
_RADICAL = re.compile(f"[{''.join(_RADICALS)}]")
_MINUS = str.maketrans("−‒–—―", "-----")

# Mirrors print the pronunciation of a character after it: 報(bào)告. It is no part of the text.
_READING = re.compile(r"(?<=[\u3400-\u9fff])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}[)）]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACE = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[\W_]+")
_CJK = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CJK_GAP = re.compile(rf"(?<=[{_CJK}，。、；：（）《》“”0-9])[ \t\u3000\xa0]+(?=[{_CJK}，。、；：（）《》“”])")
_CJK_GAP_BEFORE_DIGIT = re.compile(rf"(?<=[{_CJK}，。、；：（）《》“”])[ \t\u3000\xa0]+(?=[0-9])")
# Characters of the traditional script alone, some of which are in every report.
_TRADITIONAL = set("報開機關條務會國區縣鎮鄉應覆複說關於與業費決處請數據實")


def common(text: str) -> str:
    """A text with common characters for compatibility forms and radicals (NFKC), without invisible ones."""
    return _INVISIBLE.sub("", _RADICAL.sub(_character, unicodedata.normalize("NFKC", text)))


def _character(radical: re.Match[str]) -> str:
    return _RADICALS[radical[0]]


@lru_cache(maxsize=1 << 16)
def label_key(text: str) -> str:
    """The key of a label: its letters and digits as common characters in simplified script, nothing else."""
    return _NOT_WORD.sub("", _T2S.convert(_READING.sub("", common(text))))


def is_traditional(text: str) -> bool:
    """Whether a text is in the traditional script: whether three of its characters are."""
    return sum(map(_TRADITIONAL.__contains__, text[:4000])) >= 3


def normalize(text: str, traditional: bool | None = None) -> str:
    """Running text in common characters and simplified script, without spaces between Chinese characters.

    traditional: whether it is in the traditional script, None to find out. Only whole texts change script: names of
    divisions have characters that look traditional (乾县).
    """
    out = _READING.sub("", common(text))
    if is_traditional(out) if traditional is None else traditional:
        out = _T2S.convert(out)
    return _CJK_GAP_BEFORE_DIGIT.sub("", _CJK_GAP.sub("", out))


def strip_space(text: str) -> str:
    """Text without any white space."""
    return _SPACE.sub("", text)


def ascii_minus(text: str) -> str:
    """A text with the hyphen-minus of numbers for dashes of all kinds."""
    return text.translate(_MINUS)
