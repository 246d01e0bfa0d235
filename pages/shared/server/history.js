// Streamlit enters a page by its bare path and by its path with parameters, or puts the new page's parameters to the path
// of the page before and then to its own, so that one step back would lead nowhere: the second takes the place of the first.
{
  const push = history.pushState.bind(history)
  let unasked = false // Whether the last entry has new parameters for the same path, and nobody has clicked or typed since.
  for (const kind of ["click", "keydown", "popstate"]) addEventListener(kind, () => { unasked = false }, true)
  history.pushState = (state, title, link) => {
    const next = new URL(link ?? "", location.href)
    const same = next.pathname === location.pathname
    const bare = same && !location.search
    const ahead = !same && unasked && next.search === location.search
    if (bare || ahead) history.replaceState(state, title, link)
    else push(state, title, link)
    unasked = same
  }
}
