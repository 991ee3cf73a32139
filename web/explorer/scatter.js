/* The data, and the line that the weights of the step describe. */

import { scaleLinear } from "d3-scale";
import { originalUnits, short } from "../descent/index.js";
import { dots, drawable, frame } from "./frame.js";

const SIZE = { name: "data", width: 280, height: 190, left: 46 };

/** @param {Element} parent */
export function scatter(parent) {
  const plot = frame(parent, SIZE, { x: "x", y: "y" });
  const { inside, inner } = plot;
  const x = scaleLinear().range([0, inner.width]);
  const y = scaleLinear().range([inner.height, 0]);
  const points = inside.append("path").attr("class", "gd-points");
  const best = inside.append("path").attr("class", "gd-best");
  const fit = inside.append("path").attr("class", "gd-fit");
  const draw = ([slope, bias]) => {
    const ends = x.domain().map((value) => drawable([x(value), y(slope * value + bias)]));
    return `M${ends[0]}L${ends[1]}`;
  };
  const extent = (values) => [Math.min(...values), Math.max(...values)];
  let data;
  return {
    ground(made, problem) {
      data = made;
      const original = Array.from(made.x, (value) => made.mean + made.std * value);
      x.domain(extent(original)).nice();
      y.domain(extent(made.y)).nice();
      plot.axes(x, y);
      points.attr("d", dots(original.map((value, i) => [x(value), y(made.y[i])])));
      best.attr("d", draw(originalUnits(made, problem.best)));
    },
    show: (w) => fit.attr("d", w.every(Number.isFinite) ? draw(originalUnits(data, w)) : null),
    describe(w, t) {
      const [slope, bias] = originalUnits(data, w).map((value) => short(value));
      plot.describe(`${data.x.length} points, and the line of step ${t}: slope ${slope} and bias ${bias}.`);
    },
  };
}
