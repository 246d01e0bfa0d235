// Streamlit enters a page by its bare path and by its path with parameters, or puts the new page's parameters to the path
// of the page before and then to its own, so that one step back would lead nowhere: the second takes the place of the first.
{
  const push = history.pushState.bind(history)
  let unasked = false // Whether the last entry has new parameters for the same path, and nobody has clicked or typed since.
  // A link to the page that is shown, with other parameters: Streamlit draws it and leaves the address as it was.
  const follow = (event) => {
    const link = event.target.closest && event.target.closest("a[data-testid=stPageLink-NavLink]")
    const elsewhere = !link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey
    if (elsewhere || link.pathname !== location.pathname || link.search === location.search) return
    push(null, "", link.href)
  }
  addEventListener("click", follow, true)
  for (const kind of ["click", "keydown", "popstate"]) addEventListener(kind, () => { unasked = false }, true)
  history.pushState = (state, title, link) => {
    const next = new URL(link ?? "", location.href)
    const same = next.pathname === location.pathname
    const bare = same && (!location.search || next.search === location.search)
    const ahead = !same && unasked && next.search === location.search
    if (bare || ahead) history.replaceState(state, title, link)
    else push(state, title, link)
    unasked = same
  }
}
