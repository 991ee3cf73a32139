/* What is shown between a press of Check and its answer. */

import { make } from "../make.js";

const MB = (bytes) => (bytes / 1e6).toFixed(1);

/**
 * @param {HTMLElement} box
 * @param {?number} bytes of Python that have come; null once the program runs
 * @param {number} total bytes that are to come
 */
export function waiting(box, bytes, total) {
  if (bytes === null) {
    box.replaceChildren(make("p", {}, "Your program is running."));
    return;
  }
  if (!box.querySelector("progress")) box.replaceChildren(...loading(total));
  const bar = box.querySelector("progress");
  if (total) bar.value = bytes; // without a value it moves, and promises nothing
  bar.nextSibling.textContent = total ? ` ${MB(bytes)} of ${MB(total)} MB` : "";
}

/* The sentence is read out; the numbers change too often for that. */
function loading(total) {
  const bar = make("progress", { "aria-label": "Python, loaded", max: total || 1 });
  return [
    make("p", {}, "Python is loading into this page. Your browser keeps it for the next time."),
    make("p", { "aria-live": "off" }, bar, make("span")),
  ];
}
