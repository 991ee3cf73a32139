/* The three pictures of one descent, as one: each is drawn again only where something of its own has changed. */

import { short } from "../descent/index.js";
import { curve } from "./curve.js";
import { above } from "./ellipses.js";
import { plane } from "./plane.js";
import { scatter } from "./scatter.js";

/**
 * @typedef {object} Now what there is to see
 * @property {import("../descent/settings.js").Settings} settings
 * @property {import("../descent/data.js").Data} data
 * @property {import("../descent/problem.js").Problem} problem
 * @property {import("./view.js").View} view
 * @property {import("../descent/descend.js").Run} run
 * @property {number} t the step that is shown
 */

/** @param {{plane: Element, data: Element, loss: Element}} parts */
export function pictures(parts) {
  const [ground, points, losses] = [plane(parts.plane), scatter(parts.data), curve(parts.loss)];
  return {
    plane: ground,
    /** Other data, or another part of the plane. @param {Now} now */
    ground({ settings, data, problem, view }) {
      const corner = [view[0][1], view[1][1]];
      ground.ground(problem, view, settings.standardise);
      points.ground(data, problem);
      losses.ground(problem, problem.lowest + 2 * above(problem.hessian, problem.best, corner));
    },
    /** Another run. @param {Now} now */
    run({ run, view }) {
      ground.path(run, view);
      losses.path(run);
    },
    /** Another step. @param {Now} now */
    show({ run, t }) {
      ground.show(t);
      points.show(run.weights[t]);
      losses.show(t);
    },
    /** For those who do not see them. @param {Now} now */
    describe({ problem, run, t }) {
      ground.describe(problem, run);
      points.describe(run.weights[t], t);
      losses.describe(run);
    },
  };
}

/**
 * The step that is shown, in one line.
 * @param {Now} now
 */
export function sentence({ run, t }) {
  const [slope, bias] = run.weights[t].map((value) => (Number.isFinite(value) ? short(value) : "no number"));
  const loss = Number.isFinite(run.allLosses[t]) ? short(run.allLosses[t]) : "more than 1e308";
  return `Step ${t} of ${run.weights.length - 1}: loss ${loss}, slope ${slope}, bias ${bias}`;
}
