/* One exercise: the text, the buttons under it, and what is said. */

import { said } from "./answer.js";
import { button } from "./button.js";
import { field } from "./field.js";
import { hints } from "./hints.js";
import { make } from "../make.js";
import { keep, recall } from "./progress.js";
import { check } from "./python.js";
import { resetting } from "./resetting.js";
import { solution } from "./solution.js";
import { waiting } from "./waiting.js";

/** @param {HTMLElement} element what `--exercise--` has written; see site_tools/gdlearn_site/in_page.py */
export function practise(element) {
  const task = JSON.parse(element.dataset.gdExercise);
  const box = make("div", { class: "gd-exercise-answer", role: "status" });
  const more = make("div", { class: "gd-exercise-more" });
  const tell = { typed: (text) => keep(task.name, { text }), check: () => press() };
  const text = field(task, recall(task.name).text ?? task.code, tell);
  const about = element.querySelector(".gd-exercise-about");
  const press = checking(task, text, box, about);

  element.querySelector(".gd-exercise-code").after(text.element);
  const bar = element.querySelector(".gd-exercise-bar");
  const first = button("Check", press, "md-button--primary");
  bar.append(first, hints(task, more), resetting(task, text), solution(task, more));
  bar.after(box, more);
  element.classList.add("gd-live");
  mark(task, about);
}

/** A mark and a word beside the minutes, once it is solved. */
function mark(task, about) {
  if (!recall(task.name).solved || about.querySelector("span")) return;
  about.append(" · ", make("span", {}, "✓ solved"));
}

/** What Check does: load Python if it is not there, run the text, say what was found. */
function checking(task, text, box, about) {
  let busy = false;
  return async () => {
    if (busy) return;
    busy = true;
    box.dataset.state = "waiting"; // which gives it room
    box.scrollIntoView({ block: "nearest" });
    text.mark(null, "");
    const answer = await check(task, text.get(), (bytes) => waiting(box, bytes, task.bytes));
    box.dataset.state = answer.state;
    box.replaceChildren(...said(answer));
    text.mark(answer.line, answer.message);
    keep(task.name, answer.state === "right" ? { tried: true, solved: true } : { tried: true });
    mark(task, about);
    busy = false;
  };
}
