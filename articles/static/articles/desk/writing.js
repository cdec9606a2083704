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

/** Ask before a page with unsaved typing is left. */
export function warnBeforeLeaving(form) {
  let isChanged = Boolean(document.getElementById("errors"))
  form.addEventListener("input", () => { isChanged = true })
  form.addEventListener("desk:changed", () => { isChanged = true })
  form.addEventListener("submit", () => { isChanged = false })
  window.addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault() })
}
