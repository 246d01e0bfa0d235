"""Whose a report is → whether that body is one that cannot make regulations (规章).

Source: 《立法法》 art. 91 and 93 (2023; art. 80 and 82 of 2015). Departments and directly affiliated bodies of the State Council
make them, and the people's governments of provinces, of cities with districts and of autonomous prefectures.
"""

import re

from loaders.bodies.describe import description
from loaders.bodies.kinds import VERTICAL
from loaders.bodies.placing import Context

_MAY_BE_A_GOVERNMENT = (None, "people_government", "government_office", "other")
"""Kinds of bodies that report for a government as well, or that are not known."""
_BELOW_A_CITY = re.compile(r"^[\u3400-\u9fff]{1,8}?(?:[县旗镇乡]|(?<!自治)(?<!地)区)(?=人民政府|.+[局办会]$)")
"""The beginning of a name of a body whose division the table lacks or has several of: 鼓楼区人民政府."""


def cannot_make_regulations(agency: str | None, year: int | None, context: Context) -> bool:
    """Whether a body is known to lack the power; False where its level or kind leaves that open."""
    body = description(agency, year, "own", context)
    if body.level in ("county", "township"):
        return True
    department = body.kind not in _MAY_BE_A_GOVERNMENT
    if body.level is None:
        local = department and body.kind != "ministry" and body.kind not in VERTICAL
        return local or _BELOW_A_CITY.match(agency or "") is not None
    return department and body.level != "national"
