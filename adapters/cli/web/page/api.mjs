// SPDX-License-Identifier: Apache-2.0
// What the server behind this page answers (`tradelane web --help`).

/** Why there is no answer: `status` 0 when the server itself is away. */
export class Refusal extends Error {
  constructor(status, detail, code) {
    super(detail);
    this.status = status;
    this.code = code ?? '';
  }
}

/** Numbers that JavaScript would round stay as they are written. */
function read(text) {
  return JSON.parse(text, (name, value, context) => {
    const isRounded =
      typeof value === 'number' && context?.source && String(value) !== context.source;
    return isRounded ? context.source : value;
  });
}

async function get(path, query, signal) {
  const target = query ? `${path}?${new URLSearchParams(query)}` : path;
  let response;
  try {
    response = await fetch(target, { signal });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Refusal(0, 'The explorer does not answer: was `tradelane web` ended?');
  }
  const body = read(await response.text());
  if (response.ok) return body;
  throw new Refusal(response.status, body.detail ?? body.title ?? response.statusText, body.code);
}

export const status = () => get('/api/status');
export const codes = () => get('/api/codes');
export const blocks = (query, signal) => get('/api/blocks', query, signal);
export const transaction = (id) => get(`/api/tx/${encodeURIComponent(id)}`);
export const mentions = (id) => get('/api/index', { id });
export const search = (q) => get('/api/search', { q });

/** Asks the chaincode; gives its answer. */
export async function ask(name, args) {
  return (await get('/api/query', { function: name, args: JSON.stringify(args) })).answer;
}

/** The same, with a refusal as a value. */
export async function tryTo(ask) {
  try {
    return { answer: await ask, refusal: null };
  } catch (error) {
    if (error instanceof Refusal) return { answer: null, refusal: error };
    throw error;
  }
}

/**
 * Everything about one record: the answer or refusal of each question, then what speaks of it.
 * Nobody knows of a record that is refused and that no transaction speaks of.
 */
export async function record(id, ...questions) {
  const all = await Promise.all([...questions.map(tryTo), mentions(id)]);
  if (all[0].refusal && all.at(-1).count === 0) throw all[0].refusal;
  return all;
}
