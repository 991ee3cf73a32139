/* Elements of the page in one line each. */

/**
 * @param {string} tag
 * @param {Record<string, string | number | boolean>} [attributes] true writes the bare attribute, false leaves it out
 * @param {...(Node | string)} children
 */
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}
