// SPDX-License-Identifier: Apache-2.0
// Chromium without a window, by its DevTools protocol over a pipe: no package is needed for that.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Nothing of its own goes to a network; as root it runs only without its sandbox.
const flags = [
  '--headless',
  '--remote-debugging-pipe',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-dev-shm-usage',
  '--hide-scrollbars',
  '--force-color-profile=srgb',
  '--lang=en',
];

export class Chromium {
  constructor(program) {
    this.profile = mkdtempSync(join(tmpdir(), 'tradelane-chromium-'));
    this.process = spawn(program, [...flags, `--user-data-dir=${this.profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    this.calls = new Map();
    this.listeners = new Map();
    this.last = 0;
    let pending = '';
    this.process.stdio[4].setEncoding('utf8').on('data', (text) => {
      const parts = (pending + text).split('\0');
      pending = parts.pop();
      parts.forEach((part) => this.take(JSON.parse(part)));
    });
    this.process.on('exit', (code) =>
      this.calls.forEach(({ fail }) => fail(new Error(`Chromium has ended (${code})`))),
    );
  }

  take(message) {
    if (message.id === undefined)
      return this.listeners.get(message.sessionId)?.(message.method, message.params);
    const { done, fail } = this.calls.get(message.id);
    this.calls.delete(message.id);
    return message.error ? fail(new Error(message.error.message)) : done(message.result);
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.last;
    return new Promise((done, fail) => {
      this.calls.set(id, { done, fail });
      this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  /** A tab in a window of its own, which shares no cookies with others. `listen(method, params)`. */
  async tab(listen) {
    const { browserContextId } = await this.send('Target.createBrowserContext');
    const { targetId } = await this.send('Target.createTarget', {
      url: 'about:blank',
      browserContextId,
    });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    this.listeners.set(sessionId, listen);
    return {
      send: (method, params) => this.send(method, params, sessionId),
      close: () => this.send('Target.disposeBrowserContext', { browserContextId }),
    };
  }

  /** Its own processes have ended, and nothing of it lies about. */
  async stop() {
    const ended = new Promise((done) => {
      this.process.on('exit', done);
    });
    // It may be gone before it answers.
    await Promise.allSettled([this.send('Browser.close'), ended]);
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 10 });
  }
}
