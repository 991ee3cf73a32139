/* Not at every change, but after the last of them. */

/**
 * The same function, called once calls have stopped coming for a while, with what came last.
 * @param {(...given: any[]) => void} act
 * @param {number} wait milliseconds
 */
export function afterwards(act, wait) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), wait);
  };
}
