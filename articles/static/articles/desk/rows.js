// Rows of bylines and related stories: move them with buttons or by dragging, add more. Without script, numbers do it.

/** Make every list of rows in `form` movable. */
export function moveRows(form) {
  for (const section of form.querySelectorAll("[data-rows]")) makeMovable(section)
}

function makeMovable(section) {
  const list = section.querySelector(".rows__list")
  section.classList.add("rows--moving")
  for (const row of list.children) equip(section, list, row)
  const add = section.querySelector("[data-add]")
  add.hidden = false
  add.addEventListener("click", () => addRow(section, list))
  number(list)
}

function equip(section, list, row) {
  const moves = document.createElement("div")
  moves.className = "rows__move"
  const grip = document.createElement("span")
  grip.className = "rows__grip"
  grip.textContent = "⠿"
  grip.setAttribute("aria-hidden", "true")
  grip.draggable = true
  moves.append(grip, button(section.dataset.up, "↑", () => move(list, row, -1)), button(section.dataset.down, "↓", () => move(list, row, 1)))
  row.prepend(moves)
  row.querySelector("input[name$=DELETE]")?.addEventListener("change", (event) => {
    row.classList.toggle("rows__row--going", event.target.checked)
  })
  makeDraggable(list, row, grip)
}

function button(label, sign, act) {
  const made = document.createElement("button")
  made.type = "button"
  made.textContent = sign
  made.setAttribute("aria-label", label)
  made.title = label
  made.addEventListener("click", () => { act(); made.focus() })
  return made
}

function move(list, row, step) {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling
  if (!other) return
  if (step < 0) other.before(row)
  else other.after(row)
  number(list)
  changed(list)
}

function makeDraggable(list, row, grip) {
  grip.addEventListener("dragstart", (event) => {
    event.dataTransfer.effectAllowed = "move"
    event.dataTransfer.setData("text/plain", "")
    event.dataTransfer.setDragImage(row, 0, 0)
    row.classList.add("rows__row--dragged")
  })
  grip.addEventListener("dragend", () => {
    row.classList.remove("rows__row--dragged")
    number(list)
    changed(list)
  })
  row.addEventListener("dragover", (event) => {
    const dragged = list.querySelector(".rows__row--dragged")
    if (!dragged) return
    event.preventDefault()
    if (dragged === row) return
    const middle = row.getBoundingClientRect().top + row.offsetHeight / 2
    if (event.clientY < middle) row.before(dragged)
    else row.after(dragged)
  })
}

/** Number the rows as they stand; the server sorts by these numbers. */
function number(list) {
  ;[...list.children].forEach((row, at) => {
    const place = row.querySelector("input[name$=ORDER]")
    place.value = String(at + 1)
    const [up, down] = row.querySelectorAll(".rows__move button")
    up.disabled = at === 0
    down.disabled = at === list.children.length - 1
  })
}

function addRow(section, list) {
  const total = section.querySelector("input[name$=TOTAL_FORMS]")
  const at = Number(total.value)
  const holder = document.createElement("ol")
  holder.innerHTML = section.querySelector("template").innerHTML.replaceAll("__prefix__", String(at))
  const row = holder.firstElementChild
  list.append(row)
  total.value = String(at + 1)
  equip(section, list, row)
  number(list)
  section.dispatchEvent(new CustomEvent("desk:row", { bubbles: true, detail: { row } }))
  row.querySelector(".rows__field input")?.focus()
}

function changed(list) {
  list.dispatchEvent(new CustomEvent("desk:changed", { bubbles: true }))
}
