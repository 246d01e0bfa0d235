"""Sentences as screens show them → as Chinese paper prints them, without blanks around figures (GB/T 15835)."""

import re

_CHINESE = "[\u201c\u201d\u2e80-\u9fff\uff00-\uffef]"
_BLANK = re.compile(f"(?<={_CHINESE}) (?=[^ ])|(?<=[^ ]) (?={_CHINESE})")


def without_blanks(text: str) -> str:
    """A text without the single blanks that stand beside Chinese."""
    return _BLANK.sub("", text)
