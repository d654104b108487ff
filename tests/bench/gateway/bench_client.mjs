// SPDX-License-Identifier: Apache-2.0
// Submits COUNT transactions with the official Fabric Gateway client, IN_FLIGHT at a time, and ends.
// Usage: node bench_client.mjs NETWORK_FILES MSP CHANNEL CHAINCODE COUNT IN_FLIGHT
import { readFileSync, readdirSync } from 'node:fs';
import { createPrivateKey } from 'node:crypto';
import { join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { connect, hash, signers } from '@hyperledger/fabric-gateway';

const [, , files, msp, channel, chaincode, count, inFlight] = process.argv;
const only = (folder) => join(folder, readdirSync(folder)[0]);
const profile = JSON.parse(readFileSync(join(files, `connection-${msp}.json`), 'utf8'));
const [peer] = Object.values(profile.peers);
const { cert, key } = profile.client.tlsCerts.client;
const client = new grpc.Client(
  new URL(peer.url).host,
  grpc.credentials.createSsl(
    Buffer.from(peer.tlsCACerts.pem),
    readFileSync(join(files, key.path)),
    readFileSync(join(files, cert.path)),
  ),
  { 'grpc.ssl_target_name_override': peer.grpcOptions['ssl-target-name-override'] },
);
const folder = join(files, msp, 'users', 'User1', 'msp');
const gateway = connect({
  client,
  identity: { mspId: msp, credentials: readFileSync(only(join(folder, 'signcerts'))) },
  signer: signers.newPrivateKeySigner(
    createPrivateKey(readFileSync(only(join(folder, 'keystore'))))),
  hash: hash.sha256,
});
const contract = gateway.getNetwork(channel).getContract(chaincode);

let left = Number(count);
async function work() {
  while (left > 0) {
    left -= 1;
    await contract.submit('put', { arguments: [`${process.pid}.${left}`, 'value'] });
  }
}
await Promise.all(Array.from({ length: Number(inFlight) }, work));
gateway.close();
client.close();
