"""A saved web archive (.mht) or a mail (.eml) → rows: its first page with text, with the address that it was saved from."""

import email
import email.header
import email.policy
from email.message import Message

from loaders.reading.formats.document import Document
from loaders.reading.formats.html import read_html
from loaders.reading.formats.text import read_text
from loaders.text.encoding import decode
from loaders.text.errors import Unreadable


def read_mht(data: bytes) -> Document:
    """The page or text in a MIME archive; raises Unreadable if there is none, or if files are attached to it."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    parts = [part for part in message.walk() if not part.is_multipart()]
    if attached := [name for part in parts if (name := _attached(part))]:
        raise Unreadable("mail_with_files", files="、".join(attached))
    styles = {
        address: text
        for part in parts
        if part.get_content_type() == "text/css" and (text := _text(part))
        for address in _addresses(part)
    }
    for part in parts:
        text = _text(part) if part.get_content_type() == "text/html" else ""
        if text and (document := read_html(text, "mht", styles)).rows:
            address = part.get("Content-Location") or message.get("Snapshot-Content-Location")
            if address and address.startswith("http"):
                document.url = address
            return document
    for part in parts:
        if part.get_content_type() == "text/plain" and (text := _text(part)).strip():
            return read_text(text, "mht")
    raise Unreadable("mht_without_page")


def _attached(part: Message) -> str:
    """The name of a file that is attached to a mail, empty for parts of its text."""
    if part.get_content_disposition() != "attachment":
        return ""
    name = part.get_filename() or part.get_content_type()
    return str(email.header.make_header(email.header.decode_header(name)))


def _addresses(part: Message) -> list[str]:
    """The addresses under which a page names a part."""
    id_ = (part.get("Content-ID") or "").strip("<>")
    return [a for a in (part.get("Content-Location"), f"cid:{id_}" if id_ else None) if a]


def _text(part: Message) -> str:
    """The text of a part, empty if it has none."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload:
        return ""
    charset = part.get_content_charset()
    try:
        return payload.decode(charset) if charset else decode(payload)
    except (UnicodeDecodeError, LookupError):
        return decode(payload)
