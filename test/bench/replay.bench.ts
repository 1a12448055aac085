/**
 * What each step of a replay costs a position, and how that grows with vehicles and with trips: a simulated morning
 * peak of Lviv, written as a recording and replayed with one step more each time. What a step costs is the processor
 * time, collecting garbage too, by which a replay with it takes longer. After a build:
 *
 *     node test/bench/replay.bench.ts [--small]
 *
 * Ends with 1 where nothing was tracked.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { importGtfs } from '@rukh/adapters/gtfs-files';
import type { Schedule } from '@rukh/domain/gtfs';
import { type Hints, type SimulatedReport, createSimulation, step } from '@rukh/domain/simulation';
import { serviceDayStartSeconds } from '@rukh/domain/time';
import { POSITION_COLUMNS, positionRow } from '../../apps/rukh/dist/simulate/simulation-rows.js';
import { Figures } from './figures.ts';
import { ORDINARY_DAY, PEAK_SECONDS, copiedId, movePlace, readLviv } from './pipeline/busy-city.ts';
import { writeBusyCity } from './pipeline/write-busy-city.ts';
import { STEPS, measurePass } from './replay-steps.ts';

/** `share` of the vehicles of so many fleets, against the timetable of so many cities. */
interface Case {
  readonly name: string;
  readonly share: number;
  readonly fleets: number;
  readonly cities: number;
}

const CASES: readonly Case[] = [
  { name: '1/4 fleet', share: 1 / 4, fleets: 1, cities: 1 },
  { name: '1/2 fleet', share: 1 / 2, fleets: 1, cities: 1 },
  { name: 'fleet', share: 1, fleets: 1, cities: 1 },
  { name: 'fleet, 2x trips', share: 1, fleets: 1, cities: 2 },
  { name: '2 fleets, 2x trips', share: 1, fleets: 2, cities: 2 },
];
const INTERVAL_SECONDS = 4;

const { values } = parseArgs({ options: { small: { type: 'boolean', default: false } } });
const minutes = values.small ? 2 : 12;
const figures = new Figures('replay');
const folder = mkdtempSync(join(tmpdir(), 'rukh-replay-'));
try {
  const lviv = await readLviv();
  const startSeconds = serviceDayStartSeconds(ORDINARY_DAY, lviv.timeZone) + PEAK_SECONDS;
  const cities = new Map<number, Schedule>();
  for (const count of values.small ? [1] : [1, 2]) {
    const { schedule } = await importGtfs(await writeBusyCity(folder, lviv, count, startSeconds));
    cities.set(count, schedule!);
  }
  for (const hints of values.small ? (['none'] as const) : (['none', 'full'] as const)) {
    const reports = simulate(cities.get(1)!, startSeconds, hints);
    const cases = values.small ? CASES.slice(0, 1) : CASES;
    for (const of of cases) await measureCase(of, hints, reports, cities.get(of.cities)!);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function simulate(schedule: Schedule, startSeconds: number, hints: Hints): SimulatedReport[] {
  const simulation = createSimulation(schedule, {
    seed: 1,
    startSeconds,
    hints,
    warmUpSeconds: 1200,
    intervalSeconds: INTERVAL_SECONDS,
  });
  return [...step(simulation, startSeconds + minutes * 60).reports];
}

async function measureCase(
  { name, share, fleets }: Case,
  hints: Hints,
  reports: readonly SimulatedReport[],
  schedule: Schedule,
): Promise<void> {
  const recording = join(folder, 'recording.csv.gz');
  writeFileSync(recording, gzipSync(writeRecording(reports, share, fleets), { level: 1 }));
  const subject = `${hints}, ${name}`;
  let before = 0;
  for (const stepName of STEPS) {
    const pass = await measurePass(stepName, schedule, recording, join(folder, 'out'));
    if (stepName === 'reading') figures.add(subject, 'positions a minute', (2 * pass.rows) / minutes, '');
    figures.add(subject, stepName, (pass.microseconds - before) / pass.rows, 'us/position', 1);
    before = pass.microseconds;
    if (stepName !== STEPS.at(-1)) continue;
    if (pass.assigned === 0) throw new Error('nothing was tracked');
    figures.add(subject, 'all of it', pass.microseconds / pass.rows, 'us/position', 1);
    figures.add(subject, 'rows of predictions a position', pass.predictions / pass.rows, '', 1);
  }
}

/** The reports of a share of the vehicles, and again of their copies in other cities. */
function writeRecording(reports: readonly SimulatedReport[], share: number, fleets: number): string {
  const vehicleIds = [...new Set(reports.map(({ report }) => report.vehicleId))].sort();
  const chosen = new Set(vehicleIds.filter((_, i) => i % Math.round(1 / share) === 0));
  const rows = [POSITION_COLUMNS];
  for (const simulated of reports) {
    if (!chosen.has(simulated.report.vehicleId)) continue;
    for (let copy = 0; copy < fleets; copy++) rows.push(positionRow(copyOf(simulated, copy)));
  }
  return `${rows.join('\n')}\n`;
}

function copyOf(simulated: SimulatedReport, copy: number): SimulatedReport {
  const { report } = simulated;
  const { vehicleId, tripId, routeId, stopId } = report;
  const named = {
    ...(tripId === undefined ? {} : { tripId: copiedId(tripId, copy) }),
    ...(routeId === undefined ? {} : { routeId: copiedId(routeId, copy) }),
    ...(stopId === undefined ? {} : { stopId: copiedId(stopId, copy) }),
  };
  const place = movePlace(report, copy);
  return { ...simulated, report: { ...report, ...place, vehicleId: copiedId(vehicleId, copy), ...named } };
}
