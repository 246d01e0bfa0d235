"""Bytes of a text → the text, by byte order mark, UTF-8, declared charset, GB18030, then detection."""

import re

from charset_normalizer import from_bytes

from loaders.text.errors import Unreadable

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", re.I)
_GB = ("gb2312", "gbk", "gb_2312-80", "x-gbk")
_SPOILT = 0.01
"""The share of broken characters, among those beyond ASCII, up to which a text is in an encoding."""


def decode(data: bytes) -> str:
    """The text of bytes in an unknown encoding; a few broken bytes are replaced. Unreadable if they are no text."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data.decode(name, errors="replace")
    if b"\x00" in data:
        raise Unreadable("not_text")
    declared = _DECLARED.search(data[:4096])
    name = declared[1].decode("ascii").lower() if declared else "gb18030"
    candidates = dict.fromkeys(("utf-8", "gb18030" if name in _GB else name, "gb18030"))
    for encoding in candidates:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            # GB18030 makes characters of almost any bytes: a UTF-8 page that is cut off within a character must be
            # recognised before GB18030 is tried.
            if (text := _nearly(data, encoding)) is not None:
                return text
    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise Unreadable("not_text")
    return data.decode(best.encoding, errors="replace")


def _nearly(data: bytes, encoding: str) -> str | None:
    """The text in an encoding, None unless it has few broken bytes beside its foreign characters."""
    try:
        text = data.decode(encoding, errors="replace")
    except LookupError:
        return None
    spoilt = text.count("\ufffd")
    foreign = len(text) - len(text.encode("ascii", errors="ignore"))
    return text if spoilt <= _SPOILT * foreign else None
