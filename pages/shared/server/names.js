// Streamlit's own controls are English: they are named in the language of the page.
addEventListener("DOMContentLoaded", () => {
  const texts = CONTROL_NAMES
  const ADD = "Add: "
  const name = () => {
    const said = texts[document.documentElement.lang.startsWith("zh") ? "zh" : "en"]
    const skip = document.querySelector("[data-testid=stSkipToContent]")
    if (skip && skip.textContent !== said.skip) skip.textContent = said.skip
    for (const [selector, text] of [
      ["[data-testid=stSidebar]", said.side],
      ["[data-testid=stExpandSidebarButton]", said.open],
      ["[data-testid=stSidebarCollapseButton] button", said.close],
    ]) {
      const control = document.querySelector(selector)
      if (control && control.getAttribute("aria-label") !== text) control.setAttribute("aria-label", text)
    }
    // What a box of names offers to take as it was typed.
    const offer = document.querySelector("[data-key=__creatable__] > div")
    const typed = offer && offer.firstChild
    if (typed && typed.nodeValue && typed.nodeValue.startsWith(ADD)) {
      typed.nodeValue = said.typed + typed.nodeValue.slice(ADD.length)
    }
  }
  new MutationObserver(name).observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["lang"] })
})
