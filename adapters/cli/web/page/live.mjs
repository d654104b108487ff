// SPDX-License-Identifier: Apache-2.0
// Blocks as they come: the server answers when there is one. A page that nobody sees asks nothing.
import * as api from './api.mjs';

const waitSeconds = 20;
const pause = (ms) =>
  new Promise((done) => {
    setTimeout(done, ms);
  });

function visible() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((done) => {
    document.addEventListener('visibilitychange', function seen() {
      if (document.hidden) return;
      document.removeEventListener('visibilitychange', seen);
      done();
    });
  });
}

/** For ever: `onBlocks(blocks, status)` for new ones, `onState(status or null, problem)` always. */
export async function follow({ onBlocks, onState }) {
  let next = null;
  for (;;) {
    await visible();
    try {
      const before = await api.status();
      onState(before, before.problem);
      // The first look only tells where to begin.
      next ??= (before.newest ?? before.newestAtStart) + 1;
      const { blocks } = await api.blocks({ from: next, wait: waitSeconds });
      if (blocks.length === 0) continue;
      next = blocks.at(-1).number + 1;
      onBlocks(blocks, await api.status());
    } catch (error) {
      onState(null, error.message);
      await pause(3000);
    }
  }
}
