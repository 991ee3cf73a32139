/* The part of the plane of slope and bias that is shown: the minimum in its middle, the starts well inside. */

const ROOM = 1.3; // times the distance of the farthest start
const RIM = 0.03; // of a side: so far from the edge a dragged start stays

/**
 * A unit of slope is as long as a unit of bias, so that a round valley looks round.
 * @typedef {number[][]} View the smallest and the largest slope, the smallest and the largest bias
 * @param {number[]} best the minimum
 * @param {number[][]} starts
 * @param {number[]} sides of the picture, in pixels
 * @returns {View}
 */
export function viewOf(best, starts, sides) {
  const units = starts.flatMap((start) => start.map((value, j) => (2 * ROOM * Math.abs(value - best[j])) / sides[j]));
  const unit = Math.max(...units) || 1 / sides[0]; // of slope or bias, in a pixel
  return best.map((value, j) => [value - (unit * sides[j]) / 2, value + (unit * sides[j]) / 2]);
}

/**
 * @param {View} view
 * @param {number[]} w
 */
export const holds = (view, w) => view.every(([low, high], j) => low <= w[j] && w[j] <= high);

/**
 * The nearest place that is not at the very edge, in steps of a hundredth.
 * @param {View} view
 * @param {number[]} w
 */
export function keptInside(view, w) {
  return view.map(([low, high], j) => {
    const rim = RIM * (high - low);
    return Number(Math.min(Math.max(w[j], low + rim), high - rim).toFixed(2));
  });
}
