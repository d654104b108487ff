// SPDX-License-Identifier: Apache-2.0
// Does with a browser what page_test.cpp says, a line of JSON each, and answers with a line.
// Usage: node driver.mjs CHROMIUM ADDRESS FOLDER
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { checkPage, walk } from './checks.mjs';
import { Chromium } from './chromium.mjs';
import { Page } from './page.mjs';

const [program, address, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const chromium = new Chromium(program);
const { origin } = new URL(address);
const page = await Page.open(chromium, origin);
let size = 'desktop';

const operations = {
  /** {size, scheme} */
  async look(asked) {
    size = asked.size;
    await page.look(asked);
    return {};
  },
  /** With the key: as a person would. */
  async enter() {
    await page.goTo(address.slice(origin.length));
    return {
      address: await page.value('location.href'),
      cookie: await page.value('document.cookie'),
    };
  },
  /** {hash, shot}: the text of the page, and what is wrong with it. */
  async open({ hash, shot }) {
    await page.goTo(`/${hash}`);
    if (shot) await page.picture(join(folder, `${shot}.png`));
    return {
      text: await page.text(),
      problems: [...page.takeProblems(), ...(await checkPage(page, size))],
    };
  },
  async walk() {
    return { problems: await walk(page) };
  },
  async keys({ words }) {
    for (const word of words)
      await (word.startsWith('"') ? page.type(word.slice(1)) : page.press(word));
    return {};
  },
  async until({ expression }) {
    await page.until(expression);
    return {};
  },
  async value({ expression }) {
    return { value: await page.value(expression) };
  },
  /** The same, where the browser is to object. */
  async attempt({ expression }) {
    const value = await page.value(expression);
    return { value, objections: page.takeProblems() };
  },
  async hostile({ on }) {
    await page.makeHostile(on);
    return {};
  },
  /** As another user of this machine, who does not have the key. */
  async stranger() {
    const other = await Page.open(chromium, origin);
    await other.tab.send('Page.navigate', { url: `${origin}/` });
    await other.until('document.readyState === "complete" && document.body?.innerText');
    const text = await other.text();
    await other.tab.close();
    return { text };
  },
};

// Until `stop`, or until whoever asks is gone.
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'stop') break;
  let answer;
  try {
    const asked = JSON.parse(line);
    answer = await operations[asked.op](asked);
    answer.problems ??= page.takeProblems();
  } catch (error) {
    answer = { problems: [String(error.stack ?? error)] };
  }
  console.log(JSON.stringify(answer));
}
await chromium.stop();
// Whoever asks still holds the other end open.
process.stdin.destroy();
