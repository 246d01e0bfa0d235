"""The arguments and the locale → the language to speak: Chinese, unless the locale says another language."""

from collections.abc import Sequence
from itertools import pairwise


def language(arguments: Sequence[str], locale: str) -> str:
    """`zh` or `en`: the value of --lang, else the locale's language; Chinese if neither is given."""
    for before, after in pairwise([*arguments, ""]):
        if before == "--lang" and after in ("zh", "en"):
            return after
        if before.startswith("--lang=") and before[7:] in ("zh", "en"):
            return before[7:]
    return "en" if locale and not locale.lower().startswith("zh") else "zh"
