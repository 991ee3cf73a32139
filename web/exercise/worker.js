/* Python, in a worker: it may run for ever without freezing the page. It is an entry of its own for the bundler. */

const page = new URL("../", import.meta.url);
const fetched = self.fetch;

let fail;
const broken = new Promise((_, reject) => (fail = reject));

/* Tell how many bytes have come. Pyodide waits for ever for a file that does not come, so that is noticed here too. */
self.fetch = async (...asked) => {
  try {
    const answer = await fetched(...asked);
    if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
    return counted(answer);
  } catch (error) {
    fail(error);
    throw error;
  }
};

function counted(answer) {
  const count = new TransformStream({
    transform(part, onwards) {
      self.postMessage({ loaded: part.byteLength });
      onwards.enqueue(part);
    },
  });
  return new Response(answer.body.pipeThrough(count), answer); // with its headers: wasm is recognised by its type
}

async function start() {
  const { loadPyodide } = await import(new URL("pyodide/pyodide.mjs", page).href);
  const files = fetch(new URL("gdlearn.zip", page)).then((answer) => answer.arrayBuffer());
  const quiet = () => {}; // what a program prints comes with the answer
  const python = await loadPyodide({ indexURL: new URL("pyodide/", page).href, stdout: quiet, stderr: quiet });
  python.unpackArchive(await files, "zip");
  return python.pyimport("gdlearn.exercises.page");
}

const ready = Promise.race([start(), broken]);
ready.then(
  () => self.postMessage({ ready: true }),
  () => {}, // told at the next check
);

self.onmessage = async ({ data: { name, source } }) => {
  try {
    const { check_source: check } = await ready;
    self.postMessage({ started: true });
    self.postMessage({ answer: check(name, source) });
  } catch (error) {
    self.postMessage({ failed: String(error) });
  }
};
