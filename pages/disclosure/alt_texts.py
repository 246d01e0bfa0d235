"""The rows of a chart on the page of disclosure → the sentence for those who do not see it."""

import polars as pl

from loaders.language.words import number, say


def ranking_text(title: str, ranking: pl.DataFrame, lang: str) -> str:
    """The largest value of a complete sum, the sum of all, and which sums are partial; ranking: none without a value."""
    whole, partial = ranking.filter(~pl.col("partial")), ranking.filter("partial")
    total, n = number(sum(ranking["value"].to_list()), lang), ranking.height
    texts = []
    if whole["value"].sum() > 0:
        first = whole.sort("value", descending=True).row(0, named=True)
        words = {"first": first["name"], "value": number(first["value"], lang)}
        texts.append(say("disclosure.ranked.alt", lang, title=title, total=total, n=n, **words))
    else:
        texts.append(say("disclosure.ranked.alt_partial", lang, title=title, total=total, n=n))
    if partial.height:
        listed = [
            say("disclosure.alt.partial_figure", lang, name=name, value=number(value, lang), basis=basis)
            for name, value, basis in partial.select("name", "value", "basis").iter_rows()
        ]
        texts.append(say("disclosure.alt.partial", lang, list=say("list.semicolon", lang).join(listed)))
    return "".join(texts)
