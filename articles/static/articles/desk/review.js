// The review queue, quicker where there is script: a click or a key changes a line's role and the article follows.
import { listen } from "./review-keys.js"
import { light } from "./review-light.js"

const reading = document.querySelector("[data-review]")

/** Return the lines of the source, in order. */
function lines() {
  return [...document.querySelectorAll("[data-line]")]
}

/** Return the line that has the focus, or that was worked on last. */
function current() {
  return document.activeElement?.closest("[data-line]") ?? document.querySelector("[data-line][data-here]")
}

/** Put the focus on a line. */
function stand(line) {
  for (const other of document.querySelectorAll("[data-here]")) delete other.dataset.here
  if (!line) return
  line.dataset.here = ""
  line.querySelector("[data-roles]")?.focus({ preventScroll: true })
  line.scrollIntoView({ block: "nearest" })
}

/** Go so many lines on or back. */
function step(by) {
  const all = lines()
  const at = all.indexOf(current())
  stand(all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))])
}

/** Show the roles that a line may have, below it; once more hides them. */
function offer(line) {
  const open = line.querySelector(".rq-roles")
  close()
  if (open) return stand(line)
  stand(line)
  const roles = document.getElementById("rq-roles").content.cloneNode(true)
  for (const button of roles.querySelectorAll("[name=role]")) {
    if (button.value === line.dataset.role) button.setAttribute("aria-current", "true")
    if (button.value === "as-read") button.hidden = !line.classList.contains("rq-src__fixed")
  }
  line.append(roles)
  line.querySelector("[data-roles]").setAttribute("aria-expanded", "true")
  line.querySelector(".rq-roles [aria-current], .rq-roles button").focus()
}

/** Hide the roles of every line. */
function close() {
  for (const roles of document.querySelectorAll(".rq-src .rq-roles")) roles.remove()
  for (const link of document.querySelectorAll("[data-roles]")) link.setAttribute("aria-expanded", "false")
}

let sending = Promise.resolve()

/** Give a line a role: one request after the other, and both columns come back as the server draws them. */
function give(line, role) {
  const start = line.dataset.line
  sending = sending.then(() => send(start, role))
  return sending
}

async function send(start, role) {
  const form = document.getElementById("rq-lines")
  const sent = new FormData(form)
  sent.set("line", start)
  sent.set("role", role)
  reading.setAttribute("aria-busy", "true")
  try {
    const answer = await fetch(form.action, { method: "POST", body: sent, headers: { "X-Requested-With": "fetch" } })
    if (!answer.ok && answer.status !== 409) throw new Error(`${answer.status}`)
    show(await answer.text(), start, answer.status === 409)
  } catch {
    // The page itself then does it, or says what is wrong.
    form.elements.line.value = start
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "role", value: role })
    form.append(field)
    form.submit()
  } finally {
    reading.removeAttribute("aria-busy")
  }
}

/** Put the new columns in place; the source keeps its scroll, the line its focus. */
function show(html, start, refused) {
  const scroll = document.querySelector(".rq__source")?.scrollTop ?? 0
  const words = new DOMParser().parseFromString(html, "text/html")
  const said = words.querySelector("[data-said]").textContent
  words.querySelector("[data-said]").textContent = ""
  reading.replaceChildren(...words.body.childNodes)
  prepare()
  const source = document.querySelector(".rq__source")
  if (source) source.scrollTop = scroll
  stand(document.getElementById(`l${start}`))
  const status = document.querySelector("[data-said]")
  status.className = refused ? "rq-said rq-said--refused" : "rq-said"
  requestAnimationFrame(() => { status.textContent = said })
}

/** Make what the server drew answer to clicks and keys. */
function prepare() {
  for (const link of document.querySelectorAll("[data-roles]")) {
    link.setAttribute("role", "button")
    link.setAttribute("aria-expanded", "false")
  }
  close()
  light(reading)
}

for (const own of document.querySelectorAll(".rq-own textarea")) {
  own.addEventListener("input", () => { own.closest(".rq-own").querySelector("[type=radio]").checked = true })
}

if (reading) {
  prepare()
  reading.addEventListener("click", (event) => {
    const line = event.target.closest("[data-line]")
    const role = event.target.closest("[name=role]")
    if (!line || !document.getElementById("rq-roles")) return
    if (role) {
      event.preventDefault()
      give(line, role.value)
    } else if (event.target.closest("[data-roles]") || !getSelection().toString()) {
      event.preventDefault()
      offer(line)
    }
  })
  reading.addEventListener("keydown", (event) => {
    if (event.key === " " && event.target.matches("[data-roles]")) {
      event.preventDefault()
      event.target.click()
    }
    const line = event.target.closest("[data-line]")
    if (event.key === "Escape" && line) {
      close()
      stand(line)
    }
  })
}

listen({
  j: () => step(1),
  k: () => step(-1),
  role: (key) => {
    const line = current()
    const button = document.getElementById("rq-roles")?.content.querySelector(`[aria-keyshortcuts="${key}"]`)
    if (!line || !button) return false
    give(line, button.value)
    return true
  },
})
