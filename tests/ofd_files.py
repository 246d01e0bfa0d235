"""OFD files (GB/T 33190-2016) as offices' programs write them: a zip of XML, places in millimetres."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text(
    x: float,
    y: float,
    words: object,
    size: float = 3.5,
    attributes: str = "",
    font: int = 1,
    colour: str | None = "0 0 0",
    box: str | None = None,
    within: str = "",
    glyphs: str = "",
) -> str:
    """A text whose base line begins at a place; all its glyphs are as wide as in most fonts. box, within: its boundary
    where it is not around it, and its clips. glyphs: what says which glyphs are drawn for it.
    """
    wide = [size if ord(c) > 255 else size / 2 for c in str(words)]
    delta = " ".join(f"{w:g}" for w in wide[:-1])
    box = box or f"{x} {y - size} {sum(wide) + 1} {size + 1}"
    return (
        f'<ofd:TextObject ID="1" Boundary="{box or f"{x} {y - size} {sum(wide) + 1} {size + 1}"}" Font="{font}" Size="{size}" {attributes}>'
        + (f'<ofd:FillColor Value="{colour}"/>' if colour else "")
        + within
        + glyphs
        + f'<ofd:TextCode X="0" Y="{size}" DeltaX="{delta}">{escape(str(words))}</ofd:TextCode></ofd:TextObject>'
    )


def transform(*numbers: int, start: int = 0, count: int | None = None) -> str:
    """The numbers of the glyphs drawn for the characters of a text, one for each unless there are more or fewer."""
    count = len(numbers) if count is None else count
    listed = " ".join(str(n) for n in numbers)
    return (
        f'<ofd:CGTransform CodePosition="{start}" CodeCount="{count}" GlyphCount="{len(numbers)}">'
        f"<ofd:Glyphs>{listed}</ofd:Glyphs></ofd:CGTransform>"
    )


def path(x: float, y: float, wide: float, high: float, data: str, fill: str | None = None, more: str = "") -> str:
    """A path in a box of its own coordinates, stroked, or filled with a colour."""
    paint = f'Stroke="false" Fill="true"><ofd:FillColor Value="{fill}"/>' if fill else 'LineWidth="0.2">'
    data = f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject ID="2" Boundary="{x} {y} {wide} {high}" {more} {paint}{data}</ofd:PathObject>'


def shade(x: float, y: float, wide: float, high: float, fill: str) -> str:
    """A filled rectangle."""
    return path(x, y, wide, high, f"M 0 0 L {wide} 0 L {wide} {high} L 0 {high} C", fill)


def clip(x: float, y: float, wide: float, high: float) -> str:
    """A clip to a rectangle in an object's own coordinates."""
    data = f"M {x} {y} L {x + wide} {y} L {x + wide} {y + high} L {x} {y + high} C"
    path_ = f'<ofd:Path Boundary="0 0 {wide} {high}"><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:Path>'
    return f"<ofd:Clips><ofd:Clip><ofd:Area>{path_}</ofd:Area></ofd:Clip></ofd:Clips>"


def note(x: float, y: float, content: str, attributes: str = 'Type="Stamp"') -> str:
    """An annotation that shows this at a place; the places of the content are within it."""
    return f'<ofd:Annot ID="4" {attributes}><ofd:Appearance Boundary="{x} {y} 60 20">{content}</ofd:Appearance></ofd:Annot>'


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


def ofd(
    *pages: str,
    template: str = "",
    notes: str = "",
    resources: str = "",
    media: bytes = b"",
    area: str = "0 0 297 210",
    font: bytes = b"",
) -> bytes:
    """A file of these pages, each over the same template. notes: on the first page; resources: those of the document;
    media: the picture that `picture` draws; font: the one with the id 3; area: of a page, in millimetres.
    """
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
        sheet = f"<ofd:PageArea><ofd:PhysicalBox>{area}</ofd:PhysicalBox></ofd:PageArea>"
        common = f'{sheet}<ofd:TemplatePage ID="8" BaseLoc="Tpls/Tpl_0/Content.xml"/><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>'
        kept = "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
        listed = "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"
        put(
            "Doc_0/Document.xml",
            "Document",
            f"<ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{kept}</ofd:Pages>{listed}",
        )
        if media:
            file = "<ofd:MediaFile>Res/scan.png</ofd:MediaFile>"
            resources += (
                f'<ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Image">{file}</ofd:MultiMedia></ofd:MultiMedias>'
            )
            archive.writestr("Doc_0/Res/scan.png", media)
        if font:
            file = "<ofd:FontFile>Res/font.ttf</ofd:FontFile>"
            resources += f'<ofd:Fonts><ofd:Font ID="3" FontName="a">{file}</ofd:Font></ofd:Fonts>'
            archive.writestr("Doc_0/Res/font.ttf", font)
        put("Doc_0/DocumentRes.xml", "Res", resources)
        put(
            "Doc_0/Annots/Annotations.xml",
            "Annotations",
            '<ofd:Page PageID="0"><ofd:FileLoc>Page_0.xml</ofd:FileLoc></ofd:Page>',
        )
        put("Doc_0/Annots/Page_0.xml", "PageAnnot", notes)
        put("Doc_0/Tpls/Tpl_0/Content.xml", "Page", layer(template))
        for i, content in enumerate(pages):
            under = '<ofd:Template TemplateID="8" ZOrder="Background"/>'
            put(f"Doc_0/Pages/Page_{i}/Content.xml", "Page", under + layer(content))
    return out.getvalue()
