import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from '@rukh/adapters/embedded';
import { importGtfs } from '@rukh/adapters/gtfs-files';
import { MqttSubscriber } from '@rukh/adapters/mqtt';
import { type MqttBroker, startMqttBroker } from '@rukh/adapters/mqtt-broker';
import { decodeVehicleReports } from '@rukh/adapters/protobuf';
import { type Simulation, createSimulation, step } from '@rukh/domain/simulation';
import type { Schedule } from '@rukh/domain/gtfs';
import { findBroker } from '@rukh/service';
import { type LiveState, simulateLive } from './simulate-live.js';

const LVIV = resolve(import.meta.dirname, '../../../../data/lviv/gtfs.zip');
const EIGHT = Temporal.ZonedDateTime.from('2026-11-25T08:00[Europe/Kyiv]').epochMilliseconds / 1000;
/** Simulated seconds, played four times as fast. */
const DURATION = 80;
const SPEED = 4;

let schedule: Schedule;
beforeAll(async () => (schedule = (await importGtfs(LVIV)).schedule!));

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.stop();
});

const simulate = (): Simulation =>
  createSimulation(schedule, {
    seed: 5,
    startSeconds: EIGHT,
    preset: 'none',
    vehicles: 60,
    warmUpSeconds: 600,
  });

/** Everything that trackers have to say in that time, as `vehicle second`. */
function expected(): Set<string> {
  const { reports } = step(simulate(), EIGHT + DURATION);
  return new Set(reports.map(({ report }) => `${report.vehicleId} ${report.timestampSeconds}`));
}

interface Heard {
  readonly subscriber: MqttSubscriber;
  readonly reports: Set<string>;
  readonly seconds: Map<string, number[]>;
  topics: Set<string>;
}

async function until(what: string, isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`not within 120 s: ${what}`);
    await delay(20);
  }
}

function listen(url: string): Heard {
  const subscriber = new MqttSubscriber({
    endpoint: { url },
    filters: ['rukh/v1/lviv/vehicle/+/position'],
    clientIdPrefix: 'test-listener',
    onMessage: ({ topic, payload }) => {
      heard.topics.add(topic);
      for (const report of decodeVehicleReports(payload)) {
        heard.reports.add(`${report.vehicleId} ${report.timestampSeconds}`);
        heard.seconds.set(report.vehicleId, [
          ...(heard.seconds.get(report.vehicleId) ?? []),
          report.timestampSeconds,
        ]);
      }
      return undefined;
    },
  });
  const heard: Heard = { subscriber, reports: new Set(), seconds: new Map(), topics: new Set() };
  subscriber.start();
  open.push(subscriber);
  return heard;
}

async function listenNow(url: string): Promise<Heard> {
  const heard = listen(url);
  await until('subscribed', () => heard.subscriber.isSubscribed);
  return heard;
}

async function play(
  url: string,
  states: LiveState[] = [],
  signal = new AbortController().signal,
): Promise<number> {
  return simulateLive(simulate(), {
    broker: findBroker({ MQTT_URL: url })!,
    agency: 'lviv',
    speed: SPEED,
    connections: 3,
    qos: 1,
    untilSeconds: EIGHT + DURATION,
    signal,
    progress: (state) => states.push(state),
  });
}

async function broker(port = 0): Promise<MqttBroker> {
  const started = await startMqttBroker({ port });
  open.push(started);
  return started;
}

describe('a simulation played over MQTT', () => {
  it('sends every report on the topic of its vehicle, in order', async () => {
    const { url } = await broker();
    const heard = await listenNow(url);
    const sent = await play(url);
    const wanted = expected();
    await until('every report is heard', () => wanted.isSubsetOf(heard.reports));
    expect(sent).toBe(wanted.size);
    for (const seconds of heard.seconds.values()) expect(seconds).toEqual([...seconds].sort((a, b) => a - b));
    expect([...heard.topics].every((topic) => /^rukh\/v1\/lviv\/vehicle\/\d+\/position$/.test(topic))).toBe(
      true,
    );
  });

  it('keeps what it has while the broker is away, and loses nothing', async () => {
    const first = await broker(await findFreePort());
    const before = await listenNow(first.url);
    const wanted = [...expected()];
    const within = (from: number, to: number): Set<string> =>
      new Set(
        wanted.filter((each) => {
          const second = Number(each.split(' ')[1]) - EIGHT;
          return second >= from && second < to;
        }),
      );
    const startedAt = performance.now();
    const played = play(first.url);
    const early = within(0, 12);
    await until('the first broker got all of the beginning', () => early.isSubsetOf(before.reports));
    open.splice(open.indexOf(first), 1);
    await first.stop();
    await delay(1500);
    const second = await broker(first.port);
    // A subscriber's own pause before it calls again is not what is tested here: a fresh one listens at once.
    const after = await listenNow(second.url);
    // What was kept may have been sent before it listened; what happened since may not.
    const since = ((performance.now() - startedAt) / 1000) * SPEED + 2;
    expect(await played).toBe(wanted.length);
    const late = within(since, DURATION);
    await until('the second broker got all of the rest', () => late.isSubsetOf(after.reports));
  });

  it('waits for a broker that is not there yet, says so, and stops when asked to', async () => {
    const states: LiveState[] = [];
    const stop = new AbortController();
    const played = play('mqtt://127.0.0.1:1', states, stop.signal);
    await until('reports are kept', () => (states.at(-1)?.kept ?? 0) > 50);
    stop.abort();
    expect(await played).toBe(0);
    expect(states.at(-1)).toMatchObject({ connected: 0, sent: 0 });
    expect(states.at(-1)!.trouble).toMatch(/ECONNREFUSED/);
  });
});
