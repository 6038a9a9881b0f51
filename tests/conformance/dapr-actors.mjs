// The official Dapr SDK for JavaScript as a host and a caller of actors on localdapr.
// Usage: node dapr-actors.mjs APP_PORT SIDECAR_HTTP_PORT SIDECAR_GRPC_PORT. Prints `ok CASE` or `failed CASE: REASON` per case.
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import dapr from "@dapr/dapr";

const { AbstractActor, ActorId, ActorProxyBuilder, CommunicationProtocolEnum, DaprClient, DaprServer, LogLevel, Temporal } = dapr;
const [appPort, httpPort, grpcPort] = process.argv.slice(2);
const logger = { level: LogLevel.Error };
const activated = [];
const deactivated = [];
const received = [];

class Counter extends AbstractActor {
  async onActivate() {
    activated.push(this.getActorId().getId());
  }

  async onDeactivate() {
    deactivated.push(this.getActorId().getId());
  }

  async add(amount) {
    const count = (await this.count()) + amount;
    // Lets another turn come between, if the runtime does.
    await delay(1);
    await this.getStateManager().setState("count", count);
    return count;
  }

  async count() {
    const [exists, count] = await this.getStateManager().tryGetState("count");
    return exists ? count : 0;
  }

  async forget() {
    return this.getStateManager().tryRemoveState("count");
  }

  async fail() {
    throw new Error("no stock");
  }

  async startTimer() {
    const duration = Temporal.Duration.from({ milliseconds: 200 });
    await this.registerActorTimer("tick", "onTick", duration, duration, undefined, "timer");
  }

  async stopTimer() {
    await this.unregisterActorTimer("tick");
  }

  async onTick(data) {
    received.push(data);
    await this.add(1);
  }

  async startReminder() {
    await this.registerActorReminder("wake", Temporal.Duration.from({ milliseconds: 100 }), Temporal.Duration.from({ seconds: 1 }), undefined, "reminder");
  }

  async stopReminder() {
    await this.unregisterActorReminder("wake");
  }

  async receiveReminder(data) {
    received.push(data);
    await this.add(10);
  }
}

const clientOptions = { daprHost: "127.0.0.1", daprPort: httpPort, communicationProtocol: CommunicationProtocolEnum.HTTP, logger };
clientOptions.actor = { actorIdleTimeout: "2s", actorScanInterval: "200ms", reentrancy: { enabled: false } };
const server = new DaprServer({ serverHost: "127.0.0.1", serverPort: appPort, communicationProtocol: CommunicationProtocolEnum.HTTP, logger, clientOptions });
await server.actor.init();
await server.actor.registerActor(Counter);
await server.start();

const overHttp = new ActorProxyBuilder(Counter, new DaprClient(clientOptions));
const overGrpc = new ActorProxyBuilder(
  Counter,
  new DaprClient({ daprHost: "127.0.0.1", daprPort: grpcPort, communicationProtocol: CommunicationProtocolEnum.GRPC, logger }),
);

await check("registered", async () => assert.deepEqual(await server.actor.getRegisteredActors(), ["Counter"]));

await check("call and state", async () => {
  const counter = overHttp.build(new ActorId("state"));
  assert.equal(await counter.add(2), 2);
  assert.equal(await counter.add(3), 5);
  assert.equal(await counter.count(), 5);
  assert.equal(activated.filter((id) => id === "state").length, 1);
});

await check("state removed", async () => {
  const counter = overHttp.build(new ActorId("removed"));
  await counter.add(2);
  assert.equal(await counter.forget(), true);
  assert.equal(await counter.count(), 0);
});

await check("turns", async () => {
  const counter = overHttp.build(new ActorId("turns"));
  await Promise.all(Array.from({ length: 50 }, () => counter.add(1)));
  assert.equal(await counter.count(), 50);
});

await check("actors side by side", async () => {
  const counts = await Promise.all(Array.from({ length: 50 }, (_, id) => overHttp.build(new ActorId(`side-${id}`)).add(7)));
  assert.deepEqual(counts, Array(50).fill(7));
});

await check("call over gRPC", async () => {
  // Without arguments: the SDK's own host cannot read those that its gRPC client sends.
  await overHttp.build(new ActorId("grpc")).add(4);
  assert.equal(Number(await overGrpc.build(new ActorId("grpc")).count()), 4);
  await assert.rejects(async () => overGrpc.build(new ActorId("grpc")).fail());
});

await check("failure", async () => {
  const counter = overHttp.build(new ActorId("failure"));
  await counter.add(1);
  await assert.rejects(async () => counter.fail());
  assert.equal(await counter.count(), 1);
});

await check("unknown method", async () => assert.rejects(async () => overHttp.build(new ActorId("unknown")).nothing()));

await check("timer", async () => {
  const counter = overHttp.build(new ActorId("timer"));
  await counter.startTimer();
  await until(async () => (await counter.count()) >= 2);
  await counter.stopTimer();
  const count = await counter.count();
  assert.ok(received.includes("timer"), JSON.stringify(received));
  await delay(500);
  assert.equal(await counter.count(), count);
});

await check("reminder", async () => {
  const counter = overHttp.build(new ActorId("reminder"));
  await counter.startReminder();
  await until(async () => (await counter.count()) >= 20);
  await counter.stopReminder();
  assert.ok(received.includes("reminder"), JSON.stringify(received));
});

await check("idle deactivation", async () => {
  const counter = overHttp.build(new ActorId("idle"));
  await counter.add(9);
  await until(async () => deactivated.includes("idle"));
  assert.equal(await counter.count(), 9);
  assert.equal(activated.filter((id) => id === "idle").length, 2);
});

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
  for (const end = Date.now() + 20_000; !(await condition()); await delay(20)) {
    assert.ok(Date.now() < end, `still not: ${condition}`);
  }
}
