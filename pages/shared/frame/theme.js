// The browser's theme → the page in its colours: style sheet and charts come from the server, which is to know of a change.
let shown
export default function ({ setTriggerValue }) {
  const app = document.querySelector("[data-testid=stApp]")
  const theme = () => getComputedStyle(app).colorScheme
  shown ??= theme()
  const watch = new MutationObserver(() => {
    if (theme() === shown) return
    shown = theme()
    setTriggerValue("changed", shown)
  })
  watch.observe(app, { attributes: true, attributeFilter: ["class"] })
  return () => watch.disconnect()
}
