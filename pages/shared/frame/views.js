const KEPT = "gongkai.views"

const read = () => {
  const found = JSON.parse(localStorage.getItem(KEPT) || "[]")
  return Array.isArray(found) ? found : []
}

// A file may come from anywhere: of a link only the path on this server is taken.
const local = (link) => {
  const url = new URL(link, window.location.href)
  if (!/^https?:$/.test(url.protocol)) throw new TypeError(link)
  return url.pathname.replace(/^\/+/, "/") + url.search
}

export default function (component) {
  const { data, parentElement } = component
  const find = (selector) => parentElement.querySelector(selector)
  const [form, name, list, file, said] = ["form", "#view-name", "ul", "input[type=file]", ".said"].map(find)
  if (!form) return
  find("summary").textContent = data.title
  find("label").textContent = data.name
  find(".save").textContent = data.save
  find(".export").textContent = data.export
  find(".import").textContent = data.import
  file.setAttribute("aria-label", data.import)
  list.setAttribute("aria-label", data.list)

  const tell = (text, of = "") => { said.textContent = text.replace("{name}", () => of) }
  const keep = (views) => {
    try {
      localStorage.setItem(KEPT, JSON.stringify(views))
    } catch {
      tell(data.unkept)
      return false
    }
    draw()
    return true
  }
  const button = (text, called, press) => {
    const made = document.createElement("button")
    made.type = "button"
    made.textContent = text
    made.setAttribute("aria-label", called)
    made.onclick = press
    return made
  }
  // The name becomes a box in its line: Enter or the button keeps the new name, Escape the old one.
  const rename = (line, view) => {
    const box = document.createElement("input")
    box.type = "text"
    box.maxLength = 80
    box.value = view.name
    box.setAttribute("aria-label", data.rename.replace("{name}", () => view.name))
    const back = () => {
      draw()
      const lines = [...list.children].find((l) => l.querySelector("a").textContent === view.name)
      if (lines) lines.querySelector("button").focus()
    }
    const take = () => {
      const called = box.value.trim()
      const views = read()
      if (!called) return tell(data.nameless)
      if (called !== view.name && views.some((v) => v.name === called)) return tell(data.taken, called)
      if (!keep(views.map((v) => (v.name === view.name ? { ...v, name: called } : v)))) return
      if (called !== view.name) tell(data.renamed, called)
      view.name = called
      back()
    }
    box.onkeydown = (event) => {
      if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return
      // Else the key would press the button that has the focus next.
      event.preventDefault()
      event.key === "Enter" ? take() : back()
    }
    const done = button(data.save, data.save, take)
    done.className = "take"
    line.replaceChildren(box, done)
    box.focus()
    box.select()
  }
  const draw = () => {
    let views = []
    try {
      views = read()
    } catch {
      tell(data.unkept)
    }
    list.replaceChildren(
      ...views.map((view) => {
        const line = document.createElement("li")
        const link = document.createElement("a")
        link.textContent = view.name
        link.href = view.link
        link.target = "_self"
        const other = button("✎", data.rename.replace("{name}", () => view.name), () => rename(line, { ...view }))
        const gone = button("✕", data.remove.replace("{name}", () => view.name), () => {
          if (!keep(read().filter((v) => v.name !== view.name))) return
          tell(data.removed, view.name)
          name.focus()
        })
        line.append(link, other, gone)
        return line
      })
    )
    find(".none").textContent = views.length ? "" : data.none
    find(".export").disabled = !views.length
  }

  form.onsubmit = (event) => {
    event.preventDefault()
    const called = name.value.trim()
    if (!called) {
      tell(data.nameless)
      name.focus()
      return
    }
    const others = read().filter((v) => v.name !== called)
    if (!keep([...others, { name: called, link: local(window.location.href) }])) return
    name.value = ""
    tell(data.saved, called)
  }
  find(".export").onclick = () => {
    const whole = read().map((v) => ({ name: v.name, link: new URL(v.link, window.location.href).href }))
    const link = document.createElement("a")
    link.href = URL.createObjectURL(new Blob([JSON.stringify(whole, null, 1)], { type: "application/json" }))
    link.download = `${data.list}.json`
    link.click()
    // The browser may begin to fetch it only after this turn.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
  }
  find(".import").onclick = () => file.click()
  file.onchange = async () => {
    const [chosen] = file.files
    if (!chosen) return
    try {
      const given = JSON.parse(await chosen.text()).map((v) => {
        if (typeof v.name !== "string" || !v.name.trim() || typeof v.link !== "string") throw new TypeError()
        return { name: v.name.trim().slice(0, 80), link: local(v.link) }
      })
      const called = new Map([...read(), ...given].map((v) => [v.name, v]))
      if (keep([...called.values()])) tell(data.imported, String(given.length))
    } catch {
      tell(data.unread)
    }
    file.value = ""
  }
  draw()
}
