"""What is wrong with a store, as it is raised to whoever opens or writes one."""

from functools import partial


class StoreError(Exception):
    """A store that cannot be opened or written: a reason id of the catalogue and the words that fill it."""

    def __init__(self, reason: str, **words: object):
        super().__init__(reason, words)
        self.reason = reason
        self.words = words

    def __reduce__(self) -> tuple[partial["StoreError"], tuple[()]]:
        return partial(type(self), self.reason, **self.words), ()
