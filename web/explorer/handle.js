/* The start as something to take hold of: by mouse, by touch, and by the arrow keys. */

import { drag } from "d3-drag";
import { select } from "d3-selection";
import { short } from "../descent/index.js";
import { make } from "../make.js";
import { keptInside } from "./view.js";

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };
const STEP = 0.1; // in units of slope and bias; with Shift ten times as far
const HELP = "The arrow keys move it: left and right the slope, up and down the bias; with Shift ten times as far.";

/**
 * @param {HTMLElement} parent the box around the plane
 * @param {ReturnType<typeof import("./plane.js").plane>} plane
 * @param {((start: number[]) => void) | null} move what to do with a new start; null: it cannot be moved
 */
export function handle(parent, { plot, x, y }, move) {
  const node = make("div", { class: "gd-handle" }, make("span", {}, "start"));
  parent.append(node);
  let now = { start: [0, 0], view: [[0, 1], [0, 1]] };
  if (move) {
    const to = (start) => move(keptInside(now.view, start));
    makeDraggable(node, plot, (place) => to([x.invert(place[0]), y.invert(place[1])]));
    makePressable(node, (direction) => to(now.start.map((value, j) => value + direction[j])));
    parent.append(make("p", { id: "gd-start-help", class: "gd-unseen" }, HELP));
  } else node.setAttribute("aria-hidden", "true");
  return {
    show(start, view) {
      now = { start, view };
      node.style.left = `${(100 * (plot.margin.left + x(start[0]))) / plot.box.width}%`;
      node.style.top = `${(100 * (plot.margin.top + y(start[1]))) / plot.box.height}%`;
      if (move) say(node, start, view[0]);
    },
  };
}

/** A slider has one value, the slope; its text has both. */
function say(node, [slope, bias], [low, high]) {
  const values = { "aria-valuemin": low, "aria-valuemax": high, "aria-valuenow": slope };
  for (const [name, value] of Object.entries(values)) node.setAttribute(name, Number(value.toFixed(2)));
  node.setAttribute("aria-valuetext", `slope ${short(slope)}, bias ${short(bias)}`);
}

function makePressable(node, act) {
  const what = { tabindex: 0, role: "slider", "aria-label": "Start", "aria-describedby": "gd-start-help" };
  for (const [name, value] of Object.entries(what)) node.setAttribute(name, value);
  node.addEventListener("keydown", (event) => {
    const direction = MOVES[event.key];
    if (!direction || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act(direction.map((way) => way * STEP * (event.shiftKey ? 10 : 1)));
  });
}

/** Calls with the place inside the plot, in its own pixels, that the middle of the node is dragged to. */
function makeDraggable(node, plot, act) {
  let grip = [0, 0]; // from the middle of the node to where it was taken
  const place = ({ x, y }) => {
    const shown = plot.node.getBoundingClientRect();
    const scale = plot.box.width / shown.width;
    return [(x - grip[0]) * scale - plot.margin.left, (y - grip[1]) * scale - plot.margin.top];
  };
  select(node).call(
    drag()
      .container(() => plot.node.parentNode)
      .on("start", (event) => {
        grip = [event.x - node.offsetLeft, event.y - node.offsetTop];
        node.focus({ preventScroll: true });
      })
      .on("drag", (event) => act(place(event))),
  );
}
