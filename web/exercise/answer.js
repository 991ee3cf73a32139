/* What is said about an answer: the verdict and its sentences, and what the program printed. */

import { make } from "../make.js";

/** @param {import("./python.js").Answer} answer */
export function said(answer) {
  const parts = [verdict(answer)];
  if (answer.printed) {
    parts.push(
      make("p", { class: "gd-exercise-printed" }, "Your program printed:"),
      make("pre", { tabindex: 0, role: "region", "aria-label": "What your program printed" }, answer.printed.trimEnd()),
    );
  }
  return parts;
}

/* Python writes the diagnosis as it does in a notebook. What Python cannot say, since it is gone, is said here. */
function verdict({ html, message }) {
  if (html) {
    const template = make("template");
    template.innerHTML = html; // text of the learner is escaped in it
    return template.content;
  }
  const sentences = message.split("\n").map((line) => make("p", {}, ...coded(line)));
  return make("div", { class: "gd-diagnosis gd-named" }, make("strong", {}, "✗ Stopped"), ...sentences);
}

/** A sentence in which `this` is code. */
export function coded(sentence) {
  return sentence.split("`").map((part, i) => (i % 2 ? make("code", {}, part) : part));
}
