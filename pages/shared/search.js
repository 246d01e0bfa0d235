export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const input = parentElement.querySelector("input")
  const list = parentElement.querySelector("ul")
  if (!input || !list) return
  input.placeholder = data.hint
  input.setAttribute("aria-label", data.label)
  let hits = []
  let at = 0
  let asked = 0

  const close = () => {
    list.replaceChildren()
    hits = []
    input.setAttribute("aria-expanded", "false")
  }
  const choose = (hit) => {
    input.value = ""
    close()
    setTriggerValue("chosen", { sort: hit.sort, id: hit.id })
  }
  const draw = () => {
    list.replaceChildren(
      ...hits.map((hit, i) => {
        const line = document.createElement("li")
        line.setAttribute("role", "option")
        line.setAttribute("aria-selected", String(i === at))
        line.textContent = hit.name
        const hint = hit.sort === "district" ? data.district : hit.place
        if (hint) {
          const small = document.createElement("small")
          small.textContent = hint
          line.append(small)
        }
        line.onmousedown = (event) => {
          event.preventDefault()
          choose(hit)
        }
        return line
      })
    )
    if (!hits.length) {
      const none = document.createElement("li")
      none.className = "none"
      none.textContent = data.nothing
      list.append(none)
    }
    input.setAttribute("aria-expanded", "true")
  }
  const look = async () => {
    const words = input.value.trim()
    const mine = ++asked
    if (!words) return close()
    const query = new URLSearchParams({ data: data.data, q: words })
    const answer = await fetch(`${data.path}?${query}`)
    if (mine !== asked || !answer.ok) return
    hits = await answer.json()
    at = 0
    draw()
  }
  input.oninput = look
  input.onfocus = look
  input.onblur = close
  input.onkeydown = (event) => {
    if (event.isComposing) return
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = Math.max(0, Math.min(hits.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))
      draw()
      event.preventDefault()
    } else if (event.key === "Enter" && hits[at]) {
      choose(hits[at])
      event.preventDefault()
    } else if (event.key === "Escape") {
      input.value = ""
      close()
    }
  }
}
