// SPDX-License-Identifier: Apache-2.0
// The official Fabric Gateway client as a process, for the users of all organisations (serve.mjs).
// Usage: node client.mjs NETWORK_FILES
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, hash } from '@hyperledger/fabric-gateway';
import { connectionOf } from './connection.mjs';
import { base64, serve } from './serve.mjs';

const files = process.argv[2];
const connections = new Map();
let events;

// The connection of one user, as that user's own program would make it from the profile.
function gatewayOf(msp, user) {
  const known = connections.get(`${msp}/${user}`);
  if (known) return known;
  const { client, identity, signer } = connectionOf(files, msp, user);
  const made = {
    client,
    signer,
    gateway: connect({ client, identity, signer, hash: hash.sha256 }),
    // Knows no key: what it sends is signed elsewhere.
    offline: connect({ client, identity, hash: hash.sha256 }),
  };
  connections.set(`${msp}/${user}`, made);
  return made;
}

const proposalOf = (gateway, request) =>
  gateway.getNetwork(request.channel).getContract(request.chaincode).newProposal(
    request.function,
    {
      arguments: request.args,
      transientData: Object.fromEntries(Object.entries(request.transient).map(
        ([name, value]) => [name, Buffer.from(value, 'base64')])),
      endorsingOrganizations: request.endorsers.length > 0 ? request.endorsers : undefined,
    });

async function submitOnline({ gateway }, request) {
  const transaction = await proposalOf(gateway, request).endorse();
  const commit = await transaction.submit();
  return { result: transaction.getResult(), status: await commit.getStatus() };
}

async function submitOffline({ offline, signer }, request) {
  const unsigned = proposalOf(offline, request);
  const proposal = offline.newSignedProposal(
    unsigned.getBytes(), await signer(unsigned.getDigest()));
  const endorsed = await proposal.endorse();
  const transaction = offline.newSignedTransaction(
    endorsed.getBytes(), await signer(endorsed.getDigest()));
  const sent = await transaction.submit();
  const commit = offline.newSignedCommit(sent.getBytes(), await signer(sent.getDigest()));
  return { result: transaction.getResult(), status: await commit.getStatus() };
}

async function eventOf(connection, request, transactionId) {
  events ??= (await connection.gateway.getNetwork(request.channel)
    .getChaincodeEvents(request.chaincode, { startBlock: 0n }))[Symbol.asyncIterator]();
  for (;;) {
    const { value } = await events.next();
    if (value.transactionId === transactionId) return value;
  }
}

const operations = {
  async submit(request) {
    const connection = gatewayOf(request.msp, request.user);
    const { result, status } = request.offline
      ? await submitOffline(connection, request)
      : await submitOnline(connection, request);
    const answer = {
      txid: status.transactionId,
      block: Number(status.blockNumber),
      code: status.code,
      result: base64(result),
    };
    if (!status.successful) return answer;
    const event = await eventOf(connection, request, status.transactionId);
    return {
      ...answer,
      event: base64(event.payload),
      eventName: event.eventName,
      eventBlock: Number(event.blockNumber),
    };
  },
  async query(request) {
    const { gateway } = gatewayOf(request.msp, request.user);
    return { result: base64(await proposalOf(gateway, request).evaluate()) };
  },
  // What the official shim makes of metadata that a chaincode brings along as a file.
  async validate(request) {
    const { default: bootstrap } = await import('fabric-shim/lib/contract-spi/bootstrap.js');
    const folder = mkdtempSync(join(tmpdir(), 'tradelane-'));
    try {
      const file = join(folder, 'metadata.json');
      writeFileSync(file, request.args[0]);
      bootstrap.loadAndValidateMetadata(file);
    } finally {
      rmSync(folder, { recursive: true });
    }
    return {};
  },
};

await serve(operations);
events?.return?.();
for (const { client, gateway, offline } of connections.values()) {
  gateway.close();
  offline.close();
  client.close();
}
