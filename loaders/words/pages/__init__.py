"""What the pages say, a module a page."""

from loaders.words.pages.about import ABOUT
from loaders.words.pages.bodies import BODIES
from loaders.words.pages.briefing import BRIEFING
from loaders.words.pages.compare import COMPARE
from loaders.words.pages.coverage import COVERAGE
from loaders.words.pages.disclosure import DISCLOSURE
from loaders.words.pages.figures import FIGURES
from loaders.words.pages.frame import FRAME
from loaders.words.pages.overview import OVERVIEW
from loaders.words.pages.requests import REQUESTS
from loaders.words.pages.reviews import REVIEWS
from loaders.words.pages.spoken import SPOKEN
from loaders.words.pages.tables import TABLES

PAGES: dict[str, tuple[str, str]] = {
    **ABOUT,
    **BODIES,
    **BRIEFING,
    **COMPARE,
    **COVERAGE,
    **DISCLOSURE,
    **FIGURES,
    **FRAME,
    **OVERVIEW,
    **REQUESTS,
    **REVIEWS,
    **SPOKEN,
    **TABLES,
}
