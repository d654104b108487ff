// SPDX-License-Identifier: Apache-2.0
// The benchmark's functions on the official shim for Node.
import shim from 'fabric-shim';

import {serverOptions} from './options.mjs';

const done = () => shim.success(Buffer.from('done'));

function keys(args) {
  return Array.from({length: Number(args[1])}, (_, i) => `${args[2]}.${i}`);
}

const functions = {
  async noop() { return done(); },
  async pass(stub, args) {
    for (const key of keys(args)) await stub.putState(key, await stub.getState(key));
    return done();
  },
  async put(stub, args) {
    for (const key of keys(args)) await stub.putState(key, Buffer.from(args[3]));
    return done();
  },
  async multi(stub, args) {
    // This shim has neither requests for several keys nor batches.
    const values = [];
    for (const key of keys(args)) values.push(await stub.getState(key));
    for (const [i, key] of keys(args).entries()) await stub.putState(key, values[i]);
    return done();
  },
  async range(stub, args) {
    let rows = 0;
    for await (const _ of stub.getStateByRange(args[1], args[2])) rows += 1;
    return shim.success(Buffer.from(String(rows)));
  },
  async event(stub, args) {
    stub.setEvent(args[1], Buffer.from(args[2]));
    return done();
  },
  async identity(stub) {
    return shim.success(Buffer.from(new shim.ClientIdentity(stub).getMSPID()));
  },
};

class Toy {
  async Init() { return shim.success(); }
  async Invoke(stub) {
    const args = stub.getStringArgs();
    const call = functions[args[0]];
    return call === undefined ? shim.error('unknown') : call(stub, args);
  }
}

await shim.server(new Toy(), serverOptions()).start();
