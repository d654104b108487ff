// SPDX-License-Identifier: Apache-2.0
// What bench_router_server does, on Fabric's contract API for Node: one contract whose only
// transaction reads a record, checks it and writes it back.
import contractApi from 'fabric-contract-api';
import Bootstrap from 'fabric-shim/lib/contract-spi/bootstrap.js';

import {serverOptions} from './options.mjs';

const {Contract, JSONSerializer} = contractApi;

class Bench extends Contract {
  constructor() { super('bench'); }

  async Pass(context, argument) {
    const {note} = JSON.parse(argument);
    const caller = context.clientIdentity.getMSPID();
    if (typeof note !== 'string' || caller === '') throw new Error('malformed');
    const key = context.stub.createCompositeKey('NOTE', [note]);
    const record = JSON.parse((await context.stub.getState(key)).toString());
    if (record.text === '') throw new Error('a note without text');
    await context.stub.putState(key, Buffer.from(JSON.stringify(record)));
    const entry = {type: 'bench.Pass', id: note};
    context.stub.setEvent('tradelane.v1', Buffer.from(JSON.stringify([entry])));
    return JSON.stringify(entry);
  }
}

const serializers = {
  transaction: 'jsonSerializer',
  serializers: {jsonSerializer: JSONSerializer},
};
await Bootstrap.register([Bench], serializers, {}, 'bench', '1', serverOptions(), true);
