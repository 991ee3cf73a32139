/* The explorer: settings in, one descent out. What a reader does changes the settings, and nothing else. */

import { dataOf, descend, explain, problemOf, verdict } from "../descent/index.js";
import { make } from "../make.js";
import { controls } from "./controls.js";
import { afterwards } from "./afterwards.js";
import { facts } from "./facts.js";
import { handle } from "./handle.js";
import { pictures, sentence } from "./pictures.js";
import { player } from "./player.js";
import { followLinks, fromAddress, toAddress } from "./state.js";
import { holds, viewOf } from "./view.js";

const DATA = ["data", "noise", "standardise"]; // settings that make other data
const QUIET = 400; // milliseconds without a change before it is spoken and written into the address

/**
 * Make an explorer in the place of its still figure.
 * @param {HTMLElement} element as the Markdown extension writes it
 */
export async function explore(element) {
  const answer = await fetch(new URL("course.json", import.meta.url)).catch(() => undefined);
  if (answer?.ok) live(element, JSON.parse(element.dataset.gdExplorer), await answer.json()); // else the figure stays
}

function live(element, own, course) {
  let settings = fromAddress(own, location.search);
  let now = {};
  const parts = layOut(element);
  const shown = pictures(parts);
  const settle = afterwards((words) => {
    shown.describe(now);
    parts.status.textContent = words;
    history.replaceState(history.state, "", toAddress(own, settings));
  }, QUIET);
  const set = (changes, before = "") => {
    settings = { ...settings, ...changes };
    draw();
    settle(before + parts.words.textContent);
  };
  const startOver = (all, before) => {
    now = {}; // the view too is that of a page just opened
    set(all, before);
    steps.end();
  };
  const steps = player(parts.player, {
    show(t) {
      now = { ...now, t };
      shown.show(now);
      parts.readout.textContent = sentence(now);
    },
    stopped: () => settle(sentence(now)),
    reset: () => startOver(own, "Back to the settings of this page. "),
  });
  const display = displays(element, parts, own, shown, set);

  function draw() {
    now = next(now, course, settings, own, shown.plane.sides);
    display(now);
    steps.run(now.run.weights.length - 1);
  }

  followLinks((search) => {
    startOver(fromAddress(own, search), "Set. ");
    element.focus({ preventScroll: true });
    parts.plane.scrollIntoView({ block: "nearest" });
  });
  draw();
  shown.describe(now);
  parts.status.textContent = parts.words.textContent;
}

/** All that shows a descent as a whole: pictures, controls, facts, words. */
function displays(element, parts, own, shown, set) {
  const showFacts = facts(parts.facts);
  const showControls = controls(parts.controls, own.controls, set);
  const grip = handle(parts.plane, shown.plane, own.controls.includes("start") ? (start) => set({ start }) : null);
  return (now) => {
    if (now.moved) {
      shown.ground(now);
      showFacts(now.problem);
    }
    shown.run(now);
    grip.show(now.settings.start, now.view);
    showControls(now.settings);
    element.dataset.verdict = verdict(now.problem, now.run, now.settings);
    parts.words.textContent = explain(now.problem, now.run, now.settings);
  };
}

/** What follows from the settings; data and view stay as long as nothing asks for others. */
function next(now, course, settings, own, sides) {
  const same = now.settings && DATA.every((key) => now.settings[key] === settings[key]);
  const data = same ? now.data : dataOf(course, settings);
  const problem = same ? now.problem : problemOf(data);
  const moved = !same || !holds(now.view, settings.start);
  const view = moved ? viewOf(problem.best, [own.start, settings.start], sides) : now.view;
  return { settings, data, problem, view, moved, run: descend(problem, settings), t: now.t ?? 0 };
}

/** The boxes, in the order in which they are read and tabbed through. */
function layOut(element) {
  const box = (name, tag = "div", attributes = {}) => make(tag, { class: `gd-explorer-${name}`, ...attributes });
  const parts = {
    plane: box("plane"),
    player: box("player"),
    words: box("words", "p", { "aria-hidden": "true" }), // status says the same, and is heard
    status: make("p", { class: "gd-unseen", role: "status" }),
    controls: box("controls"),
    facts: box("facts", "dl"),
    data: box("data"),
    loss: box("loss"),
  };
  for (const [name, value] of Object.entries({ role: "region", "aria-label": "Explorer", tabindex: -1 })) {
    element.setAttribute(name, value);
  }
  element.classList.add("gd-explorer-live");
  element.replaceChildren(...Object.values(parts));
  return { ...parts, readout: parts.player.appendChild(box("readout", "p")) };
}
