// The official Dapr SDK for JavaScript against the workflow engine of localdapr: its worker runs the workflows, its client starts them.
// Usage: node dapr-workflow.mjs SIDECAR_PORT. Prints `ok CASE` or `failed CASE: REASON` per case.
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import dapr from "@dapr/dapr";

const { DaprWorkflowClient, WorkflowRuntime, WorkflowRuntimeStatus } = dapr;
const [sidecarPort] = process.argv.slice(2);
const print = console.log;
// The SDK tells every step.
console.log = console.info = console.error = () => {};

const endpoint = { daprHost: "127.0.0.1", daprPort: sidecarPort };
const client = new DaprWorkflowClient(endpoint);
const worker = new WorkflowRuntime(endpoint);
const attempts = new Map();

const double = async (_, number) => 2 * number;
const flaky = async (_, key) => {
  attempts.set(key, (attempts.get(key) ?? 0) + 1);
  if (attempts.get(key) < 3) {
    throw new Error(`attempt ${attempts.get(key)} failed`);
  }
  return attempts.get(key);
};

async function* sequence(context, number) {
  context.setCustomStatus("first");
  const first = yield context.callActivity(double, number);
  context.setCustomStatus("second");
  return yield context.callActivity(double, first);
}

async function* fanOut(context, count) {
  const results = yield context.whenAll(Array.from({ length: count }, (_, number) => context.callActivity(double, number)));
  return results.reduce((sum, each) => sum + each, 0);
}

async function* timer(context) {
  const before = context.getCurrentUtcDateTime().getTime();
  yield context.createTimer(1);
  return context.getCurrentUtcDateTime().getTime() - before;
}

async function* event(context) {
  yield context.createTimer(1);
  const first = yield context.waitForExternalEvent("Number");
  const second = yield context.waitForExternalEvent("Number");
  return [first, second];
}

async function* eventOrTimeout(context) {
  const answer = context.waitForExternalEvent("Answer");
  const winner = yield context.whenAny([answer, context.createTimer(1)]);
  return winner === answer ? answer.getResult() : "timeout";
}

async function* parent(context, number) {
  const child = yield context.callChildWorkflow(sequence, number);
  const failure = context.callChildWorkflow(failing);
  try {
    yield failure;
  } catch (error) {
    return `${child} ${/child failed on purpose/.test(error.message)}`;
  }
  return "no failure";
}

async function* failing(context) {
  yield context.createTimer(0);
  throw new Error("child failed on purpose");
}

async function* retries(context, key) {
  for (;;) {
    try {
      return yield context.callActivity(flaky, key);
    } catch {
      yield context.createTimer(0.05);
    }
  }
}

async function* counts(context, left) {
  yield context.callActivity(double, left);
  if (left > 0) {
    context.continueAsNew(left - 1, true);
    return;
  }
  return "counted";
}

async function* waits(context) {
  return yield context.waitForExternalEvent("Go");
}

for (const workflow of [sequence, fanOut, timer, event, eventOrTimeout, parent, failing, retries, counts, waits]) {
  worker.registerWorkflow(workflow);
}
worker.registerActivity(double).registerActivity(flaky);
await worker.start();

await check("activities one after another", async () => {
  const state = await run(sequence, 5);
  assert.equal(state.serializedOutput, "20");
  assert.equal(state.serializedInput, "5");
  assert.equal(state.customStatus, "second");
});

await check("activities side by side", async () => assert.equal((await run(fanOut, 100)).serializedOutput, "9900"));

await check("timer", async () => assert.ok(Number((await run(timer)).serializedOutput) >= 1000));

await check("event that comes early", async () => {
  const id = await client.scheduleNewWorkflow(event);
  await client.raiseEvent(id, "Number", 1);
  await client.raiseEvent(id, "number", 2);
  assert.deepEqual(JSON.parse((await end(id)).serializedOutput), [1, 2]);
});

await check("event or timeout", async () => {
  const id = await client.scheduleNewWorkflow(eventOrTimeout);
  await client.raiseEvent(id, "Answer", "yes");
  assert.equal((await end(id)).serializedOutput, '"yes"');
  assert.equal((await run(eventOrTimeout)).serializedOutput, '"timeout"');
});

await check("child workflows", async () => assert.equal((await run(parent, 1)).serializedOutput, '"4 true"'));

await check("retries", async () => assert.equal((await run(retries, "retried")).serializedOutput, "3"));

await check("failure", async () => {
  const state = await run(failing);
  assert.equal(state.runtimeStatus, WorkflowRuntimeStatus.FAILED);
  assert.match(state.workflowFailureDetails.getErrorMessage(), /on purpose/);
});

await check("continue as new", async () => assert.equal((await run(counts, 30)).serializedOutput, '"counted"'));

await check("suspend and resume", async () => {
  const id = await client.scheduleNewWorkflow(waits);
  await client.waitForWorkflowStart(id);
  await client.suspendWorkflow(id);
  await client.raiseEvent(id, "Go", "went");
  assert.equal((await client.getWorkflowState(id, true)).runtimeStatus, WorkflowRuntimeStatus.SUSPENDED);
  await client.resumeWorkflow(id);
  assert.equal((await end(id)).serializedOutput, '"went"');
});

await check("terminate and purge", async () => {
  const id = await client.scheduleNewWorkflow(waits, undefined, "named");
  assert.equal(id, "named");
  await client.terminateWorkflow(id, "enough");
  const state = await end(id);
  assert.equal(state.runtimeStatus, WorkflowRuntimeStatus.TERMINATED);
  assert.equal(state.serializedOutput, '"enough"');
  assert.equal(await client.purgeWorkflow(id), true);
  assert.equal(await client.getWorkflowState(id, true), undefined);
  assert.equal(await client.purgeWorkflow(id), false);
});

await check("scheduled start", async () => {
  const id = await client.scheduleNewWorkflow(sequence, 1, undefined, new Date(Date.now() + 1000));
  assert.equal((await client.getWorkflowState(id, true)).runtimeStatus, WorkflowRuntimeStatus.PENDING);
  assert.equal((await end(id)).serializedOutput, "4");
});

await check("id in use", async () => {
  const id = await client.scheduleNewWorkflow(waits, undefined, "in-use");
  await assert.rejects(client.scheduleNewWorkflow(waits, undefined, id), /already exists/);
  await client.terminateWorkflow(id);
});

await check("unknown workflow", async () => {
  const id = await client.scheduleNewWorkflow("nobody");
  assert.equal((await end(id)).runtimeStatus, WorkflowRuntimeStatus.FAILED);
});

process.exit(0);

async function run(workflow, input) {
  return end(await client.scheduleNewWorkflow(workflow, input));
}

async function end(id) {
  return client.waitForWorkflowCompletion(id, true, 20);
}

async function check(name, body) {
  try {
    await Promise.race([body(), delay(25_000).then(() => assert.fail("timed out"))]);
    print(`ok ${name}`);
  } catch (error) {
    print(`failed ${name}: ${String(error?.message ?? JSON.stringify(error)).replaceAll("\n", " ")}`);
  }
}
