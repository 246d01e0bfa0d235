"""A seed → a page with a table of numbers, most of them in disguise by style, structure or spoilt bytes."""

import random

HIDING = (
    "display:none", "visibility:hidden", "visibility:collapse", "opacity:0", "opacity:0.01", "font-size:0", "font-size:1px", "font:0/0 a",
    "color:#fff", "color:white", "color:rgb(255,255,255)", "color:rgba(0,0,0,0)", "color:hsl(0 0% 100%)", "color:transparent",
    "color:#fdfdfd", "color:#000;background:#000", "background-color:navy;color:#000080", "-webkit-text-fill-color:transparent",
    "position:absolute;left:-9999px", "position:absolute;top:-5000px", "position:fixed;left:-100vw;top:-4000px",
    "position:absolute;clip:rect(0,0,0,0)", "position:absolute;clip:rect(1px,1px,1px,1px)", "display:inline-block;clip-path:inset(50%)",
    "display:inline-block;text-indent:-9999px;overflow:hidden", "display:block;text-indent:-9999px", "display:block;height:0;overflow:hidden",
    "display:inline-block;width:0;overflow:hidden", "display:block;max-height:0;overflow:hidden", "display:inline-block;transform:scale(0)",
    "display:inline-block;transform:translateX(-3000px)", "content-visibility:hidden;display:block", "filter:opacity(0)",
    "display:block;line-height:0;overflow:hidden", "position:absolute;width:1px;height:1px;overflow:hidden",
    "display:inline-block;scale:0", "position:relative;left:-3000px", "display:block;margin-left:-4000px",
    "display:none !important", "DISPLAY: NONE", "display/**/:/**/none", "dis\\70lay:none", "position:absolute;inset:-4000px auto auto -4000px",
)  # fmt: skip
MOVING = (
    "vertical-align:super", "vertical-align:sub", "vertical-align:text-top;font-size:8px", "vertical-align:5px", "vertical-align:40%",
    "font-size:60%", "font-size:small", "font-size:x-small", "font-size:.6em", "font-size:7pt", "position:relative;top:-6px",
    "position:relative;bottom:.5em", "position:relative;top:-40px", "position:relative;left:150px", "display:inline-block;transform:translateY(-6px)",
    "display:inline-block;transform:scaleX(-1)", "display:inline-block;transform:rotate(180deg)", "direction:rtl;unicode-bidi:bidi-override",
    "direction:rtl;unicode-bidi:isolate-override", "float:right", "float:left", "display:inline-flex;flex-direction:row-reverse",
    "display:flex;flex-direction:row-reverse", "display:block", "display:inline-block", "display:inline", "letter-spacing:-1em",
    "display:inline-block;width:6px;overflow:hidden", "display:inline-block;height:5px;overflow:hidden", "text-decoration:line-through",
    "-webkit-text-security:disc", "filter:blur(9px)", "display:inline-block;scale:-1 1", "display:inline-block;rotate:180deg",
    "font-variant-position:super;vertical-align:super", "display:block;text-align:right", "font-size:150%", "zoom:.5",
)  # fmt: skip
HARMLESS = (
    "color:#333", "color:red", "font-family:宋体", "font-size:15px", "font-size:16px", "text-align:center", "text-indent:0", "margin:0", "padding:0",
    "line-height:1.5", "font-weight:bold", "background:#eee", "color:#fff;background:#1f3864", "vertical-align:middle", "vertical-align:baseline",
    "visibility:visible", "opacity:1", "display:inline", "position:static", "position:relative", "white-space:nowrap", "overflow:visible",
    "width:100px", "letter-spacing:1px", "direction:rtl", "transform:none", "text-decoration:none", "height:0", "width:0", "overflow:hidden",
    "clip:rect(0,0,0,0)", "left:-9999px", "position:relative;top:0", "word-spacing:2px", "color:#777", "margin:0 auto", "text-transform:uppercase",
)  # fmt: skip
WRAPPERS = (
    "span",
    "span",
    "span",
    "b",
    "font",
    "p",
    "div",
    "i",
    "a",
    "sup",
    "sub",
    "small",
    "big",
    "s",
    "del",
    "label",
    "em",
    "u",
    "bdo",
    "q",
)
OTHERS = (
    "<input value={0}>", "<input type=hidden value={0}>", "<input type=checkbox value={0}>", "<input type=password value={0}>",
    "<select><option>{0}<option>{1}</select>", "<select><option>{1}<option selected>{0}</select>", "<textarea>{0}</textarea>",
    "<template>{0}</template>", "<noscript>{0}</noscript>", "<details><summary>更多</summary>{0}</details>", "<details open><summary></summary>{0}</details>",
    "<svg width=60 height=20><text x=0 y=15>{0}</text></svg>", "<svg width=60 height=20><title>{0}</title></svg>",
    "<svg width=60 height=20><text x=0 y=15 fill=white>{0}</text></svg>", "<svg width=60 height=20><defs><text y=15>{0}</text></defs></svg>",
    "<!-- {0} -->", "<script>{0}</script>", "<style>{0}</style>", "<iframe srcdoc='{0}' width=40 height=20></iframe>", "<object>{0}</object>",
    "<canvas>{0}</canvas>", "<video>{0}</video>", "<datalist><option>{0}</datalist>", "<dialog>{0}</dialog>", "<dialog open>{0}</dialog>",
    "<bdo dir=rtl>{0}</bdo>", "<bdo dir=ltr>{0}</bdo>", "<span hidden>{0}</span>", "<span popover>{0}</span>", "<font color=white>{0}</font>",
    "<font size=1>{0}</font>", "<font color=red size=3>{0}</font>", "<ruby>{0}<rt>{1}</rt></ruby>", "<math><msup><mn>{0}</mn><mn>{1}</mn></msup></math>",
    "<ol><li>{0}</ol>", "<meter value=1>{0}</meter>", "<progress>{0}</progress>", "<table><tr><td>{0}</td></tr></table>", "<span dir=rtl>{0}</span>",
    "<span style='display:none'><span style='display:inline;visibility:visible'>{0}</span></span>", "&#8238;{0}&#8236;", "&#65279;{0}&#65279;",
    "<span style='visibility:hidden'>{1}<span style='visibility:visible'>{0}</span></span>", "<area>{0}</area>", "<rp>{0}</rp>",
    "<span style='opacity:0'><b style='opacity:1'>{0}</b></span>", "<center>{0}</center>", "<code>{0}</code>", "<nobr>{0}</nobr>",
)  # fmt: skip
CELLS_ALONE = (
    "display:none",
    "visibility:hidden",
    "color:#fff",
    "opacity:0",
    "font-size:0",
    "text-indent:-9999px",
    "direction:rtl",
    "background:#000",
)
SELECTORS = (
    ".{0}", "span.{0}", "td .{0}", "td > .{0}", "[class={0}]", "table .{0}, .none", ".{0}:not(.none)", "[class~={0}]:nth-child(n)", ":is(.{0})",
    "body .{0}:first-child", ".{0}:last-child", "tr:nth-child(odd) .{0}", "tr:nth-child(2n) td .{0}", ".{0}:hover", "p .{0}", "*.{0}",
)  # fmt: skip
AROUND = (
    "{0}", "{0}", "{0}", "@media screen{{{0}}}", "@media print{{{0}}}", "@media (min-width:500px){{{0}}}", "@media (max-width:500px){{{0}}}",
    "@media not print{{{0}}}", "@supports (display:grid){{{0}}}", "/* {0} */", "<!-- {0} -->", "@media screen, print{{{0}}}",
    "@media only screen and (min-width: 40em){{{0}}}",
)  # fmt: skip


class Disguises:
    """Makes one page; every choice comes from the seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.sheet: list[str] = []
        self.classes = 0

    def page(self) -> str:
        rows = "".join(self._row() for _ in range(self.random.randint(4, 10)))
        body = f"<table{self._attributes(0.03)} border=1><tr><td>项目<td>一<td>二<td>三<td>四</tr>{rows}</table>"
        doctype = "<!DOCTYPE html>" if self.random.random() < 0.8 else ""
        styles = f"<style{self._media()}>{''.join(self.sheet)}</style>" if self.sheet else ""
        text = f"{doctype}<html><head><meta charset=utf-8>{styles}</head><body>{body}</body></html>"
        return self._spoilt(text) if self.random.random() < 0.25 else text

    def _media(self) -> str:
        return self.random.choice(
            ("", "", "", "", " media=screen", " media=print", " media=all", " type=text/css", " type=text/less")
        )

    def _row(self) -> str:
        cells = "".join(self._cell() for _ in range(4))
        return f"<tr{self._attributes(0.05)}><td>{self.random.choice(('新收', '结转', '公开'))}</td>{cells}</tr>"

    def _number(self, most: int = 999) -> str:
        return str(self.random.randint(0, most))

    def _cell(self) -> str:
        kind = self.random.random()
        if kind < 0.2:
            return f"<td>{self._number(99999)}</td>"
        if kind < 0.3:
            return f"<td style='{self.random.choice(CELLS_ALONE)}'>{self._number()}</td>"
        content = "".join(self._piece() for _ in range(self.random.randint(1, 3)))
        return f"<td{self._attributes(0.15)}>{content}</td>"

    def _piece(self) -> str:
        kind = self.random.random()
        if kind < 0.4:
            return self._number(99)
        if kind < 0.55:
            return self.random.choice(OTHERS).format(self._number(), self._number())
        tag = self.random.choice(WRAPPERS)
        inner = self._number(99) if self.random.random() < 0.8 else self._piece() + self._number(9)
        return f"<{tag}{self._attributes(0.85)}>{inner}</{tag}>"

    def _declarations(self) -> str:
        pool = self.random.choices((HIDING, MOVING, HARMLESS), (3, 3, 2))[0]
        declared = [self.random.choice(pool)]
        if self.random.random() < 0.4:
            declared.insert(self.random.randint(0, 1), self.random.choice(HARMLESS))
        return ";".join(declared)

    def _attributes(self, chance: float) -> str:
        if self.random.random() > chance:
            return ""
        if self.random.random() < 0.5:
            return f' style="{self._declarations()}"'
        self.classes += 1
        name = f"k{self.classes}"
        selector = self.random.choice(SELECTORS).format(name)
        if self.random.random() < 0.12:
            pseudo = self.random.choice(("::before", ":after", "::first-letter"))
            rule = f".{name}{pseudo}{{content:'{self._number(9)}';{self._declarations()}}}"
        else:
            rule = f"{selector}{{{self._declarations()}}}"
        self.sheet.append(self.random.choice(AROUND).format(rule))
        if self.random.random() < 0.3:
            self.sheet.append(f".{name}{{{self.random.choice(HARMLESS)}}}")
        own = f' style="{self.random.choice(HARMLESS)}"' if self.random.random() < 0.3 else ""
        return f' class="{name}"{own}'

    def _spoilt(self, text: str) -> str:
        """A few bytes lost, doubled or changed behind the head."""
        start = text.find("<table")
        for _ in range(self.random.randint(1, 4)):
            at = self.random.randrange(start, len(text))
            made = self.random.choice(("", "", text[at] * 2, *"<>\"'/= ;:{}a1&-"))
            text = text[:at] + made + text[at + self.random.choice((1, 1, 1, 0, 5)) :]
        return text
