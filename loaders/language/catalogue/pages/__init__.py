"""The words of the pages, one module for each."""

from loaders.language.catalogue.pages.about import ABOUT
from loaders.language.catalogue.pages.add import ADD
from loaders.language.catalogue.pages.bodies import BODIES
from loaders.language.catalogue.pages.briefing import BRIEFING
from loaders.language.catalogue.pages.compare import COMPARE
from loaders.language.catalogue.pages.coverage import COVERAGE
from loaders.language.catalogue.pages.disclosure import DISCLOSURE
from loaders.language.catalogue.pages.figures import FIGURES
from loaders.language.catalogue.pages.frame import FRAME
from loaders.language.catalogue.pages.office import OFFICE
from loaders.language.catalogue.pages.overview import OVERVIEW
from loaders.language.catalogue.pages.precheck import PRECHECK
from loaders.language.catalogue.pages.requests import REQUESTS
from loaders.language.catalogue.pages.reviews import REVIEWS
from loaders.language.catalogue.pages.sources import SOURCES
from loaders.language.catalogue.pages.spoken import SPOKEN
from loaders.language.catalogue.pages.tables import TABLES

PAGES: dict[str, tuple[str, str]] = {
    **ABOUT,
    **ADD,
    **BODIES,
    **BRIEFING,
    **COMPARE,
    **COVERAGE,
    **DISCLOSURE,
    **FIGURES,
    **FRAME,
    **OFFICE,
    **OVERVIEW,
    **PRECHECK,
    **REQUESTS,
    **REVIEWS,
    **SOURCES,
    **SPOKEN,
    **TABLES,
}
