export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const list = parentElement.querySelector("ul")
  if (!list) return
  // Whoever goes on by keyboard stands, once a chip is gone, on the one that took its place.
  const buttons = [...list.querySelectorAll("button")]
  const at = buttons.indexOf(list.getRootNode().activeElement)
  list.setAttribute("aria-label", data.title)
  const line = (text, name, gone, mark) => {
    const item = document.createElement("li")
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = text
    if (mark) {
      const cross = document.createElement("span")
      cross.setAttribute("aria-hidden", "true")
      cross.textContent = "✕"
      button.append(cross)
      button.setAttribute("aria-label", name)
    } else {
      button.className = "clear"
    }
    button.onclick = () => setTriggerValue("removed", gone)
    item.append(button)
    return item
  }
  list.replaceChildren(
    ...data.chips.map((c) => line(c.label, data.remove + c.label, { name: c.name, value: c.value }, true)),
    line(data.clear, data.clear, { name: null, value: null }, false)
  )
  if (at >= 0) {
    const now = list.querySelectorAll("button")
    now[Math.min(at, now.length - 1)].focus()
  }
}
