/* The plane of slope and bias: contours of the loss, the path, the minimum, and the start to be dragged. */

import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { short } from "../descent/index.js";
import { ellipses } from "./ellipses.js";
import { dots, drawable, frame } from "./frame.js";
import { holds } from "./view.js";

const SIZE = { name: "plane", width: 400, height: 380, left: 46 };
const LABELS = [
  { x: "slope", y: "bias" },
  { x: "slope, per standard deviation of x", y: "bias, at the mean of x" },
];

/** What is drawn inside, from the ground up. */
function layers(inside) {
  const add = (tag, name) => inside.append(tag).attr("class", name);
  return {
    contours: add("g", "gd-contours"),
    coming: add("path", "gd-path gd-coming"),
    walked: add("path", "gd-path"),
    steps: add("path", "gd-path gd-dots"),
    minimum: add("path", "gd-minimum"),
    name: add("text", "gd-mark").text("minimum"),
    note: add("text", "gd-note").attr("x", 8).attr("y", 16),
    here: add("circle", "gd-here").attr("r", 5),
  };
}

/** @param {Element} parent */
export function plane(parent) {
  const plot = frame(parent, SIZE, LABELS[0]);
  const { inside, inner } = plot;
  const { contours, coming, walked, steps, minimum, name, note, here } = layers(inside);
  const x = scaleLinear().range([0, inner.width]);
  const y = scaleLinear().range([inner.height, 0]);
  const draw = line();
  let places = [];
  return {
    plot,
    sides: [inner.width, inner.height],
    x,
    y,
    ground(problem, view, standardise) {
      x.domain(view[0]);
      y.domain(view[1]);
      plot.axes(x, y);
      plot.label(LABELS[Number(standardise)]);
      const [left, top] = [x(problem.best[0]), y(problem.best[1])];
      contours.attr("transform", `translate(${left},${top})`).selectAll("ellipse")
        .data(ellipses(problem, view, [x(1) - x(0), y(1) - y(0)])).join("ellipse")
        .attr("rx", (d) => d.rx).attr("ry", (d) => d.ry).attr("transform", (d) => `rotate(${d.angle})`);
      minimum.attr("d", `M${left - 7} ${top}h14M${left} ${top - 7}v14`);
      name.attr("x", left + 9).attr("y", top + 16);
    },
    path(run, view) {
      places = run.weights.map((w) => drawable([x(w[0]), y(w[1])]));
      coming.attr("d", draw(places));
      const left = run.weights.findIndex((w) => !holds(view, w));
      const gone = left >= 0 && !holds(view, run.weights[run.weights.length - 1]);
      note.text(gone ? `leaves the picture at step ${left}` : "");
    },
    show(t) {
      const part = places.slice(0, t + 1);
      walked.attr("d", draw(part));
      steps.attr("d", dots(part));
      here.attr("cx", places[t][0]).attr("cy", places[t][1]);
    },
    describe: (problem, run) => plot.describe(description(problem, run)),
  };
}

function description({ best }, { weights }) {
  const place = ([slope, bias]) => `slope ${short(slope)} and bias ${short(bias)}`;
  const last = weights.length - 1;
  const path = `the path of ${last} steps from ${place(weights[0])} to ${place(weights[last])}`;
  return `Contours of the loss over slope and bias, and ${path}. The minimum is at ${place(best)}.`;
}
