"""Settings → where a user's store lies."""

from platformdirs import user_data_path

from loaders import settings
from loaders.store.backends import Location, location


def default_path() -> Location:
    """Where a user's store is unless they say otherwise: $GONGKAI_STORE, then the user's data directory."""
    given = location(settings.store())
    if isinstance(given, str):
        return given
    return given.expanduser() if given.name else user_data_path("gongkai", appauthor=False) / "store"
