// The box is Streamlit's: its words are English, its button has no name once they are gone, and its frame says that it is
// nothing and has a name. All three are put right here, each time it is drawn.
const BOX = "[data-testid=stFileUploaderDropzone]"
let words = {}
let watching = null

const put = (element, name, value) => {
  if (element && element.getAttribute(name) !== value) element.setAttribute(name, value)
}

const repair = () => {
  for (const box of document.querySelectorAll(BOX)) {
    put(box, "role", "group")
    // The others, beside files that lie in the box, take them out again.
    const button = box.querySelector("button[data-testid=stBaseButton-secondary]")
    put(button, "aria-label", words.choose)
    put(button, "data-words", words.choose)
    put(box.querySelector("[data-testid=stFileUploaderDropzoneInstructions]"), "data-words", words.drop)
  }
}

export default function ({ data }) {
  words = data
  repair()
  if (watching) return
  watching = new MutationObserver(repair)
  watching.observe(document.body, { childList: true, subtree: true })
}
