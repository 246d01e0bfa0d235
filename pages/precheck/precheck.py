"""Pre-check: what is wrong with a draft, beside last year's report of the store that is shown."""

from pages.precheck.desk import draw_desk
from pages.shared.frame.session import current_session

session = current_session()
draw_desk(session.lang, session.store)
