/**
 * How many positions a second ingest takes, and how long one needs from the vehicle's publish to the stream in
 * Redis: trackers over MQTT at QoS 1 in a process of their own, the embedded broker (or the one in
 * RUKH_TEST_MQTT_URL) in another, ingest here, a real Redis. After a build:
 *
 *     node test/bench/ingest.bench.ts [--rate 5000] [--seconds 10] [--vehicles 1000] [--connections 50] [--small]
 *
 * Prints the figures; ends with 1 where a position was lost.
 */
import 'reflect-metadata';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { MqttPublisher } from '@rukh/adapters/mqtt';
import { startMqttBroker } from '@rukh/adapters/mqtt-broker';
import { decodePositions, encodeVehicleReports } from '@rukh/adapters/protobuf';
import { connectRedis, untilRedisReady } from '@rukh/adapters/redis';
import { startScratchRedis } from '@rukh/adapters/scratch-redis';
import { IngestModule } from '@rukh/ingest';
import { Metrics, createApp } from '@rukh/service';
import { Figures, sumMetric } from './figures.ts';

interface Settings {
  readonly rate: number;
  readonly seconds: number;
  readonly vehicles: number;
  readonly connections: number;
  readonly brokerUrl?: string;
}

const TURN_MS = 10;

/** Role of the trackers' process: publishes at the rate for the time, says how much was taken. */
async function runTrackers({ rate, seconds, vehicles, connections, brokerUrl }: Settings): Promise<void> {
  const publisher = new MqttPublisher({
    endpoint: { url: brokerUrl! },
    clientIdPrefix: 'bench',
    connections,
    maxInFlight: 100_000,
  });
  publisher.start();
  await publisher.untilConnected(20_000);
  let sent = 0;
  let refused = 0;
  const started = performance.now();
  while (sent < rate * seconds) {
    const due = Math.min(rate * seconds, ((performance.now() - started) / 1000) * rate);
    for (; sent < due; sent++) {
      const step = Math.floor(sent / vehicles);
      const taken = publisher.publish(topicOf(sent % vehicles), encodeVehicleReports([reportOf(step)]), {
        sender: String(sent % vehicles),
      });
      void taken.then((isTaken) => (refused += isTaken ? 0 : 1));
    }
    await delay(TURN_MS);
  }
  while (publisher.inFlight > 0) await delay(TURN_MS);
  process.send?.({ sent, refused, cpu: process.cpuUsage() });
  await publisher.stop();
  process.disconnect();
}

const topicOf = (vehicle: number): string => `rukh/v1/bench/vehicle/v${vehicle}/position`;

function reportOf(step: number): Parameters<typeof encodeVehicleReports>[0][number] {
  return {
    ...{ vehicleId: '', timestampSeconds: Date.now() / 1000, lat: 49.84, lon: 24 + step * 1e-5 },
    ...{
      bearing: 90,
      speedMetresPerSecond: 8.5,
      tripId: '1234_5_0',
      routeId: 'A01',
      odometerMetres: 123_456,
    },
  };
}

async function runBroker(): Promise<void> {
  const broker = await startMqttBroker();
  process.send?.({ url: broker.url });
  await once(process, 'disconnect');
  await broker.stop();
}

function startRole(role: string, settings: object): ChildProcess {
  return fork(fileURLToPath(import.meta.url), ['--role', role, '--settings', JSON.stringify(settings)], {
    execArgv: ['--no-warnings'],
  });
}

/** The whole run. Answers whether nothing was lost. */
async function run(settings: Settings): Promise<boolean> {
  const redis = await startScratchRedis();
  const broker = process.env['RUKH_TEST_MQTT_URL'] === undefined ? startRole('broker', {}) : undefined;
  const [hello] = broker ? ((await once(broker, 'message')) as [{ url: string }]) : [undefined];
  const brokerUrl = hello?.url ?? process.env['RUKH_TEST_MQTT_URL']!;
  Object.assign(process.env, {
    ...{ RUKH_AGENCY: 'bench', REDIS_URL: redis.url, MQTT_URL: brokerUrl, RUKH_LOG_LEVEL: 'fatal' },
    ...{ RUKH_INGEST_ADAPTERS: 'rukh' },
  });
  const app = await createApp(IngestModule, { name: 'bench' });
  await app.init();
  const sum = async (name: string): Promise<number> => sumMetric(await app.get(Metrics).render(), name);
  while ((await sum('rukh_ingest_subscriptions_total')) === 0) await delay(TURN_MS);

  const before = process.cpuUsage();
  const started = performance.now();
  const trackers = startRole('trackers', { ...settings, brokerUrl });
  const [{ sent, refused }] = (await once(trackers, 'message')) as [{ sent: number; refused: number }];
  const deadline = Date.now() + 10_000;
  const arrived = async (): Promise<number> =>
    (await sum('rukh_ingest_sent_total')) + (await sum('rukh_ingest_rejected_total'));
  while ((await arrived()) < sent - refused && Date.now() < deadline) await delay(TURN_MS);
  const seconds = (performance.now() - started) / 1000;
  const cpu = process.cpuUsage(before);

  const inStream = await sum('rukh_ingest_sent_total');
  const ages = await readAges(redis.url);
  const lost = sent - inStream;
  const subject = `${settings.rate}/s, ${settings.connections} connections`;
  const figures = new Figures('ingest');
  figures.add(subject, 'positions sent', sent, '');
  figures.add(subject, 'positions lost', lost, '');
  figures.add(subject, 'taken', sent / seconds, '/s');
  figures.addSpread(subject, 'published to stream', ages, 'ms');
  figures.add(subject, 'CPU of ingest', (cpu.user + cpu.system) / sent, 'us/position', 1);
  await app.close();
  broker?.disconnect();
  await redis.stop();
  return lost === 0;
}

/** Milliseconds from each position's timestamp to its entry's id, which is Redis' time of writing; rising. */
async function readAges(url: string): Promise<number[]> {
  const redis = connectRedis(url, { name: 'bench' });
  await untilRedisReady(redis, 5000);
  const ages: number[] = [];
  for (let from = '-'; ;) {
    const entries = await redis.xrangeBuffer('rukh:{bench}:positions', from, '+', 'COUNT', 100);
    if (entries.length === 0) break;
    for (const [id, fields] of entries) {
      const writtenMs = Number(id.toString().split('-')[0]);
      for (const { timestampSeconds } of decodePositions(fields[1]!)) {
        ages.push(writtenMs - timestampSeconds * 1000);
      }
    }
    from = `(${entries.at(-1)![0].toString()}`;
  }
  redis.disconnect();
  return ages.sort((a, b) => a - b);
}

const { values } = parseArgs({
  options: {
    role: { type: 'string', default: 'all' },
    settings: { type: 'string', default: '{}' },
    rate: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '10' },
    vehicles: { type: 'string', default: '1000' },
    connections: { type: 'string', default: '50' },
    small: { type: 'boolean', default: false },
  },
});

if (values.role === 'broker') await runBroker();
else if (values.role === 'trackers') await runTrackers(JSON.parse(values.settings) as Settings);
else {
  const isGood = await run({
    rate: values.small ? 500 : Number(values.rate),
    seconds: values.small ? 2 : Number(values.seconds),
    vehicles: Number(values.vehicles),
    connections: Number(values.connections),
  });
  process.exit(isGood ? 0 : 1);
}
