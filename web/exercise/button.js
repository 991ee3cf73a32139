/* A button with what it does. One that is aria-disabled stays where the keyboard finds it, and does nothing. */

import { make } from "../make.js";

export function button(label, act, ...classes) {
  const made = make("button", { class: ["md-button", ...classes].join(" "), type: "button" }, label);
  made.addEventListener("click", () => made.getAttribute("aria-disabled") === "true" || act());
  return made;
}
