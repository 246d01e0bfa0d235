// Each run of the page calls this anew on the same box: the chart belongs to the box and is redrawn, never rebuilt.
const boxes = new WeakMap()
const config = { displayModeBar: false, responsive: false }

// One load for all charts of the session, whichever of them asks first.
const plotly = (path) =>
  (window.gongkaiPlotly ??= new Promise((done, failed) => {
    const script = document.createElement("script")
    script.src = path
    script.onload = () => (window.Plotly ? done(window.Plotly) : failed())
    script.onerror = failed
    document.head.append(script)
  }))

// A picture leaves the page without its heading and ground: it takes them along.
const picture = (text) => {
  const { figure, title, ground } = JSON.parse(text)
  const { layout } = figure
  layout.paper_bgcolor = ground
  layout.title = { text: title, x: 0, xref: "paper", y: 1, yref: "container", yanchor: "top", pad: { t: 12 }, font: { size: 16 } }
  layout.margin = { ...layout.margin, t: (layout.margin?.t ?? 8) + 40 }
  layout.height += 40
  return figure
}

const links = (box, place, label) => {
  place.replaceChildren(
    document.createTextNode(label),
    ...["PNG", "SVG"].map((format) => {
      const button = document.createElement("button")
      button.type = "button"
      button.textContent = format
      button.onclick = () => {
        const figure = picture(box.text)
        Plotly.downloadImage(figure, {
          format: format.toLowerCase(),
          filename: figure.layout.title.text,
          width: box.node.clientWidth,
          height: figure.layout.height,
          scale: 2,
        })
      }
      return button
    })
  )
}

// Once a box: it tells its width and its clicks.
const attend = (box) => {
  box.watch = new ResizeObserver(() => {
    // A box that is hidden has no width, and one as wide as before nothing to do.
    if (!box.node.clientWidth || box.node.clientWidth === box.width) return
    box.width = box.node.clientWidth
    Plotly.Plots.resize(box.node)
  })
  box.watch.observe(box.node)
  box.node.on("plotly_click", ({ points: [p] }) => {
    if (box.clicks)
      box.send({ curve: p.curveNumber, point: p.pointNumber, x: p.x ?? null, y: p.y ?? null, customdata: p.customdata ?? null })
  })
}

// One drawing at a time: what came while the script or a drawing was on its way is drawn once, as it stands last.
const draw = async (box) => {
  if (box.gone || box.drawn === box.text) return
  const text = box.text
  const { figure } = JSON.parse(text)
  await Plotly.react(box.node, figure.data, figure.layout, config)
  box.drawn = text
  box.width = box.node.clientWidth
  if (!box.watch) attend(box)
  return draw(box)
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const node = parentElement.querySelector(".plot")
  if (!node) return
  if (!boxes.has(node)) boxes.set(node, { node, turn: Promise.resolve() })
  const box = boxes.get(node)
  const text = new TextDecoder().decode(data)
  box.send = (point) => setTriggerValue("clicked", point)
  if (text !== box.text) {
    box.text = text
    const { figure, alt, save, path, clicks } = JSON.parse(text)
    box.clicks = clicks
    node.setAttribute("aria-label", alt)
    node.style.minHeight = `${figure.layout.height}px`
    links(box, parentElement.querySelector(".save"), save)
    box.turn = box.turn.then(() => plotly(path)).then(
      () => draw(box),
      () => setTriggerValue("failed", true)
    )
  }
  return () => {
    box.gone = true
    box.watch?.disconnect()
    window.Plotly?.purge(node)
    boxes.delete(node)
  }
}
