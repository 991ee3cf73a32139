/* The solution: it stands under the reader's text, never in its place, and who has not tried is asked to try. */

import { button } from "./button.js";
import { make } from "../make.js";
import { recall } from "./progress.js";

const TRY = "Check your own text once before you look. What is wrong with it, and why, is what you keep.";

/**
 * @param {{name: string, solution: string}} task its solution is HTML, made when the site was built
 * @param {HTMLElement} more where it is shown
 */
export function solution(task, more) {
  const told = make("p", { role: "status" });
  const code = make("code", { tabindex: 0 });
  code.innerHTML = task.solution;
  const title = make("h4", {}, "A solution");
  const shown = make("section", { class: "highlight", "aria-label": "A solution", hidden: true }, title, make("pre", {}, code));
  more.append(told, shown);
  let warned = false;
  const press = button("Solution", () => {
    if (!recall(task.name).tried && !warned) {
      warned = true;
      told.textContent = TRY;
      press.textContent = "Show it anyway";
      return;
    }
    told.textContent = "";
    shown.hidden = !shown.hidden;
    press.textContent = shown.hidden ? "Solution" : "Hide solution";
  });
  return press;
}
