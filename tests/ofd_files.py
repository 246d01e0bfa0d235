"""OFD files (GB/T 33190-2016) as offices' programs write them: a zip of XML, places in millimetres."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text(x: float, y: float, words: object, size: float = 3.5, attributes: str = "", colour: str = "0 0 0") -> str:
    """A text whose base line begins at a place; all its glyphs are as wide as in most fonts."""
    wide = [size if ord(c) > 255 else size / 2 for c in str(words)]
    delta = " ".join(f"{w:g}" for w in wide[:-1])
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y - size} {sum(wide) + 1} {size + 1}" Font="1" Size="{size}" {attributes}>'
        f'<ofd:FillColor Value="{colour}"/><ofd:TextCode X="0" Y="{size}" DeltaX="{delta}">{escape(str(words))}'
        "</ofd:TextCode></ofd:TextObject>"
    )


def path(x: float, y: float, wide: float, high: float, data: str, fill: str | None = None, more: str = "") -> str:
    """A path in a box of its own coordinates, stroked, or filled with a colour."""
    paint = f'Stroke="false" Fill="true"><ofd:FillColor Value="{fill}"/>' if fill else 'LineWidth="0.2">'
    data = f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject ID="2" Boundary="{x} {y} {wide} {high}" {more} {paint}{data}</ofd:PathObject>'


def shade(x: float, y: float, wide: float, high: float, fill: str) -> str:
    """A filled rectangle."""
    return path(x, y, wide, high, f"M 0 0 L {wide} 0 L {wide} {high} L 0 {high} C", fill)


def picture(x: float, y: float, wide: float, high: float) -> str:
    return f'<ofd:ImageObject ID="3" Boundary="{x} {y} {wide} {high}" ResourceID="9"/>'


def table(top: float, edges: Sequence[float], rows: Sequence[Sequence[object]], high: float = 8) -> str:
    """Ruled rows of cells."""
    left, wide, deep = edges[0], edges[-1] - edges[0], high * len(rows)
    across = "".join(path(left, top + high * i, wide, 0.2, f"M 0 0 L {wide} 0") for i in range(len(rows) + 1))
    down = "".join(path(x, top, 0.2, deep, f"M 0 0 L 0 {deep}") for x in edges)
    cells = "".join(
        text(x + 1, top + high * i + 5, cell)
        for i, row in enumerate(rows)
        for x, cell in zip(edges, row, strict=False)
        if cell != ""
    )
    return across + down + cells


def ofd(*pages: str, template: str = "") -> bytes:
    """A file of these pages, each over the same template."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, root: str, content: str) -> None:
            archive.writestr(
                name, f'<?xml version="1.0" encoding="UTF-8"?><ofd:{root} {NAMESPACE}>{content}</ofd:{root}>'
            )

        def layer(content: str) -> str:
            return f'<ofd:Content><ofd:Layer ID="5">{content}</ofd:Layer></ofd:Content>'

        body = "<ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        put("OFD.xml", "OFD", f"<ofd:DocBody>{body}</ofd:DocBody>")
        area = "<ofd:PageArea><ofd:PhysicalBox>0 0 297 210</ofd:PhysicalBox></ofd:PageArea>"
        common = f'{area}<ofd:TemplatePage ID="8" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
        kept = "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
        put("Doc_0/Document.xml", "Document", f"<ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{kept}</ofd:Pages>")
        put("Doc_0/Tpls/Tpl_0/Content.xml", "Page", layer(template))
        for i, content in enumerate(pages):
            under = '<ofd:Template TemplateID="8" ZOrder="Background"/>'
            put(f"Doc_0/Pages/Page_{i}/Content.xml", "Page", under + layer(content))
    return out.getvalue()
