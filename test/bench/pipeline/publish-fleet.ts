/**
 * The process of the trackers: a fleet that reports over MQTT at QoS 1, each vehicle at even intervals. Places are
 * worked out before the first is sent, so that what is measured is not this. Started by the benchmark with a
 * channel: says when it begins, and at the end what it sent when.
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { MqttPublisher } from '@rukh/adapters/mqtt';
import { encodeVehicleReports } from '@rukh/adapters/protobuf';
import type { Schedule } from '@rukh/domain/gtfs';
import { type Drive, copiedId, listDrives, placeOf, readLviv } from './busy-city.ts';

export interface FleetSettings {
  readonly agency: string;
  readonly brokerUrl: string;
  readonly username: string;
  readonly password: string;
  readonly vehicles: number;
  readonly perSecond: number;
  readonly seconds: number;
  readonly connections: number;
  /** Where in the peak the fleet begins, seconds after its start. */
  readonly fromSeconds: number;
  /** Whether trackers name their trips. */
  readonly hints: boolean;
  /** File for what was sent: vehicle, timestamp and time of publishing, ms, as doubles. */
  readonly logFile: string;
}

/** What the process says at its end. */
export interface FleetResult {
  readonly sent: number;
  readonly refused: number;
  /** Most milliseconds by which a report was published later than it was due. */
  readonly worstLateMs: number;
}

const TICK_MS = 5;

/** Places of all vehicles, one row a report: lat, lon, bearing, metres, trip. */
class Route {
  readonly #values: Float64Array;

  constructor(
    schedule: Schedule,
    drives: readonly Drive[],
    reports: number,
    secondsOf: (i: number, n: number) => number,
  ) {
    this.#values = new Float64Array(drives.length * reports * 5);
    for (const [i, drive] of drives.entries()) {
      for (let n = 0; n < reports; n++) {
        const { lat, lon, bearing, metres, trip } = placeOf(schedule, drive, secondsOf(i, n));
        this.#values.set([lat, lon, bearing, metres, trip], (i * reports + n) * 5);
      }
    }
  }

  row(index: number): Float64Array {
    return this.#values.subarray(index * 5, index * 5 + 5);
  }
}

async function run(settings: FleetSettings): Promise<void> {
  const { vehicles, perSecond, seconds, agency } = settings;
  const intervalMs = (vehicles / perSecond) * 1000;
  const reports = Math.ceil((seconds * 1000) / intervalMs);
  const schedule = await readLviv();
  const drives = listDrives(schedule, vehicles, settings.fromSeconds + seconds);
  const afterMs = (i: number, n: number): number => n * intervalMs + Math.floor((i / vehicles) * intervalMs);
  const route = new Route(schedule, drives, reports, (i, n) => settings.fromSeconds + afterMs(i, n) / 1000);
  const publisher = new MqttPublisher({
    endpoint: { url: settings.brokerUrl, username: settings.username, password: settings.password },
    clientIdPrefix: 'bench',
    connections: settings.connections,
    maxInFlight: 200_000,
  });
  publisher.start();
  if (!(await publisher.untilConnected(20_000))) throw new Error('the broker takes no connections');
  const beginMs = Math.ceil(Date.now() / 1000 + 1) * 1000;
  process.send?.({ kind: 'ready', beginMs });
  const log = new Float64Array(vehicles * reports * 3);
  let refused = 0;
  let worstLateMs = 0;
  for (let next = 0; next < vehicles * reports;) {
    const now = Date.now();
    for (; next < vehicles * reports; next++) {
      const i = next % vehicles;
      const n = Math.floor(next / vehicles);
      const due = beginMs + afterMs(i, n);
      if (due > now) break;
      const { vehicleId, copy } = drives[i]!;
      const [lat, lon, bearing, metres, trip] = route.row(i * reports + n);
      const tripId = copiedId(schedule.trips.ids[trip!]!, copy);
      const payload = encodeVehicleReports([
        {
          ...{ vehicleId, timestampSeconds: due / 1000, lat: lat!, lon: lon!, bearing: bearing! },
          ...{ speedMetresPerSecond: 7, odometerMetres: metres! },
          ...(settings.hints
            ? { tripId, routeId: copiedId(schedule.routes[schedule.trips.route[trip!]!]!.routeId, copy) }
            : {}),
        },
      ]);
      log.set([i, due, Date.now()], next * 3);
      worstLateMs = Math.max(worstLateMs, now - due);
      const taken = publisher.publish(`rukh/v1/${agency}/vehicle/${vehicleId}/position`, payload, {
        sender: vehicleId,
      });
      void taken.then((isTaken) => (refused += isTaken ? 0 : 1));
    }
    await delay(TICK_MS);
  }
  for (const deadline = Date.now() + 30_000; publisher.inFlight > 0 && Date.now() < deadline;)
    await delay(TICK_MS);
  const result: FleetResult = {
    sent: vehicles * reports,
    refused: refused + publisher.inFlight,
    worstLateMs,
  };
  writeFileSync(settings.logFile, log);
  process.send?.({ kind: 'done', ...result });
  await publisher.stop();
  process.disconnect();
}

await run(JSON.parse(process.argv[2]!) as FleetSettings);
