// Brings the cell that a link leads to into view, once a link; the tables may be drawn after this. A figure that is
// clicked, or reached by the arrow keys and entered, is the chosen one.
const show = () => {
  const cell = document.querySelector("table.form td.aimed")
  if (cell) cell.scrollIntoView({ block: "center", inline: "center" })
  return cell
}

// The table is drawn anew with the chosen figure marked: who goes on by keys goes on from there.
const focus = (name) => {
  const button = document.querySelector(`table.form td.aimed button[data-cell="${name}"]`)
  if (button) button.focus({ preventScroll: true })
  return button
}

const once = (kept, done) => {
  if (kept.watch) kept.watch.disconnect()
  if (done()) return
  kept.watch = new MutationObserver(() => { if (done()) kept.watch.disconnect() })
  kept.watch.observe(document.body, { childList: true, subtree: true })
}

const beside = (button, key) => {
  const rows = [...button.closest("table").rows].map((row) => [...row.querySelectorAll("button")]).filter((r) => r.length)
  const y = rows.findIndex((row) => row.includes(button))
  const x = rows[y].indexOf(button)
  if (key === "ArrowLeft") return rows[y][x - 1]
  if (key === "ArrowRight") return rows[y][x + 1]
  const row = { ArrowUp: rows[y - 1], ArrowDown: rows[y + 1] }[key]
  return row && row[Math.min(x, row.length - 1)]
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const kept = parentElement.querySelector("span")
  kept.choose = (cell) => {
    kept.dataset.aim = `${data.report} ${cell}`
    setTriggerValue("cell", cell)
    once(kept, () => focus(cell))
  }
  if (!kept.stop) {
    const figure = (event) => event.target.closest && event.target.closest("table.form button")
    const onClick = (event) => {
      const button = figure(event)
      if (button) kept.choose(button.dataset.cell)
    }
    const onKey = (event) => {
      const button = figure(event)
      const next = button && event.key.startsWith("Arrow") && beside(button, event.key)
      if (!next) return
      event.preventDefault()
      button.tabIndex = -1
      next.tabIndex = 0
      next.focus()
    }
    document.addEventListener("click", onClick)
    document.addEventListener("keydown", onKey)
    kept.stop = () => {
      document.removeEventListener("click", onClick)
      document.removeEventListener("keydown", onKey)
      if (kept.watch) kept.watch.disconnect()
    }
  }
  const aim = `${data.report} ${data.aim}`
  if (data.aim && kept.dataset.aim !== aim) {
    kept.dataset.aim = aim
    once(kept, show)
  }
  return () => {
    if (kept.stop) kept.stop()
    kept.stop = null
  }
}
