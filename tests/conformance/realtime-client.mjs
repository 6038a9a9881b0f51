// The contract of /v1/realtime (docs/realtime.md), held by the WebSocket client of npm.
// Arguments: the gateway's address, a token of a user, a token of another user, a token that somebody else signed.
import WebSocket from 'ws';

const [gateway, token, otherToken, forgedToken] = process.argv.slice(2);
const url = gateway.replace(/^http/, 'ws').replace(/\/$/, '') + '/v1/realtime';
const patience = 20_000;
const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

// A socket whose messages are read one after the other.
class Client {
  constructor(protocols = [], options = {}) {
    this.messages = [];
    this.waiting = [];
    this.socket = new WebSocket(url, protocols, options);
    this.closed = new Promise(resolve => this.socket.on('close', code => resolve(code)));
    this.socket.on('message', data => this.take(JSON.parse(data)));
    this.socket.on('error', () => {});
  }

  take(message) {
    const next = this.waiting.shift();
    if (next) next(message); else this.messages.push(message);
  }

  send(message) { this.socket.send(JSON.stringify(message)); }

  next(type) {
    const message = this.messages.length > 0 ? Promise.resolve(this.messages.shift()) : new Promise(resolve => this.waiting.push(resolve));
    return inTime(message, type).then(found => {
      if (found.type !== type) throw new Error(`${type} expected, but ${JSON.stringify(found)}`);
      return found;
    });
  }

  async subscribe(channel, lastEventId) {
    this.send({ type: 'subscribe', id: 's', channel, lastEventId });
    return await this.next('subscribed');
  }

  close() { this.socket.terminate(); }
}

function inTime(promise, what) {
  let timer;
  const timeout = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`no ${what} in time`)), patience); });
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer));
}

async function signIn(bearer = token) {
  const client = new Client([], { headers: { Authorization: `Bearer ${bearer}` } });
  const hello = await client.next('hello');
  equal(hello.authenticated, true);
  return client;
}

async function createLink() {
  const response = await fetch(new URL('/v1/links', gateway), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify({ longUrl: 'https://example.com/realtime' }),
  });
  if (!response.ok) throw new Error(`link: ${response.status} ${await response.text()}`);
  return (await response.json()).shortCode;
}

const click = code => fetch(new URL('/' + code, gateway), { redirect: 'manual', headers: { 'User-Agent': browser } });

function equal(actual, expected) {
  if (actual !== expected) throw new Error(`${JSON.stringify(expected)} expected, but ${JSON.stringify(actual)}`);
}

const cases = {
  async 'bearer-header'() {
    const client = await signIn();
    await client.subscribe('users/me');
    client.close();
  },

  async 'bad-bearer-header'() {
    const client = new Client([], { headers: { Authorization: `Bearer ${forgedToken}` } });
    const status = await inTime(new Promise(resolve => client.socket.on('unexpected-response', (_, response) => resolve(response.statusCode))), 'answer');
    equal(status, 401);
  },

  async 'token-subprotocol'() {
    const client = new Client(['platform.realtime.v1', 'access_token.' + token]);
    await client.next('hello');
    await client.next('authenticated');
    equal(client.socket.protocol, 'platform.realtime.v1');
    client.close();
  },

  async 'token-message'() {
    const client = new Client();
    equal((await client.next('hello')).authenticated, false);
    client.send({ type: 'authenticate', id: 'a', token });
    const answer = await client.next('authenticated');
    equal(answer.id, 'a');
    if (!(Date.parse(answer.expireTime) > Date.now())) throw new Error(`expires ${answer.expireTime}`);
    client.close();
  },

  async 'bad-token-message'() {
    const client = new Client();
    await client.next('hello');
    client.send({ type: 'authenticate', token: forgedToken });
    equal(await inTime(client.closed, 'close'), 4401);
  },

  async 'no-token'() {
    const client = new Client();
    await client.next('hello');
    equal(await inTime(client.closed, 'close'), 4401);
  },

  async 'event'() {
    const code = await createLink();
    const client = await signIn();
    await client.subscribe('links/' + code);
    await click(code);
    const event = await client.next('event');
    equal(event.channel, 'links/' + code);
    equal(event.event, 'link.clicked');
    equal(event.data.clicks, '1');
    client.close();
  },

  async 'foreign-channel'() {
    const code = await createLink();
    const client = await signIn(otherToken);
    client.send({ type: 'subscribe', channel: 'links/' + code });
    equal((await client.next('error')).code, 'CHANNEL_FORBIDDEN');
    client.close();
  },

  async 'resume'() {
    const code = await createLink();
    const before = await signIn();
    await before.subscribe('links/' + code);
    await click(code);
    const last = (await before.next('event')).id;
    before.close();
    await click(code);

    const after = await signIn();
    equal((await after.subscribe('links/' + code, last)).lastEventId, last);
    const missed = await after.next('event');
    if (missed.id === last) throw new Error('an event came twice');
    after.close();
  },

  async 'reset'() {
    const client = await signIn();
    await client.subscribe('users/me', '000000000000-7');
    await client.next('reset');
    client.close();
  },

  async 'unsubscribe'() {
    const client = await signIn();
    await client.subscribe('users/me');
    client.send({ type: 'unsubscribe', id: 'u', channel: 'users/me' });
    equal((await client.next('unsubscribed')).id, 'u');
    client.close();
  },

  async 'ping-message'() {
    const client = await signIn();
    client.send({ type: 'ping', id: '1' });
    equal((await client.next('pong')).id, '1');
    client.close();
  },

  async 'ping-frame'() {
    const client = await signIn();
    const pong = new Promise(resolve => client.socket.on('pong', data => resolve(data.toString())));
    client.socket.ping('beat');
    equal(await inTime(pong, 'pong'), 'beat');
    client.close();
  },

  async 'server-ping'() {
    const client = await signIn();
    await inTime(new Promise(resolve => client.socket.on('ping', resolve)), 'ping');
    client.close();
  },

  async 'fragments'() {
    const client = await signIn();
    client.socket.send('{"type":"pi', { fin: false });
    client.socket.send('ng","id":', { fin: false });
    client.socket.send('"f"}', { fin: true });
    equal((await client.next('pong')).id, 'f');
    client.close();
  },

  async 'malformed'() {
    const client = await signIn();
    client.socket.send('{');
    equal((await client.next('error')).code, 'MALFORMED_MESSAGE');
    client.close();
  },

  async 'binary'() {
    const client = await signIn();
    client.socket.send(Buffer.from([1, 2, 3]));
    equal(await inTime(client.closed, 'close'), 1003);
  },

  async 'too-big'() {
    const client = await signIn();
    client.socket.send('x'.repeat(16 * 1024 + 1));
    equal(await inTime(client.closed, 'close'), 1009);
  },

  async 'no-utf8'() {
    const client = await signIn();
    client.socket.send(Buffer.from([0xff, 0xfe]), { binary: false });
    equal(await inTime(client.closed, 'close'), 1007);
  },

  async 'close'() {
    const client = await signIn();
    client.socket.close(1000, 'bye');
    equal(await inTime(client.closed, 'close'), 1000);
  },
};

await Promise.all(Object.entries(cases).map(async ([name, run]) => {
  try {
    await run();
    console.log(`ok ${name}`);
  } catch (error) {
    console.log(`failed ${name}: ${error.message}`);
  }
}));
process.exit(0);
