// A grpc-js client that calls a server: node grpc-js-client.mjs HOST:PORT
import assert from 'node:assert/strict';
import grpc from '@grpc/grpc-js';
import { Echo, runCases } from './echo-definition.mjs';

const address = process.argv[2];
const client = new Echo(address, grpc.credentials.createInsecure());
const { status } = grpc;

// Calls a unary method of any client and gives response, headers and trailers.
function unary(request, { metadata = new grpc.Metadata(), options = {}, on = client, method = 'Unary' } = {}) {
  return new Promise((resolve, reject) => {
    const result = {};
    const call = on[method](request, metadata, options, (error, response) => {
      if (error) reject(error);
      else result.response = response;
    });
    call.on('metadata', (headers) => { result.headers = headers; });
    call.on('status', ({ code, metadata: trailers }) => {
      if (code === status.OK) resolve({ ...result, trailers });
    });
  });
}

async function collect(stream) {
  const messages = [];
  for await (const message of stream) messages.push(message);
  return messages;
}

async function failsWith(promise, code) {
  const error = await promise.then(() => assert.fail('the call succeeded'), (failure) => failure);
  assert.equal(error.code, code, error.message);
  return error;
}

// A method without generated code: bytes in, bytes out.
function raw(path, bytes, streaming) {
  const same = (value) => value;
  const any = new grpc.Client(address, grpc.credentials.createInsecure());
  if (streaming) {
    const call = any.makeBidiStreamRequest(path, same, same);
    call.end(bytes);
    return collect(call);
  }
  return new Promise((resolve, reject) => {
    any.makeUnaryRequest(path, same, same, bytes, (error, response) => (error ? reject(error) : resolve(response)));
  });
}

const compressed = new Echo(address, grpc.credentials.createInsecure(), {
  'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip,
});

await runCases({
  async unary() {
    assert.equal((await unary({ text: 'héllo' })).response.text, 'héllo');
  },
  async 'server-stream'() {
    const messages = await collect(client.ServerStream({ text: 'x', repeat: 100 }));
    assert.deepEqual(messages.map((message) => message.index), [...Array(100).keys()]);
  },
  async 'client-stream'() {
    const response = await new Promise((resolve, reject) => {
      const call = client.ClientStream((error, value) => (error ? reject(error) : resolve(value)));
      for (const text of ['a', 'b', 'c']) call.write({ text });
      call.end();
    });
    assert.equal(response.text, 'a,b,c');
  },
  async bidi() {
    const call = client.Bidi();
    const answers = call[Symbol.asyncIterator]();
    for (const text of ['one', 'two', 'three']) {
      call.write({ text });
      assert.equal((await answers.next()).value.text, text);
    }
    call.end();
    assert.equal((await answers.next()).done, true);
  },
  async deadline() {
    await failsWith(unary({ hang: true }, { options: { deadline: Date.now() + 200 } }), status.DEADLINE_EXCEEDED);
  },
  async cancellation() {
    const call = client.Bidi();
    const first = failsWith(collect(call), status.CANCELLED);
    call.write({ text: 'x' });
    setTimeout(() => call.cancel(), 50);
    await first;
  },
  async metadata() {
    const metadata = new grpc.Metadata();
    metadata.set('echo-text', 'some text');
    metadata.set('echo-bytes-bin', Buffer.from([0, 1, 254, 255]));
    const { headers, trailers } = await unary({ text: 'x' }, { metadata });
    assert.deepEqual(headers.get('echo-text'), ['some text']);
    assert.deepEqual([...headers.get('echo-bytes-bin')[0]], [0, 1, 254, 255]);
    assert.deepEqual(trailers.get('echo-text-trailer'), ['some text']);
    assert.deepEqual([...trailers.get('echo-bytes-trailer-bin')[0]], [0, 1, 254, 255]);
  },
  async 'status-details'() {
    const error = await failsWith(unary({ text: 'nö: 100 %', fail_with: status.FAILED_PRECONDITION }), status.FAILED_PRECONDITION);
    assert.equal(error.details, 'nö: 100 %');
    assert.equal(error.metadata.get('grpc-status-details-bin')[0].toString(), 'nö: 100 %');
  },
  async unimplemented() {
    await failsWith(raw('/conformance.v1.Echo/Nothing', Buffer.alloc(0)), status.UNIMPLEMENTED);
    await failsWith(raw('/no.Service/Nothing', Buffer.alloc(0)), status.UNIMPLEMENTED);
  },
  async gzip() {
    const text = 'z'.repeat(100_000);
    assert.equal((await unary({ text }, { on: compressed })).response.text, text);
  },
  async 'large-message'() {
    await failsWith(unary({ text: 'x'.repeat(5 * 1024 * 1024) }), status.RESOURCE_EXHAUSTED);
  },
  async health() {
    assert.deepEqual([...await raw('/grpc.health.v1.Health/Check', Buffer.alloc(0))], [0x08, 1]);
  },
  async reflection() {
    // ServerReflectionRequest { list_services: "*" } is field 7.
    for (const version of ['v1', 'v1alpha']) {
      const path = `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`;
      const [answer] = await raw(path, Buffer.from([0x3a, 1, 0x2a]), true);
      assert.ok(answer.includes('conformance.v1.Echo'), version);
    }
  },
});
process.exit();
