// Each run of the page calls this anew on the same box: what is shown belongs to the box, not to the call.
const shown = new WeakMap()

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const input = parentElement.querySelector("input")
  const list = parentElement.querySelector("ul")
  if (!input || !list) return
  document.documentElement.lang = data.lang === "zh" ? "zh-CN" : data.lang
  input.placeholder = data.hint
  input.setAttribute("aria-label", data.label)
  if (!shown.has(input)) shown.set(input, { hits: [], at: 0 })
  const now = shown.get(input)

  const close = () => {
    list.replaceChildren()
    now.hits = []
    input.setAttribute("aria-expanded", "false")
  }
  const choose = (hit) => {
    input.value = ""
    close()
    setTriggerValue("chosen", { sort: hit.sort, id: hit.id })
    // On a phone the side bar covers the page that was asked for.
    if (innerWidth <= 768) document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click()
  }
  const draw = () => {
    list.replaceChildren(
      ...now.hits.map((hit, i) => {
        const line = document.createElement("li")
        line.setAttribute("role", "option")
        line.setAttribute("aria-selected", String(i === now.at))
        line.textContent = hit.name
        const hint = hit.sort === "place" ? [hit.place, data.place].filter(Boolean).join(" · ") : hit.place
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
    if (!now.hits.length) {
      const none = document.createElement("li")
      none.className = "none"
      none.textContent = data.nothing
      list.append(none)
    }
    input.setAttribute("aria-expanded", "true")
  }
  const look = async () => {
    const words = input.value.trim()
    if (!words) return close()
    const query = new URLSearchParams({ data: data.data, q: words })
    const answer = await fetch(`${data.path}?${query}`)
    if (!answer.ok) return
    const hits = await answer.json()
    // An answer that comes late, to words that no longer stand there, is nobody's.
    if (words !== input.value.trim() || input.getRootNode().activeElement !== input) return
    now.hits = hits
    now.at = 0
    draw()
  }
  input.oninput = look
  input.onfocus = look
  input.onblur = close
  input.onkeydown = (event) => {
    if (event.isComposing) return
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      now.at = Math.max(0, Math.min(now.hits.length - 1, now.at + (event.key === "ArrowDown" ? 1 : -1)))
      draw()
      event.preventDefault()
    } else if (event.key === "Enter" && now.hits[now.at]) {
      choose(now.hits[now.at])
      event.preventDefault()
    } else if (event.key === "Escape") {
      input.value = ""
      close()
    }
  }
  // The page may have been drawn anew between two keys: the words that stand there want their answer.
  if (input.getRootNode().activeElement === input && input.value.trim()) look()
}
