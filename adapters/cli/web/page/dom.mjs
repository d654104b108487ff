// SPDX-License-Identifier: Apache-2.0
// Elements, made of text nodes only: nothing that a ledger holds ever becomes markup.

const namespaceOfSvg = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'href' && !String(value).startsWith('#'))
      throw new Error('a link leads elsewhere');
    if (typeof value === 'function') node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  add(node, children);
  return node;
}

/** Appends nodes, texts, and lists of them; null and false stand for nothing. */
export function add(node, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

/** el('a', {href: '#/'}, 'text'). A function as attribute listens to the event of that name. */
export function el(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

export function svg(name, attributes, ...children) {
  return fill(document.createElementNS(namespaceOfSvg, name), attributes, children);
}

/** `#/kind/id`, whatever the id is made of. */
export function route(kind, id) {
  return `#/${kind}/${encodeURIComponent(id)}`;
}
