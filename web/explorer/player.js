/* Play, pause, a single step, reset: which row of the run is shown. */

import { make } from "../make.js";
import { clock } from "./clock.js";

const SECONDS = 8; // for a whole run,
const SLOWEST = 8; // but no fewer than so many steps a second
const JUMPS = 10; // where the reader wants no motion, a press goes on by one part in ten

/**
 * @param {HTMLElement} parent
 * @param {{show: (t: number) => void, stopped: () => void, reset: () => void}} on `stopped`: there is a step to talk of
 */
export function player(parent, on) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const [play, step, reset] = ["", "Step", "Reset"].map((name) => make("button", { type: "button" }, name));
  play.classList.add("gd-play");
  let [t, last] = [0, 0];
  const go = (to) => {
    t = Math.min(to, last);
    on.show(t);
    return t < last;
  };
  const time = clock(() => Math.max(SLOWEST, last / SECONDS), (steps) => go(t + steps) || stop());
  const label = () => (play.textContent = still.matches ? "Jump on" : time.runs() ? "Pause" : "Play");
  const stop = () => {
    if (time.runs()) on.stopped();
    time.stop();
    label();
    return false;
  };
  const start = () => {
    if (t === last) go(0);
    time.start();
    label();
  };
  const advance = (by) => {
    stop();
    go(t === last ? 0 : t + by);
    on.stopped();
  };
  const act = [
    [play, () => (still.matches ? advance(Math.ceil(last / JUMPS)) : time.runs() ? stop() : start())],
    [step, () => advance(1)],
    [reset, () => (stop(), on.reset())],
  ];
  for (const [button, press] of act) button.addEventListener("click", press);
  still.addEventListener("change", stop);
  label();
  parent.prepend(play, step, reset);
  return {
    /** Another run: where its end was shown, its end is shown, and otherwise the same step. */
    run(steps) {
      const end = t === last && !time.runs();
      last = steps;
      go(end ? last : t);
    },
    end: () => (stop(), go(last)),
  };
}
