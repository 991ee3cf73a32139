/* The data: points around a straight line, as `gdlearn.line` makes them, and their standardised form. */

import { normal, uniform } from "./random.js";

const HIGH = 10; // x is uniform from 0 to this, as in the course's own data

/**
 * @typedef {{x: number[], errors: number[], slope: number, bias: number, noise: number, start: number[]}} Course
 * the course's own data: `errors` have standard deviation 1
 * @typedef {{x: Float64Array, y: Float64Array, mean: number, std: number}} Data
 * `x` is (x' - mean) / std of the x that was drawn: 0 and 1 unless it is standardised
 */

/**
 * y = slope x + bias + noise times errors.
 * @param {Course} course
 * @param {{data: number, noise: number, standardise: boolean}} settings data 0 is the course's own
 * @returns {Data}
 */
export function dataOf(course, { data, noise, standardise }) {
  const { x, errors } = data === 0 ? course : drawn(course.x.length, data);
  const y = Float64Array.from(x, (value, i) => course.slope * value + course.bias + noise * errors[i]);
  const made = { x: Float64Array.from(x), y, mean: 0, std: 1 };
  return standardise ? standardised(made) : made;
}

/** Other points around the same line, for a seed from 1. */
function drawn(n, seed) {
  const draw = uniform(seed);
  const x = Array.from({ length: n }, () => HIGH * draw());
  return { x, errors: Array.from({ length: n }, normal(draw)) };
}

/** The same points with x at mean 0 and standard deviation 1. */
function standardised({ x, y }) {
  const mean = average(x);
  const std = Math.sqrt(average(x.map((value) => (value - mean) ** 2)));
  return { x: x.map((value) => (value - mean) / std), y, mean, std };
}

/**
 * Weights for x as it came, from weights for the x of these data.
 * @param {Data} data
 * @param {number[]} w slope and bias
 * @returns {number[]}
 */
export function originalUnits({ mean, std }, [slope, bias]) {
  return [slope / std, bias - (mean / std) * slope];
}

/** @param {Float64Array} values */
export function average(values) {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i];
  return sum / values.length;
}
