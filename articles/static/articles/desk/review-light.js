// Hovering or focusing one column of a reading lights its evidence in the other.

/** Light what belongs together below `root`, from now on; call it again for new content. */
export function light(root) {
  for (const line of root.querySelectorAll("[data-line]")) {
    join(line, () => [
      ...root.querySelectorAll(`[data-from="${line.dataset.line}"]`),
      ...root.querySelectorAll(`[data-of~="${line.dataset.role}"]:not(:has([data-from="${line.dataset.line}"]))`),
    ])
  }
  for (const block of root.querySelectorAll("[data-from]")) {
    join(block, () => root.querySelectorAll(`[data-line="${block.dataset.from}"]`))
  }
  for (const field of root.querySelectorAll(".rq-field:not(:has(.rq-body))")) {
    const roles = field.dataset.of.split(" ").filter(Boolean)
    join(field, () => roles.flatMap((role) => [...root.querySelectorAll(`[data-line][data-role="${role}"]`)]))
  }
}

function join(one, others) {
  const set = (lit) => { for (const each of others()) each.classList.toggle("rq-lit", lit) }
  one.addEventListener("pointerenter", () => set(true))
  one.addEventListener("pointerleave", () => set(false))
  one.addEventListener("focusin", () => set(true))
  one.addEventListener("focusout", () => set(false))
}
