/* An element with its properties, its attributes and what is in it. */

/**
 * @param {string} tag "button", or "button.md-button" with classes
 * @param {Record<string, unknown>} properties what does not start with "aria-" or "role" is set as a property
 * @param {...(Node | string)} children
 */
export function make(tag, properties = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  element.classList.add(...classes);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "role" || key.startsWith("aria-")) element.setAttribute(key, String(value));
    else element[key] = value;
  }
  element.append(...children);
  return element;
}
