/* The arithmetic of the explorer: no page, no drawing, the same numbers as the Python package. */

import { dataOf } from "./data.js";
import { descend } from "./descend.js";
import { problemOf } from "./problem.js";
import { explain, verdict } from "./words.js";

export { batchesOf } from "./batches.js";
export { dataOf, originalUnits } from "./data.js";
export { descend } from "./descend.js";
export { OPTIMIZERS } from "./optimizers.js";
export { problemOf } from "./problem.js";
export { BATCHES, KEYS, RANGES, read, write } from "./settings.js";
export { explain, largestStable, short, verdict } from "./words.js";

/**
 * Everything about one descent.
 * @param {import("./data.js").Course} course
 * @param {import("./settings.js").Settings} settings
 */
export function descentOf(course, settings) {
  const data = dataOf(course, settings);
  const problem = problemOf(data);
  const run = descend(problem, settings);
  return { data, problem, run, verdict: verdict(problem, run, settings), words: explain(problem, run, settings) };
}
