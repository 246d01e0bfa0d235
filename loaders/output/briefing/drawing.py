"""Charts of a briefing → DrawingML: charts of Word's own, with the workbook behind them, so that they can be edited."""

from collections.abc import Sequence

import polars as pl

from loaders.language.words import say
from loaders.output.briefing.labels import label_sides
from loaders.output.briefing.model import Chart, Series
from loaders.output.briefing.text import escaped
from loaders.output.colours import LIGHT, on
from loaders.output.tables import write

_NAMES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_MARKERS = ("circle", "square", "triangle", "diamond")
_DASHES = ("solid", "sysDash", "lgDash", "sysDot")
"""What tells lines apart in grey print."""
_SMALL = 0.06
"""Parts of a bar of 100 % that have no room for their figure."""
_FEW = 6
"""Up to as many cases an axis counts one by one."""
BOOK = "rId1"
"""The relation of a chart to its workbook."""


def height(chart: Chart) -> float:
    """How high a chart is, in millimetres."""
    if chart.kind == "lines":
        return 72.0
    each = 9.0 if chart.kind == "shares" else 3.5 + 4.6 * len(chart.series)
    return 16.0 + each * len(chart.categories)


def workbook(chart: Chart, lang: str) -> bytes:
    """The figures of a chart as a workbook: one row a category, one column a series."""
    frame = pl.DataFrame(
        {"category": list(chart.categories)}
        | {f"s{i}": pl.Series(list(s.values), dtype=pl.Float64) for i, s in enumerate(chart.series)}
    )
    headings = [chart.title, *(s.name for s in chart.series)]
    about = [(say("about.what", lang), f"{chart.title} {chart.unit}")]
    return write(frame, "xlsx", about=about, sheets=_sheets(lang), headings=headings)


def _sheets(lang: str) -> tuple[str, str]:
    return say("sheet.about", lang), say("sheet.data", lang)


def drawn(chart: Chart, lang: str) -> str:
    """The part that draws a chart."""
    make = _lines if chart.kind == "lines" else _bars
    legend = len(chart.series) > 1
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace {_NAMES}><c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        f"<c:plotArea><c:layout/>{make(chart, lang)}</c:plotArea>{_legend() if legend else ''}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'{_words(LIGHT["ink"])}<c:externalData r:id="{BOOK}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _bars(chart: Chart, lang: str) -> str:
    stacked = chart.kind == "shares"
    sums = [sum(s.values[i] or 0 for s in chart.series) for i in range(len(chart.categories))]
    series = []
    for i, s in enumerate(chart.series):
        colour = LIGHT[s.meaning]
        if stacked:
            small = [j for j, v in enumerate(s.values) if not v or v < _SMALL * sums[j]]
            labels = _labels(_words(on(colour), 900), "ctr", without=small)
        else:
            labels = _labels(_words(LIGHT["ink"], 900), "outEnd")
        look = f"<c:spPr>{_fill(colour)}{_stroke(LIGHT['outline'], 6350)}</c:spPr>"
        series.append(
            f'<c:ser>{_head(i, s, lang)}{look}<c:invertIfNegative val="0"/>{labels}{_data(chart, i, s, lang)}</c:ser>'
        )
    grouping, overlap = ("percentStacked", 100) if stacked else ("clustered", 0)
    return (
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="{grouping}"/><c:varyColors val="0"/>{"".join(series)}'
        f'<c:gapWidth val="45"/><c:overlap val="{overlap}"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        f"{_categories('l', reverse=True)}{_values('b', crosses='max', form='0%' if stacked else '#,##0', hidden=not stacked)}"
    )


def _lines(chart: Chart, lang: str) -> str:
    most = max((v for s in chart.series for v in s.values if v is not None), default=0)
    series, sides = [], label_sides(chart)
    for i, s in enumerate(chart.series):
        colour = LIGHT[s.meaning]
        hidden = [j for j in range(len(s.values)) if (i, j) not in sides]
        below = [j for j in range(len(s.values)) if sides.get((i, j)) == "below"]
        look = f"<c:spPr>{_stroke(colour, 25400, _DASHES[i % 4])}</c:spPr>"
        marker = (
            f'<c:marker><c:symbol val="{_MARKERS[i % 4]}"/><c:size val="6"/>'
            f"<c:spPr>{_fill(colour)}{_stroke(colour, 6350)}</c:spPr></c:marker>"
        )
        labels = _labels(_words(LIGHT["ink"], 900), "t", without=hidden, below=below)
        series.append(
            f'<c:ser>{_head(i, s, lang)}{look}{marker}{labels}{_data(chart, i, s, lang)}<c:smooth val="0"/></c:ser>'
        )
    return (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{"".join(series)}<c:marker val="1"/>'
        f'<c:axId val="1"/><c:axId val="2"/></c:lineChart>{_categories("b")}{_values("l", whole=most <= _FEW)}'
    )


def _head(i: int, s: Series, lang: str) -> str:
    cell = f"'{_sheets(lang)[1]}'!${chr(66 + i)}$1"
    return (
        f'<c:idx val="{i}"/><c:order val="{i}"/><c:tx><c:strRef><c:f>{cell}</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{escaped(s.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
    )


def _data(chart: Chart, i: int, s: Series, lang: str) -> str:
    sheet, n = _sheets(lang)[1], len(chart.categories)
    names = "".join(f'<c:pt idx="{j}"><c:v>{escaped(c)}</c:v></c:pt>' for j, c in enumerate(chart.categories))
    points = "".join(f'<c:pt idx="{j}"><c:v>{v:.15g}</c:v></c:pt>' for j, v in enumerate(s.values) if v is not None)
    letter = chr(66 + i)
    return (
        f"<c:cat><c:strRef><c:f>'{sheet}'!$A$2:$A${n + 1}</c:f><c:strCache><c:ptCount val=\"{n}\"/>{names}"
        f"</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>'{sheet}'!${letter}$2:${letter}${n + 1}</c:f>"
        f'<c:numCache><c:formatCode>#,##0.######</c:formatCode><c:ptCount val="{n}"/>{points}</c:numCache></c:numRef></c:val>'
    )


def _labels(words: str, place: str, without: Sequence[int] = (), below: Sequence[int] = ()) -> str:
    shown = "".join(
        f'<c:show{k} val="{int(k == "Val")}"/>'
        for k in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    )

    def look(at: str) -> str:
        return (
            f'<c:numFmt formatCode="#,##0" sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>{words}'
            f'<c:dLblPos val="{at}"/>{shown}'
        )

    own = dict.fromkeys(without, '<c:delete val="1"/>') | {j: look("b") for j in below}
    apart = "".join(f'<c:dLbl><c:idx val="{j}"/>{own[j]}</c:dLbl>' for j in sorted(own))
    return f"<c:dLbls>{apart}{look(place)}</c:dLbls>"


def _categories(side: str, *, reverse: bool = False) -> str:
    order = "maxMin" if reverse else "minMax"
    return (
        f'<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{side}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr>{_stroke(LIGHT["outline"], 6350)}</c:spPr>'
        f'{_words(LIGHT["ink"], 900)}<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _values(
    side: str, *, crosses: str = "autoZero", form: str = "#,##0", hidden: bool = False, whole: bool = False
) -> str:
    """whole: whether a grid line stands at each whole number, between which none has a name."""
    step = '<c:majorUnit val="1"/>' if whole else ""
    grid = "" if hidden else f"<c:majorGridlines><c:spPr>{_stroke(LIGHT['grid'], 6350)}</c:spPr></c:majorGridlines>"
    return (
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        f'<c:delete val="{int(hidden)}"/><c:axPos val="{side}"/>{grid}<c:numFmt formatCode="{form}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{_words(LIGHT["muted"], 900)}<c:crossAx val="1"/>'
        f'<c:crosses val="{crosses}"/><c:crossBetween val="between"/>{step}</c:valAx>'
    )


def _legend() -> str:
    return f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_words(LIGHT["ink"], 900)}</c:legend>'


def _fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill>'


def _stroke(colour: str, width: int, dash: str = "solid") -> str:
    return f'<a:ln w="{width}">{_fill(colour)}<a:prstDash val="{dash}"/></a:ln>'


def _words(colour: str, size: int = 1000) -> str:
    return (
        f'<c:txPr><a:bodyPr rot="0" vert="horz"/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="0">{_fill(colour)}'
        '<a:latin typeface="Times New Roman"/><a:ea typeface="宋体"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )
