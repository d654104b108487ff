// SPDX-License-Identifier: Apache-2.0
// How a test talks to the official client: one request per line on standard input, one answer per
// line on standard output, JSON both, bytes in base64.
import { createInterface } from 'node:readline';

export const base64 = (bytes) => Buffer.from(bytes).toString('base64');

/// Answers every request by the operation that it names in `op`, until the input ends.
export async function serve(operations) {
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    let answer;
    try {
      answer = await operations[request.op](request);
    } catch (error) {
      answer = {
        error: error.name,
        grpc: error.code ?? 2,
        message: error.message,
        txid: error.transactionId ?? '',
        details: (error.details ?? []).map(({ address, mspId, message }) =>
          ({ address, mspId, message })),
      };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}
