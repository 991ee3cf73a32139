/* Reset: asks, then puts the first text back, and gives the last one again to who wants it. */

import { button } from "./button.js";
import { make } from "../make.js";
import { keep, recall } from "./progress.js";

/**
 * @param {{name: string, code: string}} task
 * @param {{get: () => string, set: (text: string) => void}} text
 */
export function resetting(task, text) {
  const show = (part) => {
    place.replaceChildren(part);
    (part.querySelector("[data-safe]") ?? part).focus();
  };
  const reset = () => {
    keep(task.name, { before: text.get() });
    text.set(task.code);
    show(undo);
  };
  const back = () => {
    text.set(recall(task.name).before);
    keep(task.name, { before: undefined });
    show(first);
  };
  const no = button("Keep", () => show(first));
  no.dataset.safe = "";
  const asked = make("span", { role: "group", "aria-label": "Reset?" }, "Reset? ", button("Yes", reset), " ", no);
  const first = button("Reset", () => show(asked));
  const undo = button("Undo reset", back);
  const place = make("span", {}, recall(task.name).before === undefined ? first : undo);
  return place;
}
