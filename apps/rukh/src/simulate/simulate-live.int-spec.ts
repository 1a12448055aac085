import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { importGtfs } from '@rukh/adapters/gtfs-files';
import { MqttSubscriber } from '@rukh/adapters/mqtt';
import { type MqttBroker, startMqttBroker } from '@rukh/adapters/mqtt-broker';
import { decodeVehicleReports } from '@rukh/adapters/protobuf';
import { type Simulation, createSimulation, step } from '@rukh/domain/simulation';
import type { Schedule } from '@rukh/domain/gtfs';
import { type LiveState, simulateLive } from './simulate-live.js';

const LVIV = resolve(import.meta.dirname, '../../../../data/lviv/gtfs.zip');
const EIGHT = Temporal.ZonedDateTime.from('2026-11-25T08:00[Europe/Kyiv]').epochMilliseconds / 1000;
/** Simulated seconds, played four times as fast. */
const DURATION = 60;
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
  readonly reports: Set<string>;
  readonly seconds: Map<string, number[]>;
  topics: Set<string>;
}

function listen(url: string): Heard {
  const heard: Heard = { reports: new Set(), seconds: new Map(), topics: new Set() };
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
  subscriber.start();
  open.push(subscriber);
  return heard;
}

async function play(
  url: string,
  states: LiveState[] = [],
  signal = new AbortController().signal,
): Promise<number> {
  return simulateLive(simulate(), {
    mqttUrl: url,
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
    const heard = listen(url);
    await delay(500);
    const sent = await play(url);
    await delay(300);
    const wanted = expected();
    expect([...wanted].filter((report) => !heard.reports.has(report))).toEqual([]);
    expect(sent).toBe(wanted.size);
    for (const seconds of heard.seconds.values()) expect(seconds).toEqual([...seconds].sort((a, b) => a - b));
    expect([...heard.topics].every((topic) => /^rukh\/v1\/lviv\/vehicle\/\d+\/position$/.test(topic))).toBe(
      true,
    );
  });

  it('keeps what it has while the broker is away, and loses nothing', async () => {
    const first = await broker();
    const before = listen(first.url);
    await delay(500);
    const states: LiveState[] = [];
    const played = play(first.url, states);
    await delay(4000);
    open.splice(open.indexOf(first), 1);
    await first.stop();
    await delay(3000);
    const second = await broker(first.port);
    // A subscriber's own pause before it calls again is not what is tested here: a fresh one listens at once.
    const after = listen(second.url);
    const sent = await played;
    await delay(500);
    const wanted = [...expected()];
    expect(sent).toBe(wanted.length);
    const secondOf = (report: string): number => Number(report.split(' ')[1]) - EIGHT;
    expect(wanted.filter((each) => secondOf(each) < 12 && !before.reports.has(each))).toEqual([]);
    expect(wanted.filter((each) => secondOf(each) > 45 && !after.reports.has(each))).toEqual([]);
  });

  it('waits for a broker that is not there yet, says so, and stops when asked to', async () => {
    const states: LiveState[] = [];
    const stop = new AbortController();
    const played = play('mqtt://127.0.0.1:1', states, stop.signal);
    await delay(6000);
    stop.abort();
    expect(await played).toBe(0);
    expect(states.at(-1)).toMatchObject({ connected: 0, sent: 0 });
    expect(states.at(-1)!.kept).toBeGreaterThan(50);
    expect(states.at(-1)!.trouble).toMatch(/ECONNREFUSED/);
  });
});
