// Single keys of the review queue. They can be switched off, and they never act while somebody types.

const OFF = "review-keys-off"
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]"

/** Let keys act: those of the answers by their buttons, the others by `acts`; `acts.role` takes any letter left. */
export function listen(acts) {
  const keys = document.getElementById("rq-keys")
  const tick = keys?.querySelector("[data-keys]")
  if (!tick) return
  tick.checked = !localStorage.getItem(OFF)
  tick.addEventListener("change", () => {
    if (tick.checked) localStorage.removeItem(OFF)
    else localStorage.setItem(OFF, "1")
  })
  document.addEventListener("keydown", (event) => {
    if (!tick.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat && !"jk".includes(event.key)) return
    if (event.target.matches?.(TYPING)) return
    if (act(event.key, acts, keys)) event.preventDefault()
  })
}

/** Do what a key stands for; tell whether it stands for anything. */
function act(key, acts, keys) {
  if (key === "?") {
    keys.open = !keys.open
    keys.querySelector("summary").focus()
    return true
  }
  const answer = document.querySelector(`[data-key="${CSS.escape(key)}"]`)
  if (answer) {
    answer.click()
    return true
  }
  if (key === "j" || key === "k") {
    acts[key]()
    return true
  }
  return /^[a-z]$/.test(key) && acts.role(key)
}
