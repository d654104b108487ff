// SPDX-License-Identifier: Apache-2.0
// tests/support/toy_chaincode_program.cpp on Fabric's shim for Node: the same operations, the same
// lines. Prints "ready" when it listens: with mutual TLS when TLS_FOLDER has its files.
import {readFileSync} from 'node:fs';
import shim from 'fabric-shim';

const plain = byte => byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
const quoted = (bytes) => {
  const text = [...Buffer.from(bytes ?? '')].map(byte => plain(byte)
    ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`);
  return `"${text.join('')}"`;
};
// This shim has no word for a key that is not there.
const value = bytes => bytes === undefined || bytes.length === 0 ? '-' : quoted(bytes);

class Run {
  constructor(stub, entry) {
    this.stub = stub;
    this.entry = entry;
    this.left = stub.getBufferArgs();
    this.lines = '';
    this.end = {status: 200, message: ''};
  }
  bytes() {
    if (this.left.length === 0) throw new Error('the program ends in the middle of an operation');
    const [out, ...rest] = this.left;
    this.left = rest;
    return out;
  }
  text() { return this.bytes().toString(); }
  number() { return Number(this.text()); }
  list(of = () => this.text()) { return Array.from({length: this.number()}, of); }
  say(text) { this.lines += ` ${text}`; }

  async go() {
    while (this.left.length > 0) {
      const name = this.text();
      if (operations[name] === undefined) throw new Error(`unknown operation: ${name}`);
      this.lines += name;
      await operations[name](this, this.stub);
      this.lines += '\n';
    }
    return {...this.end, payload: Buffer.from(this.lines)};
  }
}

const pair = row => `${quoted(row.key)}=${quoted(row.value)}`;
const change = row => quoted(row.txId) +
  (row.isDelete ? ' deleted ' : `=${quoted(row.value)} `) +
  `${row.timestamp.seconds}.${row.timestamp.nanos}`;

// Some functions give an iterator, others an object that has one.
async function rows(run, promise, limit, text = pair) {
  const result = await promise;
  const iterator = result.iterator ?? result;
  for (let i = 0; limit === 0 || i < limit; i += 1) {
    const row = await iterator.next();
    if (row.done) break;
    run.say(text(row.value));
  }
  await iterator.close();
  return result.metadata;
}

async function page(run, promise) {
  // Metadata without a value is not there.
  const {fetchedRecordsCount = 0, bookmark = ''} = await rows(run, promise, 0) ?? {};
  run.say(`fetched ${fetchedRecordsCount} next ${quoted(bookmark)}`);
}

// One request for each: this shim has none for several keys.
async function all(run, keys, get) {
  for (const key of keys) run.say(value(await get(key)));
}

const operations = {
  async entry(run) { run.say(run.entry); },
  async arguments(run, stub) { run.say(stub.getArgs().length); },
  async function(run, stub) {
    const {fcn, params} = stub.getFunctionAndParameters();
    run.say(quoted(fcn));
    run.say(params.length);
  },
  async transaction(run, stub) {
    run.say(quoted(stub.getChannelID()));
    run.say(quoted(stub.getTxID()));
  },
  async own_msp(run, stub) { run.say(quoted(stub.getMspID())); },
  async creator(run, stub) {
    run.say(quoted(stub.getCreator().mspid));
    run.say(quoted(stub.getCreator().idBytes));
  },
  async time(run, stub) {
    const {seconds, nanos} = stub.getTxTimestamp();
    run.say(`${seconds}.${nanos}`);
  },
  async binding(run, stub) { run.say(stub.getBinding()); },
  async transient(run, stub) {
    const entries = [...stub.getTransient()].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [name, bytes] of entries) run.say(`${quoted(name)}=${quoted(bytes)}`);
  },
  async event(run, stub) { stub.setEvent(run.text(), run.bytes()); },
  async respond(run) { run.end = {status: run.number(), message: run.text()}; },
  async fail(run) { throw new Error(run.text()); },

  async get(run, stub) { run.say(value(await stub.getState(run.text()))); },
  async get_all(run, stub) { await all(run, run.list(), key => stub.getState(key)); },
  async put(run, stub) { await stub.putState(run.text(), run.bytes()); },
  async del(run, stub) { await stub.deleteState(run.text()); },
  async policy(run, stub) { run.say(value(await stub.getStateValidationParameter(run.text()))); },
  async key_policy(run) {
    const policy = new shim.KeyEndorsementPolicy();
    policy.addOrgs(run.text(), ...run.list());
    run.say(quoted(policy.getPolicy()));
  },
  async set_policy(run, stub) { await stub.setStateValidationParameter(run.text(), run.bytes()); },

  async range(run, stub) {
    await rows(run, stub.getStateByRange(run.text(), run.text()), run.number());
  },
  async page(run, stub) {
    await page(run, stub.getStateByRangeWithPagination(
      run.text(), run.text(), run.number(), run.text()));
  },
  async composite(run, stub) {
    await rows(run, stub.getStateByPartialCompositeKey(run.text(), run.list()), run.number());
  },
  async page_composite(run, stub) {
    await page(run, stub.getStateByPartialCompositeKeyWithPagination(
      run.text(), run.list(), run.number(), run.text()));
  },
  async rich(run, stub) { await rows(run, stub.getQueryResult(run.text()), run.number()); },
  async page_rich(run, stub) {
    await page(run, stub.getQueryResultWithPagination(run.text(), run.number(), run.text()));
  },
  async history(run, stub) {
    await rows(run, stub.getHistoryForKey(run.text()), run.number(), change);
  },
  async join(run, stub) { run.say(quoted(stub.createCompositeKey(run.text(), run.list()))); },
  async split(run, stub) {
    const {objectType, attributes} = stub.splitCompositeKey(run.text());
    run.say(quoted(objectType));
    for (const attribute of attributes) run.say(quoted(attribute));
  },

  async pget(run, stub) { run.say(value(await stub.getPrivateData(run.text(), run.text()))); },
  async pget_all(run, stub) {
    const collection = run.text();
    await all(run, run.list(), key => stub.getPrivateData(collection, key));
  },
  async phash(run, stub) {
    run.say(value(await stub.getPrivateDataHash(run.text(), run.text())));
  },
  async pput(run, stub) { await stub.putPrivateData(run.text(), run.text(), run.bytes()); },
  async pdel(run, stub) { await stub.deletePrivateData(run.text(), run.text()); },
  async ppurge(run, stub) { await stub.purgePrivateData(run.text(), run.text()); },
  async ppolicy(run, stub) {
    run.say(value(await stub.getPrivateDataValidationParameter(run.text(), run.text())));
  },
  async pset_policy(run, stub) {
    await stub.setPrivateDataValidationParameter(run.text(), run.text(), run.bytes());
  },
  async prange(run, stub) {
    await rows(run, stub.getPrivateDataByRange(run.text(), run.text(), run.text()), run.number());
  },
  async pcomposite(run, stub) {
    await rows(run, stub.getPrivateDataByPartialCompositeKey(
      run.text(), run.text(), run.list()), run.number());
  },
  async prich(run, stub) {
    await rows(run, stub.getPrivateDataQueryResult(run.text(), run.text()), run.number());
  },

  async call(run, stub) {
    const [chaincode, channel] = [run.text(), run.text()];
    let response;
    try {
      response = await stub.invokeChaincode(chaincode, run.list(() => run.bytes()), channel);
    } catch (error) {
      // No response at all is an exception here; the twin gives it as one of status 500.
      response = {status: 500, message: error.message, payload: ''};
    }
    run.say(response.status);
    run.say(quoted(response.message));
    run.say(quoted(response.payload));
  },
};

class Program {
  async run(stub, entry) {
    try {
      return await new Run(stub, entry).go();
    } catch (error) {
      // Out of Invoke it would end the process.
      return shim.error(error.message);
    }
  }
  Init(stub) { return this.run(stub, 'init'); }
  Invoke(stub) { return this.run(stub, 'invoke'); }
}

const {CHAINCODE_ID: ccid, CHAINCODE_SERVER_ADDRESS: address, TLS_FOLDER: folder} = process.env;
const file = name => readFileSync(`${folder}/${name}`);
const tlsProps = folder === undefined ? undefined
  : {key: file('server.key'), cert: file('server.crt'), clientCACerts: file('client-ca.crt')};
await shim.server(new Program(), {ccid, address, tlsProps}).start();
console.log('ready');
