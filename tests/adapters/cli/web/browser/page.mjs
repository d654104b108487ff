// SPDX-License-Identifier: Apache-2.0
// A page under test: goes to addresses, presses keys, and takes note of everything that is not as
// it should be.
import { writeFileSync } from 'node:fs';

const limit = 30_000;

export const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const keys = {
  Tab: { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 },
  Enter: { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' },
};

export class Page {
  static async open(chromium, origin) {
    const page = new Page();
    page.origin = origin;
    /** What went wrong since somebody asked last. */
    page.problems = [];
    page.loads = 0;
    page.tab = await chromium.tab((method, params) => page.hear(method, params));
    for (const domain of ['Page', 'Runtime', 'Log', 'Network', 'Accessibility'])
      await page.tab.send(`${domain}.enable`);
    return page;
  }

  hear(method, params) {
    if (method === 'Network.requestWillBeSent') {
      const { url } = params.request;
      if (!url.startsWith(`${this.origin}/`) && !url.startsWith('data:') && url !== 'about:blank')
        this.problems.push(`it asks for ${url}`);
    }
    if (method === 'Runtime.exceptionThrown')
      this.problems.push(
        `it fails: ${params.exceptionDetails.exception?.description ?? params.exceptionDetails.text}`,
      );
    if (
      method === 'Log.entryAdded' &&
      params.entry.level === 'error' &&
      !/status of 40[034]/.test(params.entry.text)
    )
      this.problems.push(`the browser says: ${params.entry.text}`);
    if (method === 'Runtime.consoleAPICalled' && params.type === 'error')
      this.problems.push(
        `it logs: ${params.args.map((one) => one.value ?? one.description).join(' ')}`,
      );
    if (method === 'Page.javascriptDialogOpening') {
      this.problems.push(`a dialog: ${params.message}`);
      this.tab.send('Page.handleJavaScriptDialog', { accept: true });
    }
    if (method === 'Fetch.requestPaused')
      this.spoil(params).catch((error) => this.problems.push(String(error)));
  }

  /** Every text of an answer that is not looked up anywhere gets markup behind it. */
  async spoil({ requestId, responseStatusCode }) {
    const { body, base64Encoded } = await this.tab.send('Fetch.getResponseBody', { requestId });
    const text = base64Encoded ? Buffer.from(body, 'base64').toString() : body;
    const markup = '<img src="/x" onerror="alert(1)"><script>alert(2)</script>"\'&lt;';
    const kept = new Set([
      'function',
      'status',
      'transactionId',
      'chaincode',
      'type',
      'actionCode',
      'id',
    ]);
    const spoiled = JSON.stringify(
      JSON.parse(text, (name, value) =>
        typeof value === 'string' && !kept.has(name) ? value + markup : value,
      ),
    );
    await this.tab.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: responseStatusCode,
      responseHeaders: [{ name: 'Content-Type', value: 'application/json' }],
      body: Buffer.from(spoiled).toString('base64'),
    });
  }

  /** From now on each transaction and answer of a contract that it asks for holds markup. */
  async makeHostile(on) {
    if (!on) return this.tab.send('Fetch.disable');
    return this.tab.send('Fetch.enable', {
      patterns: [
        { urlPattern: '*/api/tx/*', requestStage: 'Response' },
        { urlPattern: '*/api/query*', requestStage: 'Response' },
      ],
    });
  }

  async look({ size, scheme }) {
    await this.tab.send('Emulation.setDeviceMetricsOverride', {
      ...sizes[size],
      deviceScaleFactor: size === 'phone' ? 2 : 1,
      mobile: size === 'phone',
    });
    await this.tab.send('Emulation.setEmulatedMedia', {
      features: [
        { name: 'prefers-color-scheme', value: scheme },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ],
    });
  }

  async value(expression) {
    const { result, exceptionDetails } = await this.tab.send('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    if (exceptionDetails)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Asks again until it is so. */
  async until(expression) {
    const end = Date.now() + limit;
    while (!(await this.value(`Boolean(${expression})`))) {
      if (Date.now() > end)
        throw new Error(`not within ${limit / 1000} s: ${expression}\n${await this.text()}`);
      await new Promise((done) => {
        setTimeout(done, 20);
      });
    }
  }

  async goTo(address) {
    // What was there before must not be taken for the new page; and always load it: to the address
    // where it is a browser does not go.
    await this.value('document.getElementById("main")?.replaceChildren()');
    const fresh = address.startsWith('/#') ? `/?load=${++this.loads}${address.slice(1)}` : address;
    await this.tab.send('Page.navigate', { url: `${this.origin}${fresh}` });
    await this.settled();
  }
  settled() {
    return this.until(
      'document.readyState === "complete" && document.querySelector("h1") && !document.querySelector("[aria-busy]") && document.getElementById("foot").textContent',
    );
  }

  text() {
    return this.value('document.getElementById("main")?.innerText ?? document.body.innerText');
  }

  async press(name) {
    await this.tab.send('Input.dispatchKeyEvent', { type: 'keyDown', ...keys[name] });
    await this.tab.send('Input.dispatchKeyEvent', { type: 'keyUp', ...keys[name] });
  }
  type(text) {
    return this.tab.send('Input.insertText', { text });
  }

  /** The whole page as a picture. */
  async picture(file) {
    const {
      cssContentSize: { width, height },
    } = await this.tab.send('Page.getLayoutMetrics');
    const { data } = await this.tab.send('Page.captureScreenshot', {
      captureBeyondViewport: true,
      clip: { x: 0, y: 0, width, height: Math.min(height, 6000), scale: 1 },
    });
    writeFileSync(file, Buffer.from(data, 'base64'));
  }

  takeProblems() {
    return this.problems.splice(0);
  }
}
