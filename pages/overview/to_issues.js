// A count of issues leads to the issues on the same page, far below it: they come into view once the page is drawn anew,
// and stay there while the charts above them take their heights, until the reader goes on.
const SHOWN = "[data-testid=stApp][data-test-script-state=notRunning]"
const HANDS = ["wheel", "touchstart", "pointerdown", "keydown"]

const hold = (head) => {
  const show = () => head.scrollIntoView()
  const sizes = new ResizeObserver(show)
  sizes.observe(head.closest("[data-testid=stMainBlockContainer]"))
  const free = () => {
    sizes.disconnect()
    for (const kind of HANDS) removeEventListener(kind, free, true)
  }
  for (const kind of HANDS) addEventListener(kind, free, true)
  head.style.scrollMarginTop = "4rem"
  head.tabIndex = -1
  head.focus({ preventScroll: true })
}

const lead = (event) => {
  const link = event.target.closest && event.target.closest(".st-key-lines-look a[href*='severity=']")
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  let begun = false
  const watch = new MutationObserver(() => {
    const shown = document.querySelector(SHOWN)
    begun = begun || !shown
    const head = begun && shown && document.getElementById("issues")
    if (!head) return
    watch.disconnect()
    hold(head)
  })
  const changes = { childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"] }
  watch.observe(document.body, changes)
}

export default function () {
  document.addEventListener("click", lead)
  return () => document.removeEventListener("click", lead)
}
