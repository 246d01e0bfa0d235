// Streamlit enters a page by its bare path and by its path with parameters, so that one step back would lead nowhere: the
// second takes the place of the first.
{
  const push = history.pushState.bind(history)
  history.pushState = (state, title, link) => {
    const next = new URL(link ?? "", location.href)
    const bare = !location.search && next.pathname === location.pathname
    if (bare) history.replaceState(state, title, link)
    else push(state, title, link)
  }
}
