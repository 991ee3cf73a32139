/* What a reader may set, and within which range: for the controls, for links, for the address. */

import { OPTIMIZERS } from "./optimizers.js";

/**
 * @typedef {{rate: number, start: number[], steps: number, optimizer: string, batch: number, standardise: boolean,
 *   noise: number, data: number}} Settings
 */

export const RANGES = {
  rate: { least: 0.0001, most: 2 },
  start: { least: -100, most: 100 }, // slope and bias
  steps: { least: 1, most: 500, whole: true },
  noise: { least: 0, most: 20 },
  data: { least: 0, most: 9999, whole: true }, // 0 is the course's own
};
export const BATCHES = [0, 1, 8, 32, 128]; // 0 is all rows

const within = ({ least, most, whole }, text) => {
  const value = text.trim() === "" ? NaN : Number(text);
  return value >= least && value <= most && (!whole || Number.isInteger(value)) ? value : undefined;
};

function pair(text) {
  const values = text.split(",").map((part) => within(RANGES.start, part));
  return values.length === 2 && !values.includes(undefined) ? values : undefined;
}

const READERS = {
  rate: (text) => within(RANGES.rate, text),
  start: pair,
  steps: (text) => within(RANGES.steps, text),
  optimizer: (text) => (Object.keys(OPTIMIZERS).includes(text) ? text : undefined),
  batch: (text) => BATCHES.find((size) => String(size) === text),
  standardise: (text) => ({ 0: false, 1: true })[text],
  noise: (text) => within(RANGES.noise, text),
  data: (text) => within(RANGES.data, text),
};
export const KEYS = Object.keys(READERS);

/**
 * The value of a setting from its text in an address; undefined if it is none.
 * @param {string} key
 * @param {string} text
 */
export const read = (key, text) => (KEYS.includes(key) ? READERS[key](text) : undefined);

/**
 * The text of a setting in an address: what `read` reads.
 * @param {number | string | boolean | number[]} value
 */
export const write = (value) => (typeof value === "boolean" ? String(Number(value)) : String(value));
