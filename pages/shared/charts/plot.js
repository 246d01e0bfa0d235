// Each run of the page calls this anew on the same box: the chart belongs to the box and is redrawn, never rebuilt.
const boxes = new WeakMap()
const config = { displayModeBar: false, responsive: false }
// Pixels that a figure keeps for its legend: on the page a list of its own stands for it, a saved picture takes it along.
const LEGEND = 36
// How often rows that the server lacks are asked for again, 300 ms apart: half a minute, as a busy server may need.
const PATIENCE = 100

// One load for all charts of the session, whichever of them asks first.
const plotly = (path) =>
  (window.gongkaiPlotly ??= new Promise((done, failed) => {
    const script = document.createElement("script")
    script.src = path
    script.onload = () => (window.Plotly ? done(window.Plotly) : failed())
    script.onerror = failed
    document.head.append(script)
  }))

const made = (name, words, ...inside) => {
  const node = Object.assign(document.createElement(name), words)
  node.append(...inside)
  return node
}
const button = (text, onclick) => made("button", { type: "button", textContent: text, onclick })

const pen = document.createElement("canvas").getContext("2d")
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
// A text in lines of so many pixels at most; Chinese breaks anywhere, other words at spaces.
const folded = (text, font, room) => {
  pen.font = font
  const lines = [""]
  for (const piece of text.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+|\s+/g) ?? []) {
    if (pen.measureText(lines.at(-1) + piece).width > room && lines.at(-1)) lines.push("")
    lines[lines.length - 1] += lines.at(-1) ? piece : piece.trimStart()
  }
  return lines.map(escaped)
}

// A picture leaves the page without its heading, ground and source: it takes them along.
const picture = (box) => {
  const { figure, name, ground, subtitle, credit } = JSON.parse(box.text)
  const { layout } = figure
  const width = box.node.clientWidth - 24
  const { family, color } = layout.font
  const head = [
    ...folded(name, `600 16px ${family}`, width).map((line) => `<b>${line}</b>`),
    ...folded(subtitle, `12px ${family}`, width).map((line) => `<span style="font-size:12px">${line}</span>`),
  ]
  const foot = folded(credit, `11px ${family}`, width)
  const top = head.length * 20 + 22
  // A legend of several lines takes more room than a figure keeps for it.
  const low = foot.length * 15 + 14 + Math.max(0, box.legend.offsetHeight - 24)
  const drawn = box.node._fullLayout._size
  layout.paper_bgcolor = ground
  layout.title = { text: head.join("<br>"), x: 0, xref: "container", y: 1, yref: "container", yanchor: "top", pad: { t: 24, l: 10 }, font: { size: 16, color } }
  layout.margin = { ...layout.margin, t: drawn.t + top, b: drawn.b + low + (layout.showlegend ? LEGEND : 0), autoexpand: true }
  layout.annotations = [
    ...(layout.annotations ?? []),
    { text: foot.join("<br>"), x: 0, xref: "paper", xanchor: "left", xshift: 10 - drawn.l, y: 0, yref: "paper", yanchor: "bottom", align: "left",
      yshift: 6 - layout.margin.b, showarrow: false, font: { size: 11, color } },
  ]
  layout.height += top + low
  return figure
}

const savePicture = (box, format) => {
  const figure = picture(box)
  Plotly.downloadImage(figure, {
    format: format.toLowerCase(),
    filename: JSON.parse(box.text).name,
    width: box.node.clientWidth,
    height: figure.layout.height,
    scale: 2,
  })
}

// The rows of a chart that has stood for long may have gone from the server: the page runs again and keeps them anew.
const ask = async (box, format) => {
  for (let turn = 0; turn < PATIENCE; turn++) {
    const answer = await fetch(`${box.rows}.${format}`)
    if (answer.ok) return answer
    if (!turn) box.lose()
    await new Promise((done) => setTimeout(done, 300))
  }
}

const saveRows = async (box, format) => {
  const answer = await ask(box, format)
  if (!answer) return
  const name = decodeURIComponent(answer.headers.get("Content-Disposition").split("''")[1])
  const link = made("a", { href: URL.createObjectURL(await answer.blob()), download: name })
  link.click()
  // The browser may begin to fetch it only after this turn.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

const showRows = async (box) => {
  const answer = await ask(box, "json")
  if (!answer) return
  const { headings, numbers, rows, note } = await answer.json()
  const place = (name, texts) =>
    made("tr", {}, ...texts.map((t, i) => made(name, { textContent: t, className: numbers[i] ? "number" : "", ...(name === "th" ? { scope: "col" } : {}) })))
  const table = made("table", {}, made("caption", { textContent: box.title.textContent }))
  table.append(made("thead", {}, place("th", headings)), made("tbody", {}, ...rows.map((r) => place("td", r))))
  box.table.replaceChildren(table, ...(note ? [made("p", { textContent: note })] : []))
  box.table.hidden = false
}

const hideRows = (box) => {
  box.table.hidden = true
  box.table.replaceChildren()
}

const toggleRows = (box) => (box.table.hidden ? showRows(box) : hideRows(box))

// The words below a chart: its rows as a table and as files, its picture.
const tools = (box, place, words) => {
  const kinds = box.rows ? [["CSV", "csv"], ["CSV (GBK)", "gbk"], ["Excel", "xlsx"], ["Parquet", "parquet"]] : []
  const toggle = button(words.table, () => toggleRows(box))
  place.replaceChildren(
    ...(box.rows ? [toggle, words.data, ...kinds.map(([name, format]) => button(name, () => saveRows(box, format)))] : []),
    words.picture,
    ...["PNG", "SVG"].map((format) => button(format, () => savePicture(box, format)))
  )
  // What several charts have alike is told apart by what it belongs to.
  for (const each of place.querySelectorAll("button")) each.setAttribute("aria-label", `${each.textContent} ${box.title.textContent}`)
}

const legend = (place, items) => {
  place.replaceChildren(
    ...items.map(({ name, colour, edge, hatched, official }) => {
      const sign = made("span", { className: hatched ? "hatched" : "" })
      sign.style.background = colour
      sign.style.borderColor = edge
      return made("li", { title: official ?? "" }, sign, name)
    })
  )
  place.hidden = !items.length
}

// Labels that would cover each other on a narrow screen are left out there: they stand in the table, and on hover.
const labelled = ({ data, layout }, width) =>
  width >= (layout.meta?.labels ?? 0)
    ? data
    : data.map((t) => (!t.text ? t : t.type === "bar" ? { ...t, textposition: "none" } : { ...t, mode: t.mode.replace("+text", "") }))

// The boxes on the page: a unit that is pointed at, as a mark or as a name, is lifted in each chart that shows it.
const live = new Set()
const NAMES = ".ytick text, .annotation-text, .annotation-text-g text"

const lift = (unit) => {
  for (const { node, units } of live) {
    if (!units) continue
    const name = units[unit]
    for (const drawn of node.calcdata ?? []) {
      const ids = drawn[0]?.trace.customdata
      const group = drawn[0]?.node3?.node()
      if (!Array.isArray(ids) || !group) continue
      const whole = ids.every((id) => id === ids[0] || id === null)
      if (whole) group.style.opacity = name && ids[0] !== unit ? 0.2 : ""
      else for (const point of group.querySelectorAll(".point")) point.style.opacity = name && ids[point.__data__?.i] !== unit ? 0.25 : ""
    }
    for (const text of node.querySelectorAll(NAMES)) text.style.fontWeight = name && text.textContent.startsWith(name) ? 700 : ""
  }
}

// The unit whose name a text begins with; of two names that begin alike the longer one.
const unitOf = ({ units }, text) =>
  Object.entries(units ?? {})
    .filter(([, name]) => text.startsWith(name))
    .sort(([, a], [, b]) => b.length - a.length)[0]?.[0]

// A box that is hidden has no width, and one as wide as it was drawn nothing to do.
const fit = async (box) => {
  if (!box.node.clientWidth || box.node.clientWidth === box.width) return
  const before = box.width
  box.width = box.node.clientWidth
  delete box.node.dataset.drawn
  // It is refused where the box has gone meanwhile.
  await Plotly.Plots.resize(box.node).catch(() => {})
  const figure = bare(JSON.parse(box.drawn ?? box.text).figure)
  const least = figure.layout.meta?.labels ?? 0
  if (least && before >= least !== box.width >= least) await Plotly.react(box.node, labelled(figure, box.width), figure.layout, config)
  box.node.dataset.drawn = ""
}

// Pixels across a sheet of A4 between its margins.
const PAPER = 680
// Paper is narrower than the screen: charts are drawn for it before it is printed, and for the screen again afterwards.
const forPaper = (box) => {
  if (box.gone || box.drawn === undefined || !box.node.clientWidth) return
  box.width = Math.min(PAPER, box.node.clientWidth)
  Plotly.relayout(box.node, { width: box.width })
}
const forScreen = (box) => {
  if (box.gone || box.drawn === undefined) return
  box.width = undefined
  Plotly.relayout(box.node, { width: null, autosize: true }).then(() => fit(box))
}

// Once a box: it tells its width and its clicks.
const attend = (box) => {
  box.watch = new ResizeObserver(() => matchMedia("print").matches || fit(box))
  box.print = [["beforeprint", () => forPaper(box)], ["afterprint", () => forScreen(box)]]
  for (const [event, act] of box.print) addEventListener(event, act)
  box.watch.observe(box.node)
  live.add(box)
  box.node.on("plotly_hover", ({ points: [p] }) => typeof p.customdata === "string" && lift(p.customdata))
  box.node.on("plotly_unhover", () => lift())
  box.node.addEventListener("mouseover", ({ target }) => {
    const name = target.closest?.(NAMES)
    if (name) lift(unitOf(box, name.textContent))
  })
  box.node.addEventListener("mouseout", ({ target }) => target.closest?.(NAMES) && lift())
  box.node.on("plotly_click", ({ points: [p] }) => {
    if (box.clicks)
      box.send({ curve: p.curveNumber, point: p.pointNumber, x: p.x ?? null, y: p.y ?? null, customdata: p.customdata ?? null })
  })
}

// As it stands on the page: the list beside it takes the place of a legend.
const bare = ({ data, layout }) =>
  layout.showlegend ? { data, layout: { ...layout, showlegend: false, height: layout.height - LEGEND } } : { data, layout }

// One drawing at a time: what came while the script or a drawing was on its way is drawn once, as it stands last.
const draw = async (box) => {
  if (box.gone) return
  if (box.drawn === box.text) {
    box.node.dataset.drawn = ""
    return
  }
  const text = box.text
  const figure = bare(JSON.parse(text).figure)
  const width = box.node.clientWidth
  // Plotly draws in several steps: whoever looks at the page may want to know that the last is done.
  delete box.node.dataset.drawn
  await Plotly.react(box.node, labelled(figure, width), figure.layout, config)
  box.drawn = text
  box.units = figure.layout.meta?.units
  box.node.dataset.drawn = ""
  // The box may have been made wider or narrower meanwhile.
  box.width = width
  await fit(box)
  if (!box.watch) attend(box)
  return draw(box)
}

// Charts in view are drawn at once, the others when the browser has done what the eye waits for.
const inView = ({ node }) => {
  const { top, bottom } = node.getBoundingClientRect()
  return bottom > 0 && top < innerHeight
}
const turnOf = (box) => (inView(box) || !window.requestIdleCallback ? undefined : new Promise((done) => requestIdleCallback(done, { timeout: 500 })))

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const part = (name) => parentElement.querySelector(`.chart > .${name}`)
  const node = part("plot")
  if (!node) return
  if (!boxes.has(node)) boxes.set(node, { node, turn: Promise.resolve() })
  const box = boxes.get(node)
  const text = new TextDecoder().decode(data)
  box.send = (point) => setTriggerValue("clicked", point)
  box.lose = () => setTriggerValue("lost", true)
  if (text !== box.text) {
    box.text = text
    // What waits for its turn still shows what was chosen before.
    delete node.dataset.drawn
    const said = JSON.parse(text)
    box.clicks = said.clicks
    box.rows = said.rows
    box.title = part("title")
    box.table = part("rows")
    box.legend = part("legend")
    box.title.textContent = said.title
    part("subtitle").textContent = said.subtitle
    part("subtitle").hidden = !said.subtitle
    legend(part("legend"), said.legend)
    node.setAttribute("aria-label", said.alt)
    node.classList.toggle("clicked", said.clicks)
    node.parentElement.classList.toggle("wide", said.wide)
    node.parentElement.dataset.swipe = said.tools.swipe
    box.table.setAttribute("aria-label", said.title)
    node.style.minHeight = `${bare(said.figure).layout.height}px`
    tools(box, part("tools"), said.tools)
    if (!box.table.hidden) showRows(box)
    box.turn = box.turn.then(() => plotly(said.path)).then(() => turnOf(box)).then(
      () => draw(box),
      () => setTriggerValue("failed", true)
    )
  }
  return () => {
    box.gone = true
    live.delete(box)
    box.watch?.disconnect()
    for (const [event, act] of box.print ?? []) removeEventListener(event, act)
    window.Plotly?.purge(node)
    boxes.delete(node)
  }
}
