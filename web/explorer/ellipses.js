/* The contours of a quadratic loss are ellipses: exact, and drawn from a handful of numbers. */

const LEVELS = 12;
const LOWEST = 3e-4; // shares of the height of the highest corner: the lowest and the highest contour,
const HIGHEST = 0.9; // and between them equal ratios

/**
 * Where the loss is h above the smallest, the half axes point along the eigenvectors of the Hessian and have the
 * lengths sqrt(2 h / lambda). Here they are in pixels, so the Hessian is too.
 * @param {import("../descent/problem.js").Problem} problem
 * @param {import("./view.js").View} view
 * @param {number[]} pixels how many a unit of slope and a unit of bias take; the one of bias is negative, upwards
 * @returns {{rx: number, ry: number, angle: number}[]} from the largest to the smallest, the angle in degrees
 */
export function ellipses({ hessian, best }, view, [perSlope, perBias]) {
  const [a, b, c] = [hessian[0] / perSlope ** 2, hessian[1] / (perSlope * perBias), hessian[2] / perBias ** 2];
  const root = Math.hypot((a - c) / 2, b);
  const steep = (a + c) / 2 + root;
  const flat = (a * c - b * b) / steep;
  const angle = (Math.atan2(2 * b, a - c) / 2) * (180 / Math.PI);
  const highest = Math.max(...view[0].flatMap((slope) => view[1].map((bias) => above(hessian, best, [slope, bias]))));
  return Array.from({ length: LEVELS }, (_, k) => {
    const h = highest * HIGHEST * (LOWEST / HIGHEST) ** (k / (LEVELS - 1));
    return { rx: Math.sqrt((2 * h) / steep), ry: Math.sqrt((2 * h) / flat), angle };
  });
}

/**
 * How far the loss at w lies above the smallest.
 * @param {number[]} hessian
 * @param {number[]} best
 * @param {number[]} w
 */
export function above([a, b, c], best, w) {
  const [slope, bias] = [w[0] - best[0], w[1] - best[1]];
  return (a * slope * slope + 2 * b * slope * bias + c * bias * bias) / 2;
}
