/* What the theme leaves undone for the keyboard and for screen readers, and the button of an animation. */

/* A box that scrolls sideways can be reached by the keyboard, as long as it scrolls. */
function makeReachable(box) {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
}

const sizes = new ResizeObserver((entries) => entries.forEach((entry) => makeReachable(entry.target)));

function repair() {
  document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
  /* Lists inside the navigation, and the buttons of a code block, are no landmarks: they would repeat their names. */
  for (const nav of document.querySelectorAll(":is(.md-nav .md-nav, .md-code__nav):not([role])")) {
    nav.setAttribute("role", "none");
    for (const name of ["aria-label", "aria-labelledby", "aria-expanded"]) nav.removeAttribute(name);
  }
  for (const box of document.querySelectorAll(".gd-formula, .md-typeset__scrollwrap")) {
    sizes.observe(box);
    makeReachable(box);
  }
}

/* The first press starts an animation, the next ones pause it and go on; at its end it can be seen again. */
function makePlayable(figure) {
  const button = figure.querySelector("[data-gd-play]");
  const svg = figure.querySelector("svg");
  const moves = [...svg.querySelectorAll("animate, animateMotion, animateTransform")];
  let running = 0; /* how many have not ended yet */
  const ended = () => {
    running -= 1;
    if (running === 0) button.textContent = "Play again";
  };
  const press = () => {
    if (running === 0) {
      running = moves.length;
      moves.forEach((move) => move.beginElement());
    } else if (svg.animationsPaused()) svg.unpauseAnimations();
    else svg.pauseAnimations();
    button.textContent = svg.animationsPaused() ? "Play" : "Pause";
  };
  moves.forEach((move) => move.addEventListener("endEvent", ended));
  button.addEventListener("click", press);
  button.hidden = false;
}

function start() {
  repair();
  document.querySelectorAll("figure.gd-animation:has([data-gd-play][hidden])").forEach(makePlayable);
}

/* The theme adds buttons and boxes after the page has loaded, some only when they come into view. */
new MutationObserver(repair).observe(document.body, { childList: true, subtree: true });
window.addEventListener("load", repair); /* fonts have arrived, and formulas have their width */
if (window.document$) window.document$.subscribe(start);
else start();
