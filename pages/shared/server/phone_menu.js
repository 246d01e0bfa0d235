// On a phone menu and filters cover the page: whoever has gone to another page by the menu sees that page.
addEventListener("click", ({ target }) => {
  if (innerWidth <= 768 && target.closest?.("[data-testid=stSidebarNavLink]"))
    document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click()
})
// Whoever opens or closes the menu by keys goes on where it was opened or closed: the button that was pressed is gone.
addEventListener("click", ({ target, detail, isTrusted }) => {
  if (detail || !isTrusted) return
  const open = "[data-testid=stExpandSidebarButton]", close = "[data-testid=stSidebarCollapseButton] button"
  const next = target.closest?.(open) ? close : target.closest?.(close) ? open : null
  let frames = 60
  const go = () => {
    const button = document.querySelector(next)
    button?.focus()
    if ((!button || document.activeElement !== button) && --frames) requestAnimationFrame(go)
  }
  if (next) requestAnimationFrame(go)
})
