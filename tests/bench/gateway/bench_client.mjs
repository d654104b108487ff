// SPDX-License-Identifier: Apache-2.0
// Submits COUNT transactions with the official Fabric Gateway client, IN_FLIGHT at a time, and ends.
// Usage: node bench_client.mjs NETWORK_FILES MSP CHANNEL CHAINCODE COUNT IN_FLIGHT
import { connect, hash } from '@hyperledger/fabric-gateway';
import { connectionOf } from './connection.mjs';

const [, , files, msp, channel, chaincode, count, inFlight] = process.argv;
const { client, identity, signer } = connectionOf(files, msp, 'User1');
const gateway = connect({ client, identity, signer, hash: hash.sha256 });
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
