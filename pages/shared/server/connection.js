// Where the server does not answer, one line says so in the language of the page; Streamlit connects again by itself, and
// the page then stands as it did. Its own dialog, which is English, stays away.
addEventListener("DOMContentLoaded", () => {
  const texts = LOST_CONNECTION
  const line = document.createElement("div")
  line.setAttribute("role", "alert")
  line.hidden = true
  line.style.cssText =
    "position:fixed;inset:0 0 auto 0;z-index:1000000;padding:.6rem 1rem;background:#A63A2B;color:#fff;text-align:center;font-size:1rem"
  const style = document.createElement("style")
  style.textContent = "html.connection-lost :is([role=dialog], [data-testid=stDialog]) {display: none !important}"
  document.head.append(style)
  document.body.append(line)
  let wait
  const look = () => {
    const state = document.querySelector("[data-test-connection-state]")?.dataset.testConnectionState
    const lost = Boolean(state) && state !== "CONNECTED"
    if (lost === Boolean(wait)) return
    if (!lost) {
      clearTimeout(wait)
      wait = undefined
      line.hidden = true
      // A server that was started again knows nothing of the view, and Streamlit asks it for nothing: its first run would be
      // that of the next click in the menu, which carries no filters. The page runs as it does when one goes back to it.
      if (document.documentElement.classList.contains("connection-lost")) dispatchEvent(new PopStateEvent("popstate"))
      document.documentElement.classList.remove("connection-lost")
      return
    }
    // A page that is being opened connects within a moment.
    wait = setTimeout(() => {
      line.textContent = texts[document.documentElement.lang.startsWith("zh") ? "zh" : "en"]
      line.hidden = false
      document.documentElement.classList.add("connection-lost")
    }, 1500)
  }
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-test-connection-state"] })
})
