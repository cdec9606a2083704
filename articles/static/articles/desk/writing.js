// While somebody writes: counts beside the fields, a name for the editor, a question before typing is lost.

const SEGMENTER = new Intl.Segmenter(document.documentElement.lang || "en", { granularity: "word" })

/** Count the words of a text in any script. */
function words(text) {
  let count = 0
  for (const part of SEGMENTER.segment(text)) if (part.isWordLike) count += 1
  return count
}

/** Show how long headline and standfirst are, and how many words the body has. */
export function countWords(form) {
  for (const field of form.querySelectorAll("[data-count]")) {
    const label = field.closest(".f").querySelector(".lab")
    const count = document.createElement("small")
    label.append(count)
    const show = () => { count.textContent = `${[...field.value].length} / ${field.dataset.count}` }
    field.addEventListener("input", show)
    show()
  }
  const body = form.querySelector("textarea[name=body]")
  const total = form.querySelector("[data-words]")
  const parser = new DOMParser()
  let timer = 0
  const show = () => {
    const blocks = [...parser.parseFromString(body.value, "text/html").body.children]
    const text = blocks.map((block) => block.textContent).join("\n")
    total.textContent = `${words(text)} ${total.dataset.wordsText}`
  }
  body.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, 400) })
  show()
}

/** Tell assistive technology what the rich text field is. */
export function nameEditor(form) {
  const name = (editor) => {
    const field = editor.querySelector(".tiptap")
    if (!field) return
    field.setAttribute("role", "textbox")
    field.setAttribute("aria-multiline", "true")
    field.setAttribute("aria-labelledby", "body-label")
  }
  form.addEventListener("prose-editor:ready", () => form.querySelectorAll(".prose-editor").forEach(name))
  form.querySelectorAll(".prose-editor").forEach(name)
  // A label cannot focus what is no form field.
  document.getElementById("body-label")?.addEventListener("click", () => form.querySelector(".tiptap")?.focus())
}

/** Keep the words on the button that publishes true while dates are being typed, by the site's own clock. */
export function sayWhen(form) {
  const button = form.querySelector("[data-publish]")
  if (!button) return
  const effect = form.querySelector("[data-effect]")
  const opened = performance.now()
  const dates = [form.elements.published_at, form.elements.embargoed_until]
  const say = () => {
    // Both are times of day in the site's zone; read as UTC they compare as they should.
    const now = Date.parse(`${button.dataset.clock}Z`) + performance.now() - opened
    const later = dates.map((field) => field.value).filter((value) => Date.parse(`${value}Z`) > now).sort().pop()
    button.textContent = later ? button.dataset.later : button.dataset.atOnce
    effect.textContent = later ? effect.dataset.later.replace("{when}", later.replace("T", " ")) : effect.dataset.atOnce
  }
  for (const field of dates) field.addEventListener("change", say)
}

/** Ask before a page with unsaved typing is left. */
export function warnBeforeLeaving(form) {
  let isChanged = Boolean(document.getElementById("errors"))
  form.addEventListener("input", () => { isChanged = true })
  form.addEventListener("desk:changed", () => { isChanged = true })
  form.addEventListener("submit", () => { isChanged = false })
  window.addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault() })
}
