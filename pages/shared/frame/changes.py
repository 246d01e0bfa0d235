"""Whether whoever looks at the page may change the user's store, and the note of what was changed."""

from loaders.access.log import record
from pages.shared.frame.session import current_account
from pages.shared.server.uploads import takes_files


def changes_allowed(what: str = "add") -> bool:
    """Whether the session may do something of `loaders.access.users.MAY`: the one place that says so. Where nobody is asked
    who they are, it may where the server takes files; else by its role as well.
    """
    account = current_account()
    return takes_files() and (account.name is None or account.may(what))


def who() -> str | None:
    """The account of whoever looks at the page, where the server asks."""
    return current_account().name


def note_change(what: str, **words: object) -> None:
    """Notes in the log what the account changes, where the server asks who comes."""
    account = current_account()
    if account.name is not None:
        record("changed", account.name, what=what, **words)
