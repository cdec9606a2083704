// The editing page, better where there is script: completion, rows that move, a word count, no lost typing.
import { completeAll } from "./complete.js"
import { moveRows } from "./rows.js"
import { countWords, nameEditor, sayWhen, warnBeforeLeaving } from "./writing.js"

const form = document.getElementById("article_form")

nameEditor(form)
if (!form.querySelector("fieldset").disabled) {
  moveRows(form)
  completeAll(form)
  countWords(form)
  sayWhen(form)
  warnBeforeLeaving(form)
}
document.getElementById("errors")?.focus()
