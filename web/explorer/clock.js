/* Time in steps: so many a second, counted in whole ones, at every frame of the screen. */

/**
 * @param {() => number} speed steps a second
 * @param {(steps: number) => boolean} pass told how many have passed; false ends it
 */
export function clock(speed, pass) {
  let since = null; // when the last whole step passed; null: it stands still
  const tick = (now) => {
    if (since === null) return;
    const due = Math.floor(((now - since) / 1000) * speed());
    if (due > 0) since = now;
    if (due < 1 || pass(due)) requestAnimationFrame(tick);
  };
  return {
    runs: () => since !== null,
    start() {
      since = performance.now();
      requestAnimationFrame(tick);
    },
    stop: () => (since = null),
  };
}
