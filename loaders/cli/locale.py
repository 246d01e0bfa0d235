"""The environment → the language to speak: Chinese, unless the locale says another language."""

import os
from collections.abc import Mapping, Sequence
from itertools import pairwise


def language(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """`zh` or `en`: what --lang says, else the locale; Chinese where that says nothing."""
    for before, after in pairwise([*arguments, ""]):
        if before == "--lang" and after in ("zh", "en"):
            return after
        if before.startswith("--lang=") and before[7:] in ("zh", "en"):
            return before[7:]
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value and value.split(".")[0] not in ("C", "POSIX"):
            return "zh" if value.lower().startswith("zh") else "en"
    return "zh"
