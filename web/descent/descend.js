/* The loop. Row t holds the weights before update t, so N updates give N + 1 rows. */

import { batchesOf } from "./batches.js";
import { OPTIMIZERS } from "./optimizers.js";

/**
 * @typedef {object} Run
 * @property {number[][]} weights slope and bias in every row
 * @property {number[]} losses over the rows of the data that step t uses, as `gdlearn.record` keeps them
 * @property {number[]} allLosses over all rows of the data, whatever the batch
 * @property {boolean} diverged the loss stopped being a finite number; the last row is then the first such row
 */

/**
 * @param {import("./problem.js").Problem} problem
 * @param {{start: number[], rate: number, steps: number, optimizer: string, batch: number}} settings
 * @returns {Run}
 */
export function descend(problem, { start, rate, steps, optimizer, batch }) {
  const { step } = OPTIMIZERS[optimizer];
  const batches = batchesOf(problem.n, batch);
  const states = start.map(() => ({ m: 0, v: 0 }));
  const weights = [];
  const losses = [];
  const allLosses = [];
  let finite = true;
  let w = [...start];
  for (let t = 0; t <= steps; t += 1) {
    const rows = batches.next().value;
    const { loss, gradient } = problem.lossAndGradient(w, rows);
    finite = Number.isFinite(loss);
    weights.push(w);
    losses.push(loss);
    allLosses.push(rows ? problem.lossAndGradient(w).loss : loss);
    if (!finite) break;
    w = w.map((value, j) => value - step(rate, gradient[j], states[j], t));
  }
  return { weights, losses, allLosses, diverged: !finite };
}
