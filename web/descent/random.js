/* Numbers that look drawn by chance: the same ones for the same seed, in every browser. */

/**
 * Mulberry32: numbers from 0 up to, but not including, 1.
 * @param {number} seed a whole number from 0
 * @returns {() => number}
 */
export function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The standard normal distribution, by the formula of Box and Muller.
 * @param {() => number} draw from 0 to 1
 * @returns {() => number}
 */
export function normal(draw) {
  return () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}
