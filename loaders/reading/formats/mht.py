"""A saved web archive (.mht) → rows: its first HTML part, with the address that it was saved from."""

import email
import email.policy

from loaders.reading.formats.document import Document
from loaders.reading.formats.html import read_html
from loaders.text.encoding import decode
from loaders.text.errors import Unreadable


def read_mht(data: bytes) -> Document:
    """The page in a MIME archive; raises Unreadable if there is none."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() != "text/html":
            continue
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes) or not payload:
            continue
        charset = part.get_content_charset()
        try:
            text = payload.decode(charset) if charset else decode(payload)
        except (UnicodeDecodeError, LookupError):
            text = decode(payload)
        document = read_html(text, "mht")
        address = part.get("Content-Location") or message.get("Snapshot-Content-Location")
        if address and address.startswith("http"):
            document.url = address
        return document
    raise Unreadable("mht_without_page")
