/* The mean squared error of a line: loss, gradient, curvature, minimum. */

import { average } from "./data.js";

/**
 * @typedef {object} Problem
 * @property {(w: number[], rows?: Int32Array) => {loss: number, gradient: number[]}} lossAndGradient all rows if left out
 * @property {number[]} hessian its three entries: slope and slope, slope and bias, bias and bias
 * @property {number[]} eigenvalues of the Hessian, ascending
 * @property {number} condition the larger one over the smaller one
 * @property {number} largestRate 2 / lambda_max: above it gradient descent diverges
 * @property {number[]} best slope and bias at the minimum
 * @property {number} lowest the loss there
 * @property {number} n
 */

/**
 * L(w) = 1/n sum r², r = slope x + bias - y; its gradient is 2/n (sum r x, sum r).
 * @param {import("./data.js").Data} data
 * @returns {Problem}
 */
export function problemOf({ x, y }) {
  const lossAndGradient = (w, rows) => (rows ? onSome(x, y, w, rows) : onAll(x, y, w));
  const mean = average(x);
  const variance = average(x.map((value) => (value - mean) ** 2));
  const yMean = average(y);
  const slope = average(x.map((value, i) => (value - mean) * (y[i] - yMean))) / variance;
  const best = [slope, yMean - slope * mean];
  const hessian = [2 * average(x.map((value) => value * value)), 2 * mean, 2];
  const eigenvalues = eigenvaluesOf(hessian, 4 * variance);
  return {
    lossAndGradient,
    hessian,
    eigenvalues,
    condition: eigenvalues[1] / eigenvalues[0],
    largestRate: 2 / eigenvalues[1],
    best,
    lowest: onAll(x, y, best).loss,
    n: x.length,
  };
}

/** The determinant is given: from the entries it would lose digits in a long valley. */
function eigenvaluesOf([a, b, c], determinant) {
  const largest = (a + c) / 2 + Math.hypot((a - c) / 2, b);
  return [determinant / largest, largest];
}

function onAll(x, y, [slope, bias]) {
  let squares = 0;
  let forSlope = 0;
  let forBias = 0;
  for (let i = 0; i < x.length; i += 1) {
    const r = slope * x[i] + bias - y[i];
    squares += r * r;
    forSlope += r * x[i];
    forBias += r;
  }
  return averaged(squares, forSlope, forBias, x.length);
}

/* The same, row by row from a list. One function for both would make the common case three times as slow. */
function onSome(x, y, [slope, bias], rows) {
  let squares = 0;
  let forSlope = 0;
  let forBias = 0;
  for (const i of rows) {
    const r = slope * x[i] + bias - y[i];
    squares += r * r;
    forSlope += r * x[i];
    forBias += r;
  }
  return averaged(squares, forSlope, forBias, rows.length);
}

function averaged(squares, forSlope, forBias, n) {
  const factor = 1 / n;
  return { loss: factor * squares, gradient: [2 * factor * forSlope, 2 * factor * forBias] };
}
