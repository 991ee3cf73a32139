/* The loss over the steps, on a logarithmic scale that does not move with the run. */

import { scaleLinear, scaleLog } from "d3-scale";
import { line } from "d3-shape";
import { short } from "../descent/index.js";
import { frame } from "./frame.js";

const SIZE = { name: "loss", width: 280, height: 190, left: 46 };
const DEEP = 1e6; // the most that the scale spans, where the smallest loss is 0

/** Powers of ten have a label, and on a short scale, which holds few of them, their doubles and fives too. */
function labels([low, high]) {
  const labelled = high / low > 100 ? [1] : [1, 2, 5];
  return (value) => (labelled.includes(Math.round(value / 10 ** Math.floor(Math.log10(value)))) ? short(value) : "");
}

/** @param {Element} parent */
export function curve(parent) {
  const plot = frame(parent, SIZE, { x: "step", y: "loss" });
  const { inside, inner } = plot;
  const x = scaleLinear().range([0, inner.width - 5]); // room for the dot at the end
  const y = scaleLog().range([inner.height, 0]).clamp(true);
  const lowest = inside.append("path").attr("class", "gd-best");
  const path = inside.append("path").attr("class", "gd-path");
  const here = inside.append("circle").attr("class", "gd-here").attr("r", 4);
  const note = inside.append("text").attr("class", "gd-note gd-right").attr("x", inner.width).attr("y", 18);
  const height = (loss) => y(Number.isFinite(loss) ? Math.max(loss, y.domain()[0]) : y.domain()[1]);
  const draw = line((_, t) => x(t), height);
  let losses = [];
  let rows = 0; // so many the axes are for
  return {
    ground(problem, highest) {
      rows = 0;
      y.domain([Math.max(0.8 * problem.lowest, highest / DEEP), highest]);
      lowest.attr("d", problem.lowest > y.domain()[0] ? `M0 ${y(problem.lowest)}h${inner.width}` : null);
    },
    path(run) {
      losses = run.allLosses;
      x.domain([0, losses.length - 1]);
      if (rows !== losses.length) plot.axes(x, y, { yTicks: 4, format: labels(y.domain()) });
      rows = losses.length;
      path.attr("d", draw(losses));
      const most = run.diverged ? Infinity : Math.max(...losses);
      const size = run.diverged ? "more than 1e308" : short(most);
      note.text(most > y.domain()[1] ? `up to ${size}, above the picture` : "");
    },
    show: (t) => here.attr("cx", x(t)).attr("cy", height(losses[t])),
    describe(run) {
      const [first, last] = [losses[0], losses[losses.length - 1]];
      const end = run.diverged ? "more than 1e308" : short(last);
      plot.describe(`The loss over ${losses.length - 1} steps, on a logarithmic scale: from ${short(first)} to ${end}.`);
    },
  };
}
