/* The controls: native fields with a label and the value beside it. A page names those that it has. */

import { BATCHES, OPTIMIZERS, RANGES, read, short } from "../descent/index.js";
import { make } from "../make.js";

const RATE_STEP = 0.005; // of the slider, in powers of ten: a little more than one per cent
const FIELD_STEPS = { rate: 0.0001, start: 0.1 }; // of the arrows of a field; any number may be typed

/**
 * @param {HTMLElement} parent
 * @param {string[]} names
 * @param {(changes: object) => void} set
 * @returns {(settings: import("../descent/settings.js").Settings) => void} shows the settings in the controls
 */
export function controls(parent, names, set) {
  const shows = names.map((name) => BUILDERS[name](parent, set));
  return (settings) => shows.forEach((show) => show(settings));
}

const BUILDERS = {
  rate(parent, set) {
    const { least, most } = RANGES.rate;
    const scale = { min: Math.log10(least), max: Math.log10(most), step: RATE_STEP };
    const slider = make("input", { type: "range", ...scale, "aria-label": "Learning rate" });
    const field = numberField("Learning rate, exact", "rate", (rate) => set({ rate }));
    slider.addEventListener("input", () => set({ rate: Number((10 ** slider.value).toPrecision(3)) }));
    row(parent, "rate", "Learning rate η", slider, field.node);
    return ({ rate }) => {
      slider.value = Math.log10(rate);
      slider.setAttribute("aria-valuetext", rate);
      field.show(rate);
    };
  },
  start(parent, set) {
    let now = [0, 0];
    const fields = ["slope", "bias"].map((name, j) =>
      numberField(`Start, ${name}`, "start", (value) => set({ start: now.map((old, k) => (k === j ? value : old)) })),
    );
    const name = (j) => make("span", { "aria-hidden": "true" }, ["slope", "bias"][j]);
    const parts = fields.flatMap(({ node }, j) => [name(j), node]);
    row(parent, "start", "Start", make("span", { class: "gd-together" }, ...parts));
    return ({ start }) => {
      now = start;
      fields.forEach((field, j) => field.show(start[j]));
    };
  },
  steps: (parent, set) => slider(parent, "steps", "Steps", 1, set),
  optimizer(parent, set) {
    const options = Object.entries(OPTIMIZERS).map(([value, { name }]) => [value, name]);
    return choice(parent, "optimizer", "Optimiser", options, (value) => set({ optimizer: value }));
  },
  batch(parent, set) {
    const options = BATCHES.map((size) => [size, size === 0 ? "all rows" : size === 1 ? "1 row" : `${size} rows`]);
    return choice(parent, "batch", "Batch size", options, (value) => set({ batch: Number(value) }));
  },
  standardise(parent, set) {
    const box = make("input", { type: "checkbox", id: "gd-standardise" });
    box.addEventListener("change", () => set({ standardise: box.checked }));
    row(parent, "standardise", make("label", { for: "gd-standardise" }, "Standardise x"), box);
    return ({ standardise }) => (box.checked = standardise);
  },
  noise: (parent, set) => slider(parent, "noise", "Noise", 0.5, set),
  data(parent, set) {
    let now = 0;
    const button = make("button", { type: "button" }, "New data");
    const which = make("span");
    button.addEventListener("click", () => set({ data: (now + 1) % (RANGES.data.most + 1) }));
    row(parent, "data", "Data", make("span", { class: "gd-together" }, button, which));
    return ({ data }) => {
      now = data;
      which.textContent = data === 0 ? "the course’s own" : `drawn, number ${data}`;
    };
  },
};

function row(parent, name, label, ...fields) {
  const head = typeof label === "string" ? make("span", {}, label) : label;
  parent.append(make("div", { class: `gd-control gd-control-${name}` }, head, ...fields));
}

/** A slider over the range of a setting. */
function slider(parent, name, label, step, set) {
  const { least, most } = RANGES[name];
  const node = make("input", { type: "range", min: least, max: most, step, "aria-label": label });
  const value = make("span", { "aria-hidden": "true" });
  node.addEventListener("input", () => set({ [name]: Number(node.value) }));
  row(parent, name, label, node, value);
  return (settings) => {
    node.value = settings[name];
    value.textContent = short(settings[name]);
    node.setAttribute("aria-valuetext", short(settings[name]));
  };
}

function choice(parent, name, label, options, choose) {
  const id = `gd-${name}`;
  const node = make("select", { id }, ...options.map(([value, text]) => make("option", { value }, text)));
  node.addEventListener("change", () => choose(node.value));
  row(parent, name, make("label", { for: id }, label), node);
  return (settings) => (node.value = settings[name]);
}

/** A field for an exact number. What is no possible number is marked, and gone when the field is left. */
function numberField(label, key, act) {
  const { least, most } = RANGES[key];
  const node = make("input", { type: "number", min: least, max: most, step: FIELD_STEPS[key], "aria-label": label });
  const parse = key === "start" ? (text) => read("start", `${text},0`)?.[0] : (text) => read(key, text);
  let now = 0;
  const show = () => {
    node.value = now;
    node.removeAttribute("aria-invalid");
  };
  node.addEventListener("input", () => {
    const value = parse(node.value);
    if (value === undefined) node.setAttribute("aria-invalid", "true");
    else {
      node.removeAttribute("aria-invalid");
      act(value);
    }
  });
  node.addEventListener("blur", show);
  return {
    node,
    show(value) {
      now = value;
      if (document.activeElement !== node) show();
    },
  };
}
