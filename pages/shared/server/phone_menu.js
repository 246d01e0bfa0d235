// On a phone menu and filters cover the page: whoever has gone to another page by the menu sees that page.
addEventListener("click", ({ target }) => {
  if (innerWidth <= 768 && target.closest?.("[data-testid=stSidebarNavLink]"))
    document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click()
})
