/* What happens, in one or two sentences: from the numbers of this run and what the curvature promises. */

import { OPTIMIZERS } from "./optimizers.js";

const SLOW = 0.1; // shares of the largest stable rate, as in `gdlearn.plots.rates`: below this one it creeps
const EDGE = 0.95; // and from this one on it swings
const FAR = 1000; // times the loss at the start: where no theory says so, this is called diverging
const NEAR = 0.01; // of the distance at the start: so near is called arrived
const BATCHES = "Every batch has a curvature of its own, so no rate is known to be the largest stable one.";

/**
 * A number for people: three digits, or as many as are asked for, and no more zeros than needed.
 * @param {number} value
 * @param {number} [digits]
 */
export function short(value, digits = 3) {
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  const plain = size === 0 || (size >= 1e-4 && size < 1e6);
  return (plain ? String(rounded) : rounded.toExponential().replace("+", "")).replace("-", "−");
}

/**
 * The largest rate at which this rule converges on these data; null where no such rate is known.
 * @param {import("./problem.js").Problem} problem
 * @param {{optimizer: string, batch: number}} settings
 */
export function largestStable(problem, { optimizer, batch }) {
  const { limit } = OPTIMIZERS[optimizer];
  return limit === null || batch > 0 ? null : limit / problem.eigenvalues[1];
}

/**
 * What the run does: one of "diverges", "will diverge", "rises", "arrives", "swings", "creeps", "comes down".
 * @param {import("./problem.js").Problem} problem
 * @param {import("./descend.js").Run} run
 * @param {import("./settings.js").Settings} settings
 */
export function verdict(problem, run, settings) {
  const stable = largestStable(problem, settings);
  const share = stable === null ? null : settings.rate / stable;
  const end = last(run.allLosses);
  const higher = !(end <= run.allLosses[0]);
  if (run.diverged || end > FAR * run.allLosses[0]) return "diverges";
  if (share > 1 + 1e-9) return higher ? "diverges" : "will diverge";
  if (distance(problem, last(run.weights)) <= NEAR * distance(problem, run.weights[0])) return "arrives";
  if (higher) return "rises";
  if (settings.optimizer === "gd" && share !== null && share >= EDGE) return "swings";
  if (settings.optimizer === "gd" && share !== null && share < SLOW) return "creeps";
  return "comes down";
}

/**
 * The sentences.
 * @param {import("./problem.js").Problem} problem
 * @param {import("./descend.js").Run} run
 * @param {import("./settings.js").Settings} settings
 */
export function explain(problem, run, settings) {
  const steps = run.weights.length - 1;
  const first = short(run.allLosses[0]);
  const end = run.diverged ? "more than 1e308" : short(last(run.allLosses));
  const lowest = `the smallest possible is ${short(problem.lowest)}`;
  const change = (verb) => `the loss ${verb} from ${first} to ${end} in ${steps} ${steps === 1 ? "step" : "steps"}`;
  const sentences = {
    diverges: `Diverges: ${change("grew")}.`,
    "will diverge": `Will diverge: so far ${change("fell")}, but the rate is too large for it to last.`,
    rises: `Ends higher than it began: ${change("rose")}; ${lowest}.`,
    arrives: `Arrives: ${change("went")}, and the line is the best one.`,
    swings: `Swings from side to side: ${change("fell")}; ${lowest}.`,
    creeps: `Creeps: ${change("fell")}; ${lowest}.`,
    "comes down": `Comes down: ${change("fell")}; ${lowest}.`,
  };
  return `${sentences[verdict(problem, run, settings)]} ${promise(problem, settings)}`;
}

/** What is known of the rate before the first step. */
function promise(problem, settings) {
  const { name, limit } = OPTIMIZERS[settings.optimizer];
  if (settings.batch > 0) return BATCHES;
  if (limit === null) return `${name} divides each step by the size of the gradient: 2/λmax is no limit for it.`;
  const stable = largestStable(problem, settings);
  const whose = settings.optimizer === "gd" ? "here" : `of ${name} here`;
  const share = short((100 * settings.rate) / stable, 4);
  return `The largest stable rate ${whose} is ${short(stable, 4)}; this one is ${share} % of it.`;
}

const last = (rows) => rows[rows.length - 1];

/** How far from the minimum. */
function distance({ best }, w) {
  return Math.hypot(w[0] - best[0], w[1] - best[1]);
}
