// The official Dapr SDK for JavaScript against localdapr: one app that subscribes and listens, and that uses its own sidecar.
// Usage: node dapr-sdk.mjs http|grpc APP_PORT SIDECAR_PORT APP_ID. Prints `ok CASE` or `failed CASE: REASON` per case.
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import dapr from "@dapr/dapr";

const { CommunicationProtocolEnum, DaprPubSubStatusEnum, DaprServer, HttpMethod, LogLevel, StateConcurrencyEnum } = dapr;
const [protocol, appPort, sidecarPort, appId] = process.argv.slice(2);
const communicationProtocol = protocol === "grpc" ? CommunicationProtocolEnum.GRPC : CommunicationProtocolEnum.HTTP;
const firstWrite = { concurrency: StateConcurrencyEnum.CONCURRENCY_FIRST_WRITE };
const store = "statestore";
const pubsub = "pubsub";
const logger = { level: LogLevel.Error };

const server = new DaprServer({
  serverHost: "127.0.0.1",
  serverPort: appPort,
  communicationProtocol,
  logger,
  clientOptions: { daprHost: "127.0.0.1", daprPort: sidecarPort, communicationProtocol, logger },
});
const client = server.client;

const received = { orders: [], again: [], bulk: [], ticks: [] };
await server.pubsub.subscribe(pubsub, "orders", async (data) => void received.orders.push(data));
await server.pubsub.subscribe(pubsub, "again", async (data) => {
  received.again.push(data);
  return received.again.length === 1 ? DaprPubSubStatusEnum.RETRY : DaprPubSubStatusEnum.SUCCESS;
});
await server.pubsub.subscribeBulk(pubsub, "bulk", async (data) => void received.bulk.push(data));
await server.binding.receive("ticks", async () => void received.ticks.push("tick"));
await server.invoker.listen("greet", async ({ body }) => ({ hello: JSON.parse(body).name }), { method: HttpMethod.POST });
await server.start();

await check("health", async () => assert.equal(await client.health.isHealthy(), true));

await check("metadata", async () => {
  const { id, components } = await client.metadata.get();
  assert.equal(id, appId);
  assert.ok(components.some(({ name, type, version }) => name === store && type === "state.redis" && version === "v1"));
});

await check("metadata label", async () => {
  assert.equal(await client.metadata.set("colour", "blue"), true);
  assert.equal((await client.metadata.get()).extended.colour, "blue");
});

await check("state saved and read", async () => {
  await client.state.save(store, [{ key: "saved", value: { n: 1, text: "é" } }]);
  assert.deepEqual(await client.state.get(store, "saved"), { n: 1, text: "é" });
});

await check("state missing", async () => assert.equal(await client.state.get(store, "missing"), ""));

await check("state bulk read", async () => {
  await client.state.save(store, [{ key: "bulk-1", value: { n: 1 } }, { key: "bulk-2", value: { n: 2 } }]);
  const items = await client.state.getBulk(store, ["bulk-1", "bulk-2", "bulk-3"]);
  const found = items.filter(({ data }) => data).sort((a, b) => a.key.localeCompare(b.key));
  assert.deepEqual(found.map(({ key, data }) => [key, data]), [["bulk-1", { n: 1 }], ["bulk-2", { n: 2 }]]);
});

await check("state save with etag", async () => {
  await client.state.save(store, [{ key: "etag", value: { n: 1 } }]);
  const stale = await etagOf("etag");
  assert.equal(await isRefused(client.state.save(store, [{ key: "etag", value: { n: 2 }, etag: stale, options: firstWrite }])), false);
  assert.equal(await isRefused(client.state.save(store, [{ key: "etag", value: { n: 3 }, etag: stale, options: firstWrite }])), true);
  assert.deepEqual(await client.state.get(store, "etag"), { n: 2 });
});

await check("state delete with etag", async () => {
  await client.state.save(store, [{ key: "gone", value: { n: 1 } }]);
  const stale = await etagOf("gone");
  await client.state.save(store, [{ key: "gone", value: { n: 2 } }]);
  assert.equal(await isRefused(client.state.delete(store, "gone", { etag: stale, ...firstWrite })), true);
  assert.equal(await isRefused(client.state.delete(store, "gone", { etag: await etagOf("gone"), ...firstWrite })), false);
  assert.equal(await client.state.get(store, "gone"), "");
});

await check("state transaction", async () => {
  await client.state.save(store, [{ key: "left", value: { n: 1 } }]);
  await client.state.transaction(store, [upsert("right", "moved"), { operation: "delete", request: { key: "left" } }]);
  assert.equal(await client.state.get(store, "left"), "");
  assert.equal(await client.state.get(store, "right"), "moved");
});

await check("state transaction refused", async () => {
  await client.state.transaction(store, [upsert("guarded", "first")]);
  const stale = await etagOf("guarded");
  await client.state.transaction(store, [upsert("guarded", "second")]);
  const outdated = { operation: "upsert", request: { key: "guarded", value: "third", etag: stale, options: firstWrite } };
  assert.equal(await isRefused(client.state.transaction(store, [upsert("innocent", "new"), outdated])), true);
  assert.equal(await client.state.get(store, "guarded"), "second");
  assert.equal(await client.state.get(store, "innocent"), "");
});

await check("state unknown store", async () => assert.equal(await isRefused(client.state.get("nowhere", "key")), true));

await check("publish object", async () => {
  await client.pubsub.publish(pubsub, "orders", { id: "o-1" });
  await until(() => received.orders.some((data) => data.id === "o-1"));
});

await check("publish text", async () => {
  await client.pubsub.publish(pubsub, "orders", "plain words");
  await until(() => received.orders.includes("plain words"));
});

await check("publish in bulk", async () => {
  const { failedMessages } = await client.pubsub.publishBulk(pubsub, "orders", [{ id: "b-1" }, { id: "b-2" }]);
  assert.deepEqual(failedMessages, []);
  await until(() => ["b-1", "b-2"].every((id) => received.orders.some((data) => data.id === id)));
});

await check("publish unknown component", async () =>
  assert.equal(await isRefused(client.pubsub.publish("nowhere", "orders", { id: "lost" })), true));

await check("event asked for again", async () => {
  await client.pubsub.publish(pubsub, "again", { id: "a-1" });
  await until(() => received.again.length === 2);
  assert.deepEqual(received.again, [{ id: "a-1" }, { id: "a-1" }]);
});

await check("events in bulk", async () => {
  await client.pubsub.publishBulk(pubsub, "bulk", [{ id: "1" }, { id: "2" }, { id: "3" }]);
  await until(() => received.bulk.length === 3);
  assert.deepEqual(received.bulk.map(({ id }) => id).sort(), ["1", "2", "3"]);
});

await check("output binding", async () => {
  const fileName = { fileName: `${protocol}.json` };
  await client.binding.send("files", "create", { n: 1 }, fileName);
  assert.deepEqual(asJson(await client.binding.send("files", "get", undefined, fileName)), { n: 1 });
  await client.binding.send("files", "delete", undefined, fileName);
  assert.equal(await isRefused(client.binding.send("files", "get", undefined, fileName)), true);
});

await check("input binding", async () => until(() => received.ticks.length > 0));

await check("secret", async () => assert.deepEqual(await client.secret.get("secrets", "password"), { password: "opensesame" }));

await check("secrets in bulk", async () =>
  assert.deepEqual((await client.secret.getBulk("secrets")).password, { password: "opensesame" }));

await check("invocation", async () =>
  assert.deepEqual(await client.invoker.invoke(appId, "greet", HttpMethod.POST, { name: "Ada" }), { hello: "Ada" }));

await check("invocation of an unknown app", async () =>
  assert.equal(await isRefused(client.invoker.invoke("nobody", "greet", HttpMethod.POST, { name: "Ada" })), true));

process.exit(0);

async function check(name, body) {
  try {
    await body();
    console.log(`ok ${name}`);
  } catch (error) {
    console.log(`failed ${name}: ${String(error?.message ?? JSON.stringify(error)).replaceAll("\n", " ")}`);
  }
}

async function until(condition) {
  for (const end = Date.now() + 20_000; !condition(); await delay(20)) {
    assert.ok(Date.now() < end, `still not: ${condition}, received ${JSON.stringify(received)}`);
  }
}

/** The HTTP client of the SDK returns some errors and throws others. */
async function isRefused(call) {
  try {
    return Boolean((await call)?.error);
  } catch {
    return true;
  }
}

async function etagOf(key) {
  const [{ etag }] = await client.state.getBulk(store, [key]);
  assert.ok(etag);
  return etag;
}

function upsert(key, value) {
  return { operation: "upsert", request: { key, value } };
}

/** Over gRPC the SDK hands out bytes, over HTTP it has parsed them. */
function asJson(response) {
  return response.data instanceof Uint8Array ? JSON.parse(Buffer.from(response.data).toString()) : response;
}
