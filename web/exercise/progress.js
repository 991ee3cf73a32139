/* What a reader has typed, tried and solved. It is kept in this browser and goes nowhere else. */

const here = new Map(); // where the browser keeps nothing (private mode, a full store), the page itself remembers

const key = (name) => `gdlearn:exercise:${name}`;

function stored(name) {
  try {
    return Object(JSON.parse(localStorage.getItem(key(name))));
  } catch {
    return {};
  }
}

/**
 * @param {string} name of the exercise
 * @returns {{text?: string, before?: string, tried?: boolean, solved?: boolean}}
 */
export const recall = (name) => here.get(name) ?? stored(name);

export function keep(name, changes) {
  const state = { ...recall(name), ...changes };
  here.set(name, state);
  try {
    localStorage.setItem(key(name), JSON.stringify(state));
  } catch {
    /* Then it is forgotten when the page is left. */
  }
}

/** How far a reader is: a mark and a word for one exercise, a count for several. */
function howFar(names) {
  const states = names.map(stored);
  const solved = states.filter((state) => state.solved).length;
  const mark = solved === names.length ? "✓ " : "";
  if (names.length > 1) return solved ? `${mark}${solved} of ${names.length} solved` : "";
  return solved ? "✓ solved" : states[0].tried ? "tried" : "";
}

function show() {
  for (const place of document.querySelectorAll("[data-gd-progress]")) {
    const text = howFar(place.dataset.gdProgress.split(" "));
    if (text) place.textContent = text; // where nothing is done, the page says how many there are
    place.classList.toggle("gd-solved", text.includes("solved"));
  }
}

/** Fill the places that ask for it, `<span data-gd-progress="gradient-loop momentum">`, also on coming back. */
export function showProgress() {
  show();
  addEventListener("pageshow", show);
  addEventListener("storage", show);
}
