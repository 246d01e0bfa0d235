// The newer functions that Streamlit's scripts call, each only where the browser has none (Chromium 94 to 119).
{
  const add = (owner, name, value) => {
    if (!(name in owner)) Object.defineProperty(owner, name, {value, writable: true, configurable: true})
  }
  const index = (list, at) => (at = Math.trunc(at) || 0) < 0 ? at + list.length : at
  function at(i) {
    return this[index(this, i)]
  }
  const typed = Object.getPrototypeOf(Int8Array.prototype)

  add(Object, "hasOwn", (of, key) => Object.prototype.hasOwnProperty.call(of, key))
  for (const kind of [Array.prototype, typed, String.prototype]) add(kind, "at", at)
  add(Array.prototype, "toSorted", function (order) {
    return Array.from(this).sort(order)
  })
  add(typed, "toSorted", function (order) {
    return this.slice().sort(order)
  })
  add(Object, "groupBy", (items, keyOf) => {
    const groups = Object.create(null)
    let i = 0
    for (const item of items) {
      const key = keyOf(item, i++)
      ;(groups[key] = groups[key] || []).push(item)
    }
    return groups
  })
  add(URL, "canParse", (link, base) => {
    try {
      return Boolean(new URL(link, base))
    } catch {
      return false
    }
  })
  add(Promise, "withResolvers", function () {
    const made = {}
    made.promise = new this((resolve, reject) => Object.assign(made, {resolve, reject}))
    return made
  })
  add(AbortSignal, "timeout", (milliseconds) => {
    const control = new AbortController()
    setTimeout(() => control.abort(new DOMException("signal timed out", "TimeoutError")), milliseconds)
    return control.signal
  })

  // Copies plain data, dates, patterns, buffers, maps and sets; files and errors, which the original takes too, it does not.
  const copied = (value, known) => {
    if (typeof value === "function" || typeof value === "symbol") {
      throw new DOMException(`${String(value)} could not be cloned.`, "DataCloneError")
    }
    if (typeof value !== "object" || value === null) return value
    if (known.has(value)) return known.get(value)
    const keep = (copy) => (known.set(value, copy), copy)
    if (value instanceof Date) return keep(new Date(value))
    if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags))
    if (value instanceof ArrayBuffer) return keep(value.slice(0))
    if (ArrayBuffer.isView(value)) {
      const buffer = copied(value.buffer, known)
      const length = value instanceof DataView ? value.byteLength : value.length
      return keep(new value.constructor(buffer, value.byteOffset, length))
    }
    if (value instanceof Map) {
      const copy = keep(new Map())
      value.forEach((v, k) => copy.set(copied(k, known), copied(v, known)))
      return copy
    }
    if (value instanceof Set) {
      const copy = keep(new Set())
      value.forEach((v) => copy.add(copied(v, known)))
      return copy
    }
    const copy = keep(Array.isArray(value) ? new Array(value.length) : {})
    for (const key of Object.keys(value)) copy[key] = copied(value[key], known)
    return copy
  }
  add(globalThis, "structuredClone", (value) => copied(value, new Map()))

  // Flag v (Chromium 112) differs from u by set operations in classes, which no pattern of Streamlit's has.
  try {
    new RegExp("", "v")
  } catch {
    const older = (given) => (typeof given[1] === "string" ? [given[0], given[1].replace("v", "u")] : given)
    const Native = RegExp
    const Wide = new Proxy(Native, {
      apply: (_, self, given) => Reflect.apply(Native, self, older(given)),
      construct: (_, given, target) => Reflect.construct(Native, older(given), target === Wide ? Native : target)
    })
    Native.prototype.constructor = globalThis.RegExp = Wide
  }
}
