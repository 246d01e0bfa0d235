"""The error for a file that cannot be read, with a reason from the catalogue."""


class Unreadable(Exception):
    """A file that cannot be read: the id of a reason of the catalogue, and the words for its braces."""

    def __init__(self, reason: str, **words: object):
        super().__init__(reason, words)
        self.reason = reason
        self.words = words
