/* From the text of an answer to what is said about it: a worker with Python in it, and a clock. */

const SECONDS = 5; // of the check itself; the clock does not run while Python is loading

let worker; // one for all exercises of the page
let bytes; // of Python that have come; null once it is there
let queue = Promise.resolve(); // one check after the other

function start() {
  bytes = 0;
  /* After bundling this file lies beside page.js, and the worker in the folder exercise/. */
  worker = new Worker(new URL("exercise/worker.js", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }) => {
    if (data.loaded) bytes += data.loaded;
    if (data.ready) bytes = null;
  });
}

function end() {
  worker.terminate();
  worker = undefined;
}

const stopped = (...sentences) => ({
  state: "stopped",
  mistakes: [],
  message: sentences.join("\n"),
  line: null,
  printed: "",
});

const LATE = stopped(
  `Your program was still running after ${SECONDS} seconds, so it was stopped. Most often that is a loop that never ` +
    "ends. Does the condition of every `while` become false?",
  "Your text is as it was. Change it, and check again.",
);

const CRASHED = stopped(
  "Python itself has crashed: your program used more memory, or more calls inside calls, than a page has.",
  "Your text is as it was. Change it, and check again.",
);

const missing = (command) =>
  stopped(
    "Python could not be loaded into this page. Are you offline, or is the browser an old one?",
    `Press Check to try again, or do this exercise on your computer: \`${command}\` checks it there.`,
  );

/**
 * @typedef {{state: string, mistakes: string[], message: string, html?: string, line: ?number, printed: string}} Answer
 *
 * @param {{name: string, check: string}} task
 * @param {string} source
 * @param {(bytes: ?number) => void} tell how much of Python has come; null once the program can run
 * @returns {Promise<Answer>}
 */
export function check(task, source, tell) {
  queue = queue.then(() => ask(task, source, tell));
  return queue;
}

async function ask(task, source, tell) {
  try {
    if (!worker) start();
  } catch {
    return missing(task.check); // a browser without workers
  }
  tell(bytes);
  const { answer, late, failed, started } = await reply(task.name, source, tell);
  if (answer) return JSON.parse(answer);
  end();
  if (failed && !started) return missing(task.check);
  start(); // the next check finds Python at hand
  return late ? LATE : CRASHED;
}

/** What the worker says, or the clock. */
function reply(name, source, tell) {
  let clock;
  let started = false;
  const said = new Promise((resolve) => {
    worker.onerror = () => resolve({ failed: true, started });
    worker.onmessage = ({ data }) => {
      if (data.answer || data.failed) resolve({ ...data, started });
      if (data.loaded || data.ready) tell(bytes);
      if (data.started) {
        started = true;
        clock = setTimeout(() => resolve({ late: true }), SECONDS * 1000);
      }
    };
    worker.postMessage({ name, source });
  });
  return said.finally(() => clearTimeout(clock));
}
