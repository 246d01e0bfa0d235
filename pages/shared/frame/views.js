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

  const tell = (text, of = "") => { said.textContent = text.replace("{name}", of) }
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
        const gone = document.createElement("button")
        gone.type = "button"
        gone.textContent = "✕"
        gone.setAttribute("aria-label", data.remove.replace("{name}", view.name))
        gone.onclick = () => {
          if (!keep(read().filter((v) => v.name !== view.name))) return
          tell(data.removed, view.name)
          name.focus()
        }
        line.append(link, gone)
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
    URL.revokeObjectURL(link.href)
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
