"""What stops a file from being read, as a reason that the catalogue words."""


class Unreadable(Exception):
    """A file that cannot be read: a reason id of the catalogue and the words that fill it."""

    def __init__(self, reason: str, **words: object):
        super().__init__(reason, words)
        self.reason = reason
        self.words = words
