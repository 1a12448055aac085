import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type TLSSocket, createServer } from 'node:tls';
import { Aedes } from 'aedes';
import { MqttPublisher, MqttSubscriber } from './index.js';

/** A broker that speaks TLS only and asks for a certificate. Certificates are made anew; that takes openssl. */
function findOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    console.log('openssl is not there: MQTT over TLS is not tried');
    return false;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'rukh-tls-'));
const file = (name: string): string => join(folder, name);
const openssl = (...args: string[]): unknown =>
  execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });

function makeCertificates(): void {
  const days = ['-days', '2', '-nodes', '-newkey', 'rsa:2048'];
  openssl('req', '-x509', ...days, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Test CA');
  for (const name of ['localhost', 'rukh-ingest']) {
    openssl('req', ...days.slice(2), '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    const sign = [
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
    ];
    openssl(...sign, '-days', '2', '-out', `${name}.pem`);
  }
}

const open: { stop(): Promise<void> }[] = [];

async function startTlsBroker(): Promise<string> {
  const aedes = await Aedes.createBroker();
  const server = createServer(
    {
      key: readFileSync(file('localhost.key')),
      cert: readFileSync(file('localhost.pem')),
      ca: readFileSync(file('ca.pem')),
      requestCert: true,
      rejectUnauthorized: true,
    },
    (socket: TLSSocket) => {
      aedes.handle(socket);
    },
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push({
    stop: async () => {
      await new Promise<void>((resolve) => aedes.close(resolve));
      server.close();
    },
  });
  return `mqtts://localhost:${(server.address() as AddressInfo).port}`;
}

function subscribe(
  url: string,
  files: { caFile?: string; certFile?: string; keyFile?: string },
): {
  subscriber: MqttSubscriber;
  topics: string[];
  errors: Error[];
} {
  const topics: string[] = [];
  const errors: Error[] = [];
  const subscriber = new MqttSubscriber({
    endpoint: { url, ...files },
    filters: ['rukh/#'],
    clientIdPrefix: 'test',
    onMessage: ({ topic }) => void topics.push(topic),
    onError: (error) => errors.push(error),
  });
  subscriber.start();
  open.push(subscriber);
  return { subscriber, topics, errors };
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`not in time: ${condition.toString()}`);
    await delay(10);
  }
}

(findOpenssl() ? describe : describe.skip)('MQTT over TLS', () => {
  const ours = {
    caFile: file('ca.pem'),
    certFile: file('rukh-ingest.pem'),
    keyFile: file('rukh-ingest.key'),
  };

  beforeAll(makeCertificates);
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each.stop();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('works with our certificate and the authority of the broker', async () => {
    const url = await startTlsBroker();
    const { subscriber, topics } = subscribe(url, ours);
    await until(() => subscriber.isSubscribed);
    const publisher = new MqttPublisher({ endpoint: { url, ...ours }, clientIdPrefix: 'test' });
    publisher.start();
    open.push(publisher);
    expect(await publisher.untilConnected(20_000)).toBe(true);
    expect(await publisher.publish('rukh/v1/x', Buffer.from('1'))).toBe(true);
    await until(() => topics.length === 1);
  });

  it.each([
    [
      'a broker whose authority nobody named',
      { certFile: ours.certFile, keyFile: ours.keyFile },
      /certificate/,
    ],
    ['no certificate of our own', { caFile: ours.caFile }, /./],
  ])('does not come about with %s', async (_, files, reason) => {
    const { subscriber, errors } = subscribe(await startTlsBroker(), files);
    await until(() => errors.length > 0);
    expect(errors[0]!.message).toMatch(reason);
    expect(subscriber.isSubscribed).toBe(false);
  });
});
