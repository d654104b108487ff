// SPDX-License-Identifier: Apache-2.0
// Where a server of the benchmark listens, and with which files: the environment names of Fabric's
// samples.
import {readFileSync} from 'node:fs';

export function serverOptions() {
  const env = process.env;
  const file = name => readFileSync(env[name]);
  const options = {ccid: env.CHAINCODE_ID, address: env.CHAINCODE_SERVER_ADDRESS};
  if (env.CHAINCODE_TLS_DISABLED === 'false')
    options.tlsProps = {
      key: file('CHAINCODE_TLS_KEY'),
      cert: file('CHAINCODE_TLS_CERT'),
      clientCACerts: file('CHAINCODE_CLIENT_CA_CERT'),
    };
  return options;
}
