/* Which rows a step uses: every row once in an epoch, in an order that is drawn afresh for each. */

import { uniform } from "./random.js";

const SEED = 1; // one order for all: two runs differ by their settings, never by chance

/**
 * An endless stream of row numbers, one batch for each step. The last batch of an epoch is short where the size does
 * not divide n.
 * @param {number} n how many rows there are
 * @param {number} size how many a step uses; 0 for all of them
 * @returns {Generator<Int32Array | undefined>} undefined for all rows
 */
export function* batchesOf(n, size) {
  const draw = uniform(SEED);
  while (size === 0) yield undefined;
  for (;;) {
    const order = shuffled(n, draw);
    for (let first = 0; first < n; first += size) yield order.slice(first, first + size);
  }
}

/** Fisher and Yates: every order is equally likely. */
function shuffled(n, draw) {
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let last = n - 1; last > 0; last -= 1) {
    const other = Math.floor(draw() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}
