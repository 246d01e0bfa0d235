"""What a figure rests on → the words for it: a report on the whole area, a body's own, or a sum of k of m bodies."""

from loaders.language.words import number, say


def basis_words(areas: int, bodies: int, expected: int | None, lang: str) -> str:
    """`report on the whole area`, `the body's own report`, `sum of 2 of 10 bodies`, or an area's and a sum; empty for a
    sum of nothing.

    areas: the area reports in a sum; bodies: the bodies beside them; expected: the bodies that ought to stand there.
    """
    of = {"areas": number(areas), "k": number(bodies), "m": number(max(expected or 0, bodies))}
    if not bodies and not expected:
        return say("basis.area" if areas == 1 else "basis.areas", lang, **of) if areas else ""
    if not bodies:
        return say("basis.absent" if areas else "basis.none", lang, **of)
    if not areas and bodies == 1 and (expected or 0) <= 1:
        return say("basis.own", lang)
    return say("basis.mixed" if areas else "basis.sum", lang, **of)
