// The echo service for grpc-js, and the small runner of client cases that the C# tests read: `ok NAME` or `failed NAME: REASON`.
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';

const path = fileURLToPath(new URL('echo.proto', import.meta.url));
export const { Echo } = grpc.loadPackageDefinition(protoLoader.loadSync(path, { keepCase: true, defaults: true })).conformance.v1;

export async function runCases(cases) {
  for (const [name, run] of Object.entries(cases)) {
    try {
      await run();
      console.log(`ok ${name}`);
    } catch (error) {
      console.log(`failed ${name}: ${error.stack.replaceAll('\n', ' | ')}`);
    }
  }
}
