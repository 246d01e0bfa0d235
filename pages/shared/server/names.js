// Streamlit's own controls are English: they are named in the language of the page.
addEventListener("DOMContentLoaded", () => {
  const texts = CONTROL_NAMES
  const ADD = "Add: "
  // Of each language to the other: what a control is called, and where a name stands in it.
  const HOLE = "{x}"
  const READ = ["aria-label", "placeholder"]
  const plain = (text) => text.replace(/[.*+?^$()|[\]\\/]/g, "\\$&")
  const other = (from, to) => from.map((text, i) => [new RegExp(`^${plain(text).replace(HOLE, "(.*)")}$`, "s"), to[i]])
  const pairs = { zh: other(texts.en.controls, texts.zh.controls), en: other(texts.zh.controls, texts.en.controls) }
  // Pointing at a chart changes the page many times a second: a name is looked up once.
  const known = { zh: new Map(), en: new Map() }
  const translated = (text, lang) => {
    if (!known[lang].has(text)) {
      const [pattern, to] = pairs[lang].find(([p]) => p.test(text)) || []
      known[lang].set(text, pattern ? to.replace(HOLE, () => pattern.exec(text)[1]) : text)
    }
    return known[lang].get(text)
  }
  const call = (lang) => {
    for (const control of document.querySelectorAll("[aria-label], [placeholder]")) {
      for (const kind of READ) {
        const text = control.getAttribute(kind)
        const to = text && translated(text, lang)
        if (text && to !== text) control.setAttribute(kind, to)
      }
    }
    for (const tip of document.querySelectorAll("[data-testid=stTooltipContent] p")) {
      const to = translated(tip.textContent, lang)
      if (to !== tip.textContent) tip.textContent = to
    }
    // It would save the rows that are shown, of a longer table the first alone: the files below the table hold all.
    for (const save of document.querySelectorAll("[data-testid=stElementToolbarButton] button[aria-label^='Download as CSV']")) {
      save.closest("[data-testid=stElementToolbarButton]").style.display = "none"
    }
  }
  const name = () => {
    const lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en"
    const said = texts[lang]
    call(lang)
    const skip = document.querySelector("[data-testid=stSkipToContent]")
    if (skip && skip.textContent !== said.skip) skip.textContent = said.skip
    for (const [selector, text] of [
      ["[data-testid=stSidebar]", said.side],
      ["[data-testid=stExpandSidebarButton]", said.open],
      ["[data-testid=stSidebarCollapseButton] button", said.close],
    ]) {
      const control = document.querySelector(selector)
      if (control && control.getAttribute("aria-label") !== text) control.setAttribute("aria-label", text)
    }
    // What a box of names offers to take as it was typed.
    const offer = document.querySelector("[data-key=__creatable__] > div")
    const typed = offer && offer.firstChild
    if (typed && typed.nodeValue && typed.nodeValue.startsWith(ADD)) {
      typed.nodeValue = said.typed + typed.nodeValue.slice(ADD.length)
    }
  }
  new MutationObserver(name).observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["lang", ...READ] })
})
