/* What the curvature says before the first step: three numbers, with their names. */

import { short } from "../descent/index.js";
import { make } from "../make.js";

const symbol = (text, below) => make("span", {}, make("i", {}, text), below ? make("sub", {}, below) : "");
const FACTS = [
  [() => [symbol("λ", "max")], "steepest curvature", ({ eigenvalues }) => eigenvalues[1]],
  [() => ["2/", symbol("λ", "max")], "largest stable rate of gradient descent", ({ largestRate }) => largestRate],
  [() => [symbol("κ")], "condition number", ({ condition }) => condition],
];

/**
 * @param {HTMLElement} parent a list of terms and values
 * @returns {(problem: import("../descent/problem.js").Problem) => void}
 */
export function facts(parent) {
  const shows = FACTS.map(([head, name, value]) => {
    const number = make("strong");
    parent.append(make("div", {}, make("dt", {}, ...head()), make("dd", {}, number, ` ${name}`)));
    return (problem) => (number.textContent = short(value(problem), 4));
  });
  return (problem) => shows.forEach((show) => show(problem));
}
