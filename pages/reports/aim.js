// Brings the cell that a link leads to into view, once a link; the tables may be drawn after this.
export default function (component) {
  const { data, parentElement } = component
  const done = parentElement.querySelector("span").dataset
  if (done.aim === data.aim) return
  done.aim = data.aim
  const show = () => {
    const cell = document.querySelector("table.form td.aimed")
    if (cell) cell.scrollIntoView({ block: "center", inline: "center" })
    return cell
  }
  if (show()) return
  const watch = new MutationObserver(() => { if (show()) watch.disconnect() })
  watch.observe(document.body, { childList: true, subtree: true })
  return () => watch.disconnect()
}
