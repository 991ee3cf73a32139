/* The settings in the address and in links: a teacher can send what is on the screen. */

import { KEYS, read, write } from "../descent/index.js";

/**
 * The page's own settings, with those that an address sets instead; what it says wrong counts as not said.
 * @param {import("../descent/settings.js").Settings} own
 * @param {string} search what stands in the address from the question mark on
 * @returns {import("../descent/settings.js").Settings}
 */
export function fromAddress(own, search) {
  const said = [...new URLSearchParams(search)].map(([key, text]) => [key, read(key, text)]);
  return { ...own, ...Object.fromEntries(said.filter(([, value]) => value !== undefined)) };
}

/**
 * The address of this page with these settings: only those that are not the page's own.
 * @param {import("../descent/settings.js").Settings} own
 * @param {import("../descent/settings.js").Settings} settings
 */
export function toAddress(own, settings) {
  const url = new URL(location.href);
  for (const key of KEYS) {
    const text = write(settings[key]);
    if (text === write(own[key])) url.searchParams.delete(key);
    else url.searchParams.set(key, text);
  }
  url.search = url.search.replaceAll("%2C", ","); // start=-3,12 is for people too
  return url.href;
}

/**
 * Links of the page that set controls: they act here, without loading the page again.
 * @param {(search: string) => void} follow
 */
export function followLinks(follow) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.gd-set");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    follow(new URL(link.href).search);
  });
}
