// SPDX-License-Identifier: Apache-2.0
// What must hold on every page. Each gives a list of what does not.

/** Runs in the page. */
function structure(isPhone) {
  const found = [];
  const name = (node) =>
    `<${node.localName} class="${node.getAttribute('class') ?? ''}"> ${node.textContent.slice(0, 40)}`;
  const seen = (node) => node.getClientRects().length > 0;
  const levels = [...document.querySelectorAll('h1,h2,h3,h4')].map((node) =>
    Number(node.localName[1]),
  );
  if (levels.filter((level) => level === 1).length !== 1) found.push('not exactly one h1');
  levels.forEach((level, i) => {
    if (i > 0 && level > levels[i - 1] + 1)
      found.push(`a heading of level ${level} after ${levels[i - 1]}`);
  });
  const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
  if (new Set(ids).size !== ids.length) found.push('an id comes twice');
  if (!document.documentElement.lang || !document.title.endsWith('tradelane explorer'))
    found.push('no language or title');
  for (const wanted of ['header', 'main', 'footer', '[role=search]'])
    if (!document.querySelector(wanted)) found.push(`no ${wanted}`);
  for (const node of document.querySelectorAll('table'))
    if (!node.caption || !node.querySelector('th[scope=col]'))
      found.push('a table without caption or heads');
  for (const node of document.querySelectorAll('svg'))
    if (node.getAttribute('aria-hidden') !== 'true') found.push('an SVG that is read out');
  for (const node of document.querySelectorAll('img,script:not([src]),iframe,object,style'))
    found.push(`foreign: ${name(node)}`);
  for (const node of document.querySelectorAll('*'))
    for (const attribute of node.attributes)
      if (attribute.name.startsWith('on')) found.push(`a handler: ${name(node)}`);
  for (const node of document.querySelectorAll('a'))
    if (!node.getAttribute('href').startsWith('#'))
      found.push(`a link elsewhere: ${node.getAttribute('href')}`);
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth)
    found.push(`wider than the window: ${root.scrollWidth} > ${root.clientWidth}`);
  for (const node of document.querySelectorAll('button,input'))
    if (seen(node) && node.getBoundingClientRect().height < 44)
      found.push(`too small to touch: ${name(node)}`);
  for (const node of document.querySelectorAll('main a'))
    if (isPhone && seen(node) && node.getBoundingClientRect().height < 24)
      found.push(`too small to touch: ${name(node)}`);
  for (const node of document.querySelectorAll('.scroll'))
    if (node.tabIndex !== 0 || !node.getAttribute('aria-label'))
      found.push('a scrolling part that the keyboard does not reach');
  return found;
}

/** Runs in the page: WCAG 2.2, 1.4.3, of every text on what is painted behind it. */
function contrast() {
  const parse = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, below) => ({
    r: top.r * top.a + below.r * (1 - top.a),
    g: top.g * top.a + below.g * (1 - top.a),
    b: top.b * top.a + below.b * (1 - top.a),
    a: 1,
  });
  const behind = (node) => {
    const stack = [];
    for (let at = node; at; at = at.parentElement) {
      const back = parse(getComputedStyle(at).backgroundColor);
      stack.push(back);
      if (back.a === 1) break;
    }
    return stack
      .reverse()
      .reduce((below, top) => over(top, below), { r: 255, g: 255, b: 255, a: 1 });
  };
  const light = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b]
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const found = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (
      !texts.currentNode.data.trim() ||
      node.closest('.unseen,noscript') ||
      node.getClientRects().length === 0
    )
      continue;
    const style = getComputedStyle(node);
    const back = behind(node);
    const [a, b] = [light(over(parse(style.color), back)), light(back)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    if (ratio < needed)
      found.add(
        `contrast ${ratio.toFixed(2)} of ${node.localName}.${node.className}: ${texts.currentNode.data.slice(0, 30)}`,
      );
  }
  return [...found];
}

export async function checkPage(page, size) {
  const found = await page.value(`(${structure})(${size === 'phone'})`);
  found.push(...(await page.value(`(${contrast})()`)));
  // As a screen reader is told it.
  const { nodes } = await page.tab.send('Accessibility.getFullAXTree');
  const named = new Set(['link', 'button', 'searchbox', 'textbox', 'heading', 'table', 'region']);
  for (const node of nodes)
    if (!node.ignored && named.has(node.role?.value) && !node.name?.value?.trim())
      found.push(`a ${node.role.value} without a name`);
  for (const role of ['banner', 'main', 'contentinfo', 'search'])
    if (!nodes.some((node) => node.role?.value === role)) found.push(`no landmark ${role}`);
  return found;
}

/** Tabs through the whole page: each stop is on the screen, shows that it has the focus, and none holds it. */
export async function walk(page) {
  const found = [];
  const state = `(() => {
    const node = document.activeElement;
    if (!node || node === document.body) return null;
    const box = node.getBoundingClientRect();
    const style = getComputedStyle(node);
    const order = [...document.querySelectorAll('a[href],button,input,[tabindex="0"]')].filter((one) => one.getClientRects().length > 0);
    return {at: order.indexOf(node), of: order.length, name: node.localName + ' ' + node.textContent.slice(0, 30),
      shows: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
      inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth};
  })()`;
  await page.value(
    'document.activeElement?.blur?.(), getSelection().removeAllRanges(), scrollTo(0, 0)',
  );
  await page.value(
    'document.body.setAttribute("tabindex", "-1"), document.body.focus(), document.body.removeAttribute("tabindex")',
  );
  let stops = 0;
  let all = 0;
  for (let before = -1; ; ++stops) {
    await page.press('Tab');
    const now = await page.value(state);
    if (!now || now.at <= before) break;
    all = now.of;
    if (now.at !== before + 1)
      found.push(`the keyboard goes from stop ${before} to ${now.at}, ${now.name}`);
    if (!now.shows) found.push(`no sign of the focus: ${now.name}`);
    if (!now.inside) found.push(`out of sight with the focus: ${now.name}`);
    before = now.at;
  }
  if (stops !== all || stops < 5) found.push(`${stops} stops of ${all}`);
  return found;
}
