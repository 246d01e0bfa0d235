// Takes from a browser what came after Chromium 94, whether or not Streamlit's scripts call it today.
{
  const typed = Object.getPrototypeOf(Int8Array.prototype)
  const newer = [
    [Object, "hasOwn groupBy"],
    [Map, "groupBy"],
    [Array, "fromAsync"],
    [Array.prototype, "at findLast findLastIndex toSorted toReversed toSpliced with"],
    [typed, "at findLast findLastIndex toSorted toReversed with"],
    [String.prototype, "at isWellFormed toWellFormed"],
    [Set.prototype, "union intersection difference symmetricDifference isSubsetOf isSupersetOf isDisjointFrom"],
    [Promise, "withResolvers try"],
    [RegExp, "escape"],
    [URL, "canParse parse"],
    [AbortSignal, "abort any timeout"],
    [AbortSignal.prototype, "reason throwIfAborted"],
    [Response, "json"],
    [URLSearchParams.prototype, "size"],
    [Element.prototype, "checkVisibility moveBefore setHTMLUnsafe"],
    [HTMLElement.prototype, "showPopover hidePopover togglePopover"],
    [Intl, "DurationFormat"],
    [globalThis, "structuredClone Iterator scheduler navigation URLPattern"]
  ]
  for (const key of Reflect.ownKeys(Iterator.prototype)) {
    if (typeof key === "string" && key !== "constructor") delete Iterator.prototype[key]
  }
  for (const [owner, names] of newer) for (const name of names.split(" ")) delete owner[name]
  const refuse = (given) => {
    if (/v/.test(given[1] ?? "")) throw new SyntaxError(`Invalid flags supplied to RegExp constructor '${given[1]}'`)
    return given
  }
  const Native = RegExp
  globalThis.RegExp = new Proxy(Native, {
    apply: (_, self, given) => Reflect.apply(Native, self, refuse(given)),
    construct: (_, given) => Reflect.construct(Native, refuse(given))
  })
}
