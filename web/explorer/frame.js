/* A plot: an SVG with two axes, their labels, and an inside that cuts off what leaves it. */

import { axisBottom, axisLeft } from "d3-axis";
import { select } from "d3-selection";

const FAR = 1e4; // pixels: far outside of every plot, and near enough for every browser

/**
 * @param {Element} parent
 * @param {{name: string, width: number, height: number, left: number}} size in pixels, `left` of the axis
 * @param {{x: string, y: string}} labels
 */
export function frame(parent, { name, width, height, left }, labels) {
  const margin = { top: 10, right: 10, bottom: 40, left };
  const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const svg = select(parent)
    .append("svg")
    .attr("class", `gd-plot gd-plot-${name}`)
    .attr("viewBox", `0 0 ${width} ${height}`)
    .attr("role", "img");
  const below = svg.append("g").attr("transform", `translate(${margin.left},${height - margin.bottom})`);
  const beside = svg.append("g").attr("transform", `translate(${margin.left},${margin.top})`);
  const place = { x: margin.left, y: margin.top, width: inner.width, height: inner.height };
  const inside = svg.append("svg");
  for (const [key, value] of Object.entries(place)) inside.attr(key, value);
  const text = (x, y) => svg.append("text").attr("class", "gd-plot-label").attr("x", x).attr("y", y);
  const middle = margin.top + inner.height / 2;
  const xLabel = text(margin.left + inner.width / 2, height - 6);
  const yLabel = text(12, middle).attr("transform", `rotate(-90 12 ${middle})`);
  const label = ({ x, y }) => (xLabel.text(x), yLabel.text(y));
  label(labels);
  return {
    node: svg.node(),
    box: { width, height },
    inside,
    inner,
    margin,
    label,
    describe: (words) => svg.attr("aria-label", words),
    axes(x, y, { xTicks = 5, yTicks = 5, format } = {}) {
      below.call(axisBottom(x).ticks(xTicks).tickSizeOuter(0));
      beside.call(axisLeft(y).ticks(yTicks, format).tickSizeOuter(0));
    },
  };
}

/**
 * A place that may be far away, in the same direction but near enough to be drawn.
 * @param {number[]} place in pixels
 */
export function drawable([x, y]) {
  const size = Math.hypot(x, y);
  return size > FAR ? [(x / size) * FAR, (y / size) * FAR] : [x, y];
}

/**
 * Dots as one path: the round ends of lines without length.
 * @param {Iterable<number[]>} places in pixels
 */
export const dots = (places) => Array.from(places, ([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join("");
