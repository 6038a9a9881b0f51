// A grpc-js client that asks the rate limiter as Envoy does: node envoy-ratelimit.mjs HOST:PORT
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';
import { runCases } from './echo-definition.mjs';

const protos = fileURLToPath(new URL('../../protos', import.meta.url));
const definition = protoLoader.loadSync('envoy/service/ratelimit/v3/rls.proto', {
  includeDirs: [protos], keepCase: true, defaults: true, enums: String, longs: Number,
});
const { RateLimitService } = grpc.loadPackageDefinition(definition).envoy.service.ratelimit.v3;
const client = new RateLimitService(process.argv[2], grpc.credentials.createInsecure());

function ask(request) {
  return new Promise((resolve, reject) => {
    client.ShouldRateLimit({ domain: 'envoy', ...request }, (error, response) => (error ? reject(error) : resolve(response)));
  });
}

const descriptor = (facts, more = {}) => ({ entries: Object.entries(facts).map(([key, value]) => ({ key, value })), ...more });

await runCases({
  async path() {
    assert.equal(RateLimitService.service.ShouldRateLimit.path, '/envoy.service.ratelimit.v3.RateLimitService/ShouldRateLimit');
  },
  async 'counts-down'() {
    const answers = [];
    for (let i = 0; i < 4; i += 1) answers.push(await ask({ descriptors: [descriptor({ remote_address: '192.0.2.1' })] }));
    assert.deepEqual(answers.map((answer) => answer.overall_code), ['OK', 'OK', 'OK', 'OVER_LIMIT']);
    assert.deepEqual(answers.map((answer) => answer.statuses[0].limit_remaining), [2, 1, 0, 0]);
    const { current_limit: limit, duration_until_reset: reset } = answers[3].statuses[0];
    assert.deepEqual(limit, { requests_per_unit: 3, unit: 'HOUR', name: 'address' });
    assert.ok(reset.seconds > 0 && reset.seconds <= 3600);
  },
  async 'several-descriptors'() {
    const both = [descriptor({ remote_address: '192.0.2.2' }), descriptor({ remote_address: '192.0.2.2', path: '/login' })];
    assert.equal((await ask({ descriptors: both })).overall_code, 'OK');
    const second = await ask({ descriptors: both });
    assert.equal(second.overall_code, 'OVER_LIMIT');
    assert.deepEqual(second.statuses.map((status) => status.code), ['OK', 'OVER_LIMIT']);
  },
  async 'hits-addend'() {
    const descriptors = [descriptor({ remote_address: '192.0.2.3' })];
    assert.equal((await ask({ descriptors, hits_addend: 3 })).overall_code, 'OK');
    assert.equal((await ask({ descriptors })).overall_code, 'OVER_LIMIT');
  },
  async 'limit-of-the-descriptor'() {
    const descriptors = [descriptor({ remote_address: '192.0.2.4' }, { limit: { requests_per_unit: 7, unit: 'DAY' } })];
    const { statuses: [status] } = await ask({ descriptors });
    assert.equal(status.limit_remaining, 6);
    assert.equal(status.current_limit.unit, 'DAY');
  },
  async 'unknown-descriptor'() {
    const answer = await ask({ descriptors: [descriptor({ nobody: 'knows' })] });
    assert.equal(answer.overall_code, 'OK');
    assert.equal(answer.statuses[0].current_limit, null);
  },
  async 'bad-request'() {
    await assert.rejects(ask({ descriptors: [] }), (error) => error.code === grpc.status.INVALID_ARGUMENT);
  },
  async 'at-once'() {
    const asked = Array.from({ length: 100 }, () => ask({ descriptors: [descriptor({ remote_address: '192.0.2.5' })] }));
    const passed = (await Promise.all(asked)).filter((answer) => answer.overall_code === 'OK');
    assert.equal(passed.length, 3);
  },
});
process.exit();
