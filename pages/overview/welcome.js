// The browser remembers that it was closed; where it may not remember, it is open each time.
const KEY = "gongkai.welcome"
const read = () => {
  try { return localStorage.getItem(KEY) } catch { return null }
}
const write = (value) => {
  try { localStorage.setItem(KEY, value) } catch { /* private windows keep nothing */ }
}

export default function (component) {
  const { data, parentElement } = component
  const box = parentElement.querySelector("details")
  if (!box) return
  box.querySelector("summary").textContent = data.question
  box.querySelector("span").textContent = data.text
  box.querySelector("a").textContent = data.add
  box.querySelector("a").href = data.link
  if (box.dataset.ready) return
  box.dataset.ready = "1"
  box.open = read() !== "closed"
  box.addEventListener("toggle", () => write(box.open ? "open" : "closed"))
}
