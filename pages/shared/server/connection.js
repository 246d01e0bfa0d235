// Where the server does not answer, one line says so in the language of the page; Streamlit connects again by itself, and
// the page then stands as it did. The line stands until it is drawn again: a choice in the menu before would lose the filters.
// Streamlit's own dialog, which is English, stays away.
addEventListener("DOMContentLoaded", () => {
  const texts = LOST_CONNECTION
  const line = document.createElement("div")
  line.setAttribute("role", "alert")
  line.hidden = true
  line.style.cssText =
    "position:fixed;inset:0 0 auto 0;z-index:1000000;padding:.6rem 1rem;background:#A63A2B;color:#fff;text-align:center;font-size:1rem"
  const style = document.createElement("style")
  style.textContent = "html.connection-lost :is([role=dialog], [data-testid=stDialog]) {display: none !important}" +
    "html.connection-lost [data-testid=stTopNavLink] {pointer-events: none}"
  document.head.append(style)
  document.body.append(line)
  const LONGEST = 30000
  let wait // until a connection that is lost is said to be
  let drawing // until the page is taken for drawn again, though no run of it has begun
  let begun = false // whether its first run behind a connection that came back has begun
  const lost = () => {
    line.textContent = texts[document.documentElement.lang.startsWith("zh") ? "zh" : "en"]
    line.hidden = false
    document.documentElement.classList.add("connection-lost")
  }
  const back = () => {
    clearTimeout(drawing)
    line.hidden = true
    document.documentElement.classList.remove("connection-lost")
  }
  const look = () => {
    const app = document.querySelector("[data-test-connection-state]")?.dataset
    if (!app) return
    if (app.testConnectionState !== "CONNECTED") {
      clearTimeout(drawing)
      wait ??= setTimeout(lost, 1500) // a page that is being opened connects within a moment
      return
    }
    clearTimeout(wait)
    if (wait && !line.hidden) {
      // A server that was started again knows nothing of the view, and Streamlit asks it for nothing: its first run would be
      // that of the next click in the menu, which carries no filters. The page runs as it does when one goes back to it.
      dispatchEvent(new PopStateEvent("popstate"))
      begun = false
      drawing = setTimeout(back, LONGEST)
    }
    wait = undefined
    if (line.hidden) return
    const running = app.testScriptState !== "notRunning"
    if (begun && !running) back()
    if (running) clearTimeout(drawing)
    begun = begun || running
  }
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-test-connection-state", "data-test-script-state"] })
})
