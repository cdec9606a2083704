// Completion as a combobox with a list (WAI-ARIA 1.2): arrows choose, Enter takes, Escape closes.

const WAIT_MS = 150
let lists = 0

/** Complete every field of `form` that says what by `data-complete`, those of rows added later included. */
export function completeAll(form) {
  const url = form.dataset.completeUrl
  for (const input of form.querySelectorAll("[data-complete]")) complete(input, url)
  form.addEventListener("desk:row", (event) => {
    for (const input of event.detail.row.querySelectorAll("[data-complete]")) complete(input, url)
  })
  const find = form.querySelector("[data-find-image]")
  if (find) find.hidden = false
}

function complete(input, url) {
  const kind = input.dataset.complete
  const box = document.createElement("div")
  box.className = "fit"
  input.before(box)
  const list = document.createElement("ul")
  list.className = "fit__list"
  list.id = `fit-${++lists}`
  list.setAttribute("role", "listbox")
  list.setAttribute("aria-label", labelOf(input))
  list.hidden = true
  box.append(input, list)
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    input.setAttribute(name, value)
  }
  input.autocomplete = "off"
  const state = { input, list, kind, url, found: [], at: -1, asked: 0, timer: 0 }
  input.addEventListener("input", () => { clearTimeout(state.timer); state.timer = setTimeout(() => ask(state), WAIT_MS) })
  input.addEventListener("keydown", (event) => press(state, event))
  input.addEventListener("blur", () => close(state))
  // Before the blur that a click brings.
  list.addEventListener("mousedown", (event) => {
    event.preventDefault()
    const item = event.target.closest("li")
    if (item) take(state, Number(item.dataset.at))
  })
}

function labelOf(input) {
  return input.labels?.[0]?.textContent.trim() || ""
}

/** What is being typed: of a line of tags, the name that the caret is in. */
function typed(state) {
  if (state.kind !== "tags") return state.input.value.trim()
  return state.input.value.slice(0, state.input.selectionStart).split(/[,\n]/).pop().replace(/^[\s#"]+/, "")
}

async function ask(state) {
  const words = typed(state)
  const turn = ++state.asked
  if (!words) return close(state)
  let results = []
  try {
    const answer = await fetch(`${state.url}${state.kind}/?${new URLSearchParams({ q: words })}`, { headers: { Accept: "application/json" } })
    if (answer.ok) results = (await answer.json()).results
  } catch {
    return close(state) // offline: the field works without
  }
  if (turn === state.asked && document.activeElement === state.input) show(state, results)
}

function show(state, results) {
  state.found = results
  state.at = -1
  state.list.replaceChildren(...results.map((result, at) => {
    const item = document.createElement("li")
    item.id = `${state.list.id}-${at}`
    item.dataset.at = String(at)
    item.setAttribute("role", "option")
    item.setAttribute("aria-selected", "false")
    item.textContent = result.label
    item.dir = "auto"
    return item
  }))
  state.list.hidden = results.length === 0
  state.input.setAttribute("aria-expanded", String(results.length > 0))
}

function close(state) {
  state.asked += 1
  state.list.hidden = true
  state.at = -1
  state.input.setAttribute("aria-expanded", "false")
  state.input.removeAttribute("aria-activedescendant")
}

function press(state, event) {
  if (event.key === "Escape" && !state.list.hidden) {
    event.preventDefault()
    close(state)
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !state.list.hidden) {
    event.preventDefault()
    choose(state, state.at + (event.key === "ArrowDown" ? 1 : -1))
  } else if (event.key === "Enter" && !event.isComposing) {
    // Enter in a single line never sends the page: saving has its own buttons.
    event.preventDefault()
    if (!state.list.hidden && state.at >= 0) take(state, state.at)
  }
}

function choose(state, wanted) {
  const items = [...state.list.children]
  state.at = (wanted + items.length) % items.length
  items.forEach((item, at) => item.setAttribute("aria-selected", String(at === state.at)))
  items[state.at].scrollIntoView({ block: "nearest" })
  state.input.setAttribute("aria-activedescendant", items[state.at].id)
}

function take(state, at) {
  TAKE[state.kind](state.input, state.found[at])
  close(state)
  state.input.dispatchEvent(new CustomEvent("desk:changed", { bubbles: true }))
}

const TAKE = {
  tags(input, tag) {
    const caret = input.selectionStart
    const before = input.value.slice(0, caret)
    const start = Math.max(before.lastIndexOf(","), before.lastIndexOf("\n")) + 1
    const name = tag.value.includes(",") ? `"${tag.value}"` : tag.value
    const head = before.slice(0, start) + (start ? " " : "") + name
    const rest = input.value.slice(caret).replace(/^[^,\n]*/, "")
    input.value = head + (rest || ", ")
    const end = rest ? head.length : input.value.length
    input.setSelectionRange(end, end)
  },
  authors(input, author) {
    input.value = author.value
    input.closest("[data-row]").querySelector("input[name$=author]").value = author.id
  },
  articles(input, article) {
    input.value = article.value
    input.closest("[data-row]").querySelector("input[name$=target]").value = article.id
  },
  images(input, image) {
    const select = input.form.elements.lead_image
    if (![...select.options].some((option) => option.value === String(image.id))) select.add(new Option(image.label, image.id))
    select.value = String(image.id)
    input.value = ""
  },
}
