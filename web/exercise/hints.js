/* Hints: each press shows one more, stronger than the one before. */

import { coded } from "./answer.js";
import { button } from "./button.js";
import { make } from "../make.js";

/**
 * @param {{hints: string[]}} task
 * @param {HTMLElement} more where they are shown
 */
export function hints(task, more) {
  const list = make("ol", { class: "gd-exercise-hints", "aria-label": "Hints", hidden: true });
  more.append(make("div", { "aria-live": "polite" }, list));
  const count = task.hints.length;
  const next = button(`Hint 1 of ${count}`, () => {
    list.hidden = false;
    list.append(make("li", {}, ...coded(task.hints[list.children.length])));
    next.textContent = `Hint ${Math.min(list.children.length + 1, count)} of ${count}`;
    if (list.children.length === count) next.setAttribute("aria-disabled", "true");
  });
  return next;
}
