/* What a page loads: a few lines that fetch the rest only where there is an explorer or an exercise. */

const explorer = document.querySelector("[data-gd-explorer]");
if (explorer) import("./explorer/explorer.js").then(({ explore }) => explore(explorer));

const exercises = document.querySelectorAll("[data-gd-exercise]");
if (exercises.length) import("./exercise/exercise.js").then(({ practise }) => exercises.forEach(practise));

if (document.querySelector("[data-gd-progress]")) import("./exercise/progress.js").then(({ showProgress }) => showProgress());
