// SPDX-License-Identifier: Apache-2.0
// The official Fabric Gateway client, told call by call what to do (serve.mjs).
// Usage: node gateway.mjs NETWORK_FILES MSP USER CHANNEL CHAINCODE
import { X509Certificate, createHash } from 'node:crypto';
import { checkpointers, connect, hash } from '@hyperledger/fabric-gateway';
import { connectionOf } from './connection.mjs';
import { base64, serve } from './serve.mjs';

const [, , files, msp, user, channel, chaincode] = process.argv;
const bytes = (text) => Buffer.from(text, 'base64');

const { client, identity, signer, certificate } = connectionOf(files, msp, user);
const tlsClientCertificateHash =
  createHash('sha256').update(new X509Certificate(certificate).raw).digest();
const common = { client, identity, hash: hash.sha256, tlsClientCertificateHash };
const gateway = connect({ ...common, signer });
// Knows no key: what it sends is signed elsewhere.
const offline = connect(common);

const proposalOf = (from, { args, transient = {}, endorsers = [] }) =>
  from.getNetwork(channel).getContract(chaincode).newProposal(args[0], {
    arguments: args.slice(1),
    transientData: Object.fromEntries(
      Object.entries(transient).map(([name, value]) => [name, bytes(value)])),
    endorsingOrganizations: endorsers.length > 0 ? endorsers : undefined,
  });

const statusOf = ({ transactionId, blockNumber, code, successful }) =>
  ({ txid: transactionId, block: Number(blockNumber), code, successful });

const shownEvent = ({ blockNumber, transactionId, eventName, payload }) =>
  ({ block: Number(blockNumber), txid: transactionId, name: eventName, payload: base64(payload) });

/// What each stream of blocks gives, in few words.
const shownBlock = {
  Block: (block) => ({
    number: block.getHeader().getNumber(),
    transactions: block.getData().getDataList().length,
    verdicts: base64(block.getMetadata().getMetadataList_asU8()[2]),
  }),
  FilteredBlock: (block) => ({
    number: block.getNumber(),
    channel: block.getChannelId(),
    transactions: block.getFilteredTransactionsList().map((transaction) => ({
      txid: transaction.getTxid(),
      code: transaction.getTxValidationCode(),
      events: (transaction.getTransactionActions()?.getChaincodeActionsList() ?? [])
        .map((action) => action.getChaincodeEvent()?.getEventName() ?? ''),
    })),
  }),
  BlockAndPrivateData: (both) => ({
    number: both.getBlock().getHeader().getNumber(),
    collections: [...both.getPrivateDataMapMap().entries()].flatMap(([, data]) =>
      data.getNsPvtRwsetList().flatMap((space) =>
        space.getCollectionPvtRwsetList().map((set) => set.getCollectionName()))),
  }),
};

async function take(stream, count, show) {
  const out = [];
  try {
    for await (const item of stream) {
      out.push(await show(item));
      if (out.length === count) break;
    }
  } finally {
    stream.close();
  }
  return out;
}

const operations = {
  async evaluate(request) {
    return { result: base64(await proposalOf(gateway, request).evaluate()) };
  },
  async submit(request) {
    const transaction = await proposalOf(gateway, request).endorse();
    const commit = await transaction.submit();
    return { result: base64(transaction.getResult()), ...statusOf(await commit.getStatus()) };
  },
  /// Makes something that is to be signed.
  async begin(request) {
    const network = offline.getNetwork(channel);
    const options = { startBlock: BigInt(request.from ?? 0) };
    const made = {
      proposal: () => proposalOf(offline, request),
      events: () => network.newChaincodeEventsRequest(chaincode, options),
      Block: () => network.newBlockEventsRequest(options),
      FilteredBlock: () => network.newFilteredBlockEventsRequest(options),
      BlockAndPrivateData: () => network.newBlockAndPrivateDataEventsRequest(options),
    }[request.kind]();
    return { bytes: base64(made.getBytes()), digest: base64(made.getDigest()) };
  },
  /// Goes on with what somebody has signed, and gives the next thing to be signed.
  async proceed(request) {
    const parts = [bytes(request.bytes), bytes(request.signature)];
    const next = (made) => ({ bytes: base64(made.getBytes()), digest: base64(made.getDigest()) });
    switch (request.kind) {
      case 'evaluation':
        return { result: base64(await offline.newSignedProposal(...parts).evaluate()) };
      case 'proposal':
        return next(await offline.newSignedProposal(...parts).endorse());
      case 'transaction':
        return next(await offline.newSignedTransaction(...parts).submit());
      case 'commit':
        return statusOf(await offline.newSignedCommit(...parts).getStatus());
      case 'events': {
        const stream = await offline.newSignedChaincodeEventsRequest(...parts).getEvents();
        return { events: await take(stream, 1, shownEvent) };
      }
      default: {
        const stream = await offline[`newSigned${request.kind}EventsRequest`](...parts).getEvents();
        return { blocks: await take(stream, 1, shownBlock[request.kind]) };
      }
    }
  },
  async events({ from, count, file }) {
    const checkpoint = file === undefined ? undefined : await checkpointers.file(file);
    const stream = await gateway.getNetwork(channel).getChaincodeEvents(
      chaincode, { startBlock: BigInt(from), checkpoint });
    return {
      events: await take(stream, count, async (event) => {
        await checkpoint?.checkpointChaincodeEvent(event);
        return shownEvent(event);
      }),
    };
  },
  async blocks({ kind, from, count, file }) {
    const checkpoint = file === undefined ? undefined : await checkpointers.file(file);
    const stream = await gateway.getNetwork(channel)[`get${kind}Events`](
      { startBlock: BigInt(from), checkpoint });
    return {
      blocks: await take(stream, count, async (block) => {
        const shown = shownBlock[kind](block);
        await checkpoint?.checkpointBlock(BigInt(shown.number));
        return shown;
      }),
    };
  },
};

await serve(operations);
gateway.close();
offline.close();
client.close();
