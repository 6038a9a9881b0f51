// A grpc-js server of the echo service on a port of its own: prints `listening PORT`.
import grpc from '@grpc/grpc-js';
import { Echo } from './echo-definition.mjs';

// Sends the metadata that is to be echoed as headers and gives it as trailers.
function echoMetadata(call) {
  const headers = new grpc.Metadata();
  const trailers = new grpc.Metadata();
  for (const [key, trailer] of [['echo-text', 'echo-text-trailer'], ['echo-bytes-bin', 'echo-bytes-trailer-bin']]) {
    for (const value of call.metadata.get(key)) {
      headers.add(key, value);
      trailers.add(trailer, value);
    }
  }
  if (Object.keys(headers.getMap()).length > 0) call.sendMetadata(headers);
  return trailers;
}

function failure({ text, fail_with: code }) {
  const metadata = new grpc.Metadata();
  metadata.add('grpc-status-details-bin', Buffer.from(text));
  return { code, details: text, metadata };
}

const server = new grpc.Server({ 'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip });
server.addService(Echo.service, {
  Unary(call, callback) {
    if (call.request.hang) return;
    if (call.request.fail_with) callback(failure(call.request));
    else callback(null, { text: call.request.text }, echoMetadata(call));
  },
  ServerStream(call) {
    for (let index = 0; index < call.request.repeat; index++) call.write({ text: call.request.text, index });
    if (call.request.fail_with) call.emit('error', failure(call.request));
    else call.end(echoMetadata(call));
  },
  ClientStream(call, callback) {
    const texts = [];
    call.on('data', ({ text }) => texts.push(text));
    call.on('end', () => callback(null, { text: texts.join() }));
  },
  Bidi(call) {
    let index = 0;
    call.on('data', ({ text }) => call.write({ text, index: index++ }));
    call.on('end', () => call.end());
  },
});
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(`listening ${port}`);
});
