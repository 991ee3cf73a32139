/* The update rules, with the formulas and the default settings of `gdlearn.optimizers`, component by component. */

const BETA = 0.9; // momentum, Nesterov
const ALPHA = 0.99; // RMSProp
const BETAS = [0.9, 0.999]; // Adam
const EPS = 1e-8; // RMSProp, Adam

/**
 * @typedef {object} Rule
 * @property {string} name as people write it
 * @property {(rate: number, g: number, state: {m: number, v: number}, t: number) => number} step what is subtracted from
 * one weight, given its gradient g; it changes the state, which starts at m = v = 0
 * @property {number | null} limit a rate under this over lambda_max converges on squared error; null: no rate is safe
 */

/** @type {Record<string, Rule>} */
export const OPTIMIZERS = {
  gd: {
    name: "Gradient descent",
    step: (rate, g) => rate * g,
    limit: 2,
  },
  momentum: {
    name: "Momentum",
    step(rate, g, state) {
      state.m = BETA * state.m + g;
      return rate * state.m;
    },
    limit: 2 * (1 + BETA),
  },
  nesterov: {
    name: "Nesterov",
    step(rate, g, state) {
      state.m = BETA * state.m + g;
      return rate * (g + BETA * state.m);
    },
    limit: (2 * (1 + BETA)) / (1 + 2 * BETA),
  },
  rmsprop: {
    name: "RMSProp",
    step(rate, g, state) {
      state.v = ALPHA * state.v + (1 - ALPHA) * (g * g);
      return (rate * g) / (Math.sqrt(state.v) + EPS);
    },
    limit: null,
  },
  adam: {
    name: "Adam",
    step(rate, g, state, t) {
      const [beta1, beta2] = BETAS;
      state.m = beta1 * state.m + (1 - beta1) * g;
      state.v = beta2 * state.v + (1 - beta2) * (g * g);
      const m = state.m / (1 - beta1 ** (t + 1));
      const v = state.v / (1 - beta2 ** (t + 1));
      return (rate * m) / (Math.sqrt(v) + EPS);
    },
    limit: null,
  },
};
