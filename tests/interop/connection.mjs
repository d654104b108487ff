// SPDX-License-Identifier: Apache-2.0
// What a user's own program makes of the files of a network: tests/interop and tests/bench.
import { readFileSync, readdirSync } from 'node:fs';
import { createPrivateKey } from 'node:crypto';
import { join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { signers } from '@hyperledger/fabric-gateway';

/// The one file of a folder.
const only = (folder) => join(folder, readdirSync(folder)[0]);

/// A gRPC client by the organisation's profile, its TLS certificate in PEM, and the user's identity
/// with its signer. Whoever asks closes the client.
export function connectionOf(files, msp, user) {
  const profile = JSON.parse(readFileSync(join(files, `connection-${msp}.json`), 'utf8'));
  const [peer] = Object.values(profile.peers);
  const { cert, key } = profile.client.tlsCerts.client;
  const certificate = readFileSync(join(files, cert.path));
  const client = new grpc.Client(
    new URL(peer.url).host,
    grpc.credentials.createSsl(
      Buffer.from(peer.tlsCACerts.pem), readFileSync(join(files, key.path)), certificate),
    { 'grpc.ssl_target_name_override': peer.grpcOptions['ssl-target-name-override'] },
  );
  const folder = join(files, msp, 'users', user, 'msp');
  const identity = { mspId: msp, credentials: readFileSync(only(join(folder, 'signcerts'))) };
  const signer = signers.newPrivateKeySigner(
    createPrivateKey(readFileSync(only(join(folder, 'keystore')))));
  return { client, identity, signer, certificate };
}
