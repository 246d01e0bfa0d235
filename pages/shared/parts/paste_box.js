// A page of HTML lies behind the text until the text is changed by hand.
const pages = new WeakMap()

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const find = (selector) => parentElement.querySelector(selector)
  const [form, label, box, hint, button] = ["form", "label", "textarea", "p", "button"].map(find)
  label.textContent = data.label
  hint.textContent = data.hint
  button.textContent = data.button
  const ready = () => { button.disabled = !box.value.trim() }
  box.oninput = () => { pages.delete(box); ready() }
  box.onpaste = (event) => {
    const page = event.clipboardData.getData("text/html")
    if (!/<table[\s>]/i.test(page)) return
    event.preventDefault()
    box.value = event.clipboardData.getData("text/plain") || new DOMParser().parseFromString(page, "text/html").body.innerText
    pages.set(box, page)
    ready()
  }
  form.onsubmit = (event) => {
    event.preventDefault()
    if (!box.value.trim()) return
    const page = pages.get(box)
    setTriggerValue("pasted", page ? { kind: "html", content: page } : { kind: "text", content: box.value })
  }
  ready()
}
