// Texts of the page that one cannot read whole: out of a box that hides what overhangs, or over another text of a chart.
() => {
  const found = []
  const roots = [document]
  for (const root of roots) for (const e of root.querySelectorAll("*")) if (e.shadowRoot) roots.push(e.shadowRoot)
  const parent = (e) => e.parentElement ?? (e.getRootNode().host || null)
  const short = (text) => JSON.stringify(text.trim().replace(/\s+/g, " ").slice(0, 40))
  const box = (node) => {
    const range = document.createRange()
    range.selectNodeContents(node)
    return range.getBoundingClientRect()
  }
  // Where the text is hidden on purpose (for screen readers only, or not shown at all) there is nothing to cut.
  const hidden = (e) => {
    if (!e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return true
    for (let a = e; a; a = parent(a)) {
      const { width, height } = a.getBoundingClientRect()
      if (getComputedStyle(a).overflow !== "visible" && (width <= 1 || height <= 1)) return true
      if (getComputedStyle(a).clip !== "auto") return true
    }
    return false
  }
  const texts = []
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const node = walker.currentNode
      const e = node.parentElement
      if (!e || !node.data.trim() || ["SCRIPT", "STYLE", "NOSCRIPT"].includes(e.tagName)) continue
      const rect = box(node)
      if (!rect.width || hidden(e)) continue
      texts.push({ node, e, rect })
    }
  }
  for (const { node, e, rect } of texts) {
    let across = true, down = true
    for (let a = e; a && (across || down); a = parent(a)) {
      const style = getComputedStyle(a)
      if (style.display === "inline" || (a.closest("svg") && a.tagName !== "svg")) continue
      const edge = a.getBoundingClientRect()
      const clips = (v) => v === "hidden" || v === "clip"
      const cutAcross = across && clips(style.overflowX) && (rect.left < edge.left - 1.5 || rect.right > edge.right + 1.5)
      // A line box is higher than its letters: what overhangs by less than a third of them is air.
      const room = parseFloat(getComputedStyle(e).fontSize) / 3
      const cutDown = down && clips(style.overflowY) && (rect.top < edge.top - room || rect.bottom > edge.bottom + room)
      if (cutAcross || cutDown) {
        const by = a.dataset?.testid || a.className?.baseVal || a.className || a.tagName
        found.push(`cut ${cutAcross ? "across" : "down"}: ${short(node.data)} by ${String(by).slice(0, 60)}`)
        break
      }
      if (style.overflowX === "auto" || style.overflowX === "scroll") across = false
      if (style.overflowY === "auto" || style.overflowY === "scroll") down = false
      if (style.position === "fixed") break
    }
  }
  for (const plot of document.querySelectorAll(".js-plotly-plot")) {
    const labels = [...plot.querySelectorAll("svg text")].filter((t) => t.textContent.trim() && !hidden(t)).map((e) => ({ e, r: e.getBoundingClientRect() }))
    labels.forEach(({ e, r }, i) => {
      for (const { e: other, r: s } of labels.slice(i + 1)) {
        const wide = Math.min(r.right, s.right) - Math.max(r.left, s.left)
        const high = Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top)
        if (wide > 3 && high > Math.min(r.height, s.height) / 3)
          found.push(`over each other: ${short(e.textContent)} and ${short(other.textContent)}`)
      }
    })
  }
  for (const e of [document.documentElement, document.querySelector('[data-testid="stMain"]')])
    if (e && e.scrollWidth > e.clientWidth + 1) found.push(`wider than the screen: ${e.scrollWidth} > ${e.clientWidth} (${e.tagName})`)
  return found
}
