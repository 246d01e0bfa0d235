// A page of HTML lies behind the text until the text is changed by hand.
const pages = new WeakMap()

// What was typed, as a page.
function page_of(text) {
  return text.split("\n").map((line) => {
    const paragraph = document.createElement("p")
    paragraph.textContent = line
    return paragraph.outerHTML
  }).join("")
}

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
    const text = event.clipboardData.getData("text/plain") || new DOMParser().parseFromString(page, "text/html").body.innerText
    // One sheet after another is pasted behind what is there, unless all of it was marked.
    const whole = box.selectionEnd - box.selectionStart === box.value.length
    pages.set(box, whole ? page : (pages.get(box) ?? page_of(box.value)) + page)
    box.value = whole ? text : `${box.value.trimEnd()}\n${text}`
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
