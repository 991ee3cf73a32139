/* Where a reader types: a textarea at first, and an editor from the moment that they go there. */

import { make } from "../make.js";

const SHORTCUT = "Tab indents; press Escape and then Tab to leave the text. Ctrl or Cmd with Enter checks it.";

/**
 * @param {{title: string, name: string}} task
 * @param {string} text what stands in it at first
 * @param {{typed: (text: string) => void, check: () => void}} tell
 */
export function field(task, text, tell) {
  const help = make("p", { class: "gd-exercise-help", id: `help-${task.name}` }, SHORTCUT);
  const area = make("textarea", {
    "aria-label": `Your code: ${task.title}`,
    "aria-describedby": help.id,
    autocapitalize: "off",
    autocomplete: "off",
    spellcheck: "false",
    wrap: "off",
  });
  area.value = text;
  const rows = () => (area.rows = area.value.split("\n").length);
  let editor = {
    get: () => area.value,
    set: (other) => {
      area.value = other;
      rows();
      tell.typed(other);
    },
    mark: () => {}, // the sentence has the number of the line
  };
  rows();
  area.addEventListener("input", () => (rows(), tell.typed(area.value)));
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) tell.check();
  });
  /* If it does not come, the textarea stays, and does. */
  const come = () =>
    import("./editor.js").then(({ edit }) => (editor = edit(area, tell))).catch(() => {});
  area.addEventListener("focus", come, { once: true });
  return {
    element: make("div", { class: "gd-exercise-field" }, area, help),
    get: () => editor.get(),
    set: (other) => editor.set(other),
    mark: (line, message) => editor.mark(line, message),
  };
}
