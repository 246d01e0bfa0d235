"""A button that opens the browser's own dialog to print the page."""

import streamlit as st

_button = st.components.v2.component(
    "gongkai_print",
    html='<button type="button"></button>',
    css="""button { font: inherit; min-height: 2.5rem; padding: 0.25rem 0.75rem; cursor: pointer; color: var(--st-text-color);
  background: var(--st-background-color); border: 1px solid var(--st-border-color); border-radius: var(--st-base-radius); }
button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
@media print { :host { display: none; } }""",
    js="""export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button")
  button.textContent = data.label
  button.onclick = () => window.print()
}""",
)


def print_button(label: str) -> None:
    """Draws the button."""
    _button(key="print", data={"label": label}, width="content")
