"""What a figure rests on → the words for it: a report on the whole area, a body's own, or a sum of k of m bodies."""

from loaders.language.words import number, say


def basis_words(areas: int, bodies: int, expected: int | None, lang: str, *, due: bool = True) -> str:
    """`report on the whole area`, `the body's own report`, `sum of 2 of 10 bodies`, or an area's and a sum; empty for a
    sum of nothing.

    areas: the area reports in a sum; bodies: the bodies beside them; expected: the bodies that ought to stand there; due:
    whether the reports of the year are, else the words say so.
    """
    of = {"areas": number(areas), "k": number(bodies), "m": number(max(expected or 0, bodies))}
    if not bodies and expected:
        return say(f"basis.{'absent' if areas else 'none'}{'' if due else '.not_due'}", lang, **of)
    if not areas and not bodies:
        return ""
    if not bodies:
        key = "basis.area" if areas == 1 else "basis.areas"
    elif not areas and bodies == 1 and (expected or 0) <= 1:
        key = "basis.own"
    else:
        key = "basis.mixed" if areas else "basis.sum"
    words = say(key, lang, **of)
    return words if due else say("basis.not_due", lang, basis=words)
