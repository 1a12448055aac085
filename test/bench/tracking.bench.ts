/**
 * What tracking and prediction cost a position, on a simulated morning peak of the bundled city; and, where the
 * recordings are, how right they are on days that were recorded. After a build:
 *
 *     node test/bench/tracking.bench.ts [--small]
 *
 * The recordings are looked for in ../shared/data, or in data of the folder named by RUKH_SHARED; they are replayed
 * with trips, routes and stops hidden, and held against what the file says. Ends with 1 where nothing could be
 * tracked.
 */
import { parseArgs } from 'node:util';
import { encodePositions, encodeUpdates } from '@rukh/adapters/protobuf';
import { decodeSchedule, encodeSchedule, type Schedule } from '@rukh/domain/gtfs';
import { Predictor, TrackedFleet } from '@rukh/domain/prediction';
import { type Hints, type ReportTruth, createSimulation, step } from '@rukh/domain/simulation';
import { getServiceDate, serviceDayStartSeconds } from '@rukh/domain/time';
import { Fleet, Timetable } from '@rukh/domain/tracking';
import { DEFAULT_JUDGING_LIMITS, FleetJudge, type VehiclePosition } from '@rukh/domain/vehicle';
import { Figures } from './figures.ts';
import { readLviv } from './pipeline/busy-city.ts';
import { PublishedLines } from './published-lines.ts';
import { RECORDINGS, findRecording, replayHidden } from './replay-accuracy.ts';

const DATE = getServiceDate('20261125');
const PEAK_SECONDS = 8 * 3600;

const { values } = parseArgs({ options: { small: { type: 'boolean', default: false } } });
const minutes = values.small ? 2 : 20;
const figures = new Figures('tracking');
const schedule = await readLviv();
measureMemory(schedule);
for (const hints of values.small ? (['full'] as const) : (['full', 'none'] as const)) {
  const morning = createMorning(hints);
  const positions = morning(minutes);
  measureService(hints, positions, morning);
  measureCost(hints, positions);
}
for (const name of values.small ? [] : RECORDINGS) {
  const recording = findRecording(name);
  if (recording === undefined) console.log(`${name}: the recording is not there; left out`);
  else replayHidden(figures, name, recording);
}

function measureMemory(of: Schedule): void {
  const used = (): number => {
    for (let i = 0; i < 3; i++) globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return (heapUsed + arrayBuffers) / 1e6;
  };
  const bytes = encodeSchedule(of);
  figures.add('Lviv', 'compiled schedule', bytes.length / 1e6, 'MB', 1);
  if (!globalThis.gc) return;
  const before = used();
  const loaded = decodeSchedule(bytes);
  const timetable = new Timetable(loaded);
  timetable.around(serviceDayStartSeconds(DATE, loaded.timeZone) + PEAK_SECONDS);
  figures.add('Lviv', 'schedule held, with three days of runs', used() - before, 'MB', 1);
  // Held until here, or there would be nothing to measure.
  if (timetable.schedule.trips.ids.length === 0) throw new Error('an empty schedule');
}

/** A morning from the peak on, simulated and judged: the next so many minutes of what tracking is given. */
function createMorning(hints: Hints): (minutes: number) => Reported {
  let seconds = serviceDayStartSeconds(DATE, schedule.timeZone) + PEAK_SECONDS;
  const simulation = createSimulation(schedule, {
    seed: 1,
    startSeconds: seconds,
    hints,
    warmUpSeconds: 3600,
  });
  const judge = new FleetJudge(DEFAULT_JUDGING_LIMITS);
  return (minutes) => {
    seconds += minutes * 60;
    return step(simulation, seconds).reports.flatMap(({ report, arrivesAtSeconds, truth }) => {
      const { position } = judge.judge('bench', [report], arrivesAtSeconds)[0]!;
      return position ? [{ position, truth }] : [];
    });
  };
}

type Reported = readonly { readonly position: VehiclePosition; readonly truth: ReportTruth }[];

function subjectOf(hints: Hints): string {
  return `Lviv, ${minutes} min, hints ${hints}`;
}

/**
 * As the services have it: predicted where that says something new. From cold, and as it goes on for days: after
 * twice as long, when vehicles are followed, habits are learned and the code is compiled.
 */
function measureService(hints: Hints, first: Reported, morning: (minutes: number) => Reported): void {
  const fleet = new TrackedFleet(schedule);
  const measure = (positions: Reported): number => {
    globalThis.gc?.();
    const before = process.cpuUsage();
    for (const { position } of positions) fleet.take(position);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / positions.length;
  };
  const name = 'tracking with prediction, as the services do it';
  figures.add(subjectOf(hints), `${name}, from cold`, measure(first), 'us/position', 1);
  measure(morning(minutes));
  figures.add(subjectOf(hints), name, measure(morning(minutes)), 'us/position', 1);
}

/** Each step by itself; predictions of all stops at every position. */
function measureCost(hints: Hints, positions: Reported): void {
  const subject = subjectOf(hints);
  const timetable = new Timetable(schedule);
  const fleet = new Fleet(timetable);
  const predictor = new Predictor(timetable);
  const cost = { track: 0, predict: 0, encode: 0 };
  const timed = <T>(part: keyof typeof cost, work: () => T): T => {
    const before = performance.now();
    const made = work();
    cost[part] += 1000 * (performance.now() - before);
    return made;
  };
  const settledSeconds = positions[0]!.position.atSeconds + minutes * 20;
  let [settled, inService, right, given] = [0, 0, 0, 0];
  const lines = new PublishedLines(schedule);
  const cpuBefore = process.cpuUsage();
  for (const { position, truth } of positions) {
    const update = timed('track', () => fleet.track(position));
    if (!update) continue;
    const predictions = timed('predict', () =>
      predictor.predict(update, fleet.findState(position.vehicleId)!),
    );
    timed('encode', () => encodeUpdates(schedule, [{ update, predictions }]));
    if (position.atSeconds < settledSeconds) continue;
    settled++;
    if (!truth.instance) continue;
    inService++;
    if (update.assignment) given++;
    lines.add(update.assignment, truth.instance.trip);
    if (update.assignment?.instance.trip === truth.instance.trip) right++;
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  if (settled === 0 || given === 0) throw new Error('nothing was tracked');
  figures.add(subject, 'positions', positions.length, '');
  figures.add(subject, 'tracking', cost.track / positions.length, 'us/position', 1);
  figures.add(subject, 'prediction of all stops ahead', cost.predict / positions.length, 'us/position', 1);
  figures.add(subject, 'encoding with all predictions', cost.encode / positions.length, 'us/position', 1);
  figures.add(
    subject,
    'CPU of all three, collecting garbage too',
    (user + system) / positions.length,
    'us/position',
    1,
  );
  figures.add(subject, 'in service, given a trip', (100 * given) / inService, '%', 1);
  figures.add(subject, 'in service, on the right trip', (100 * right) / inService, '%', 1);
  lines.report(figures, subject);
  const bytes = encodePositions(positions.slice(0, 500).map(({ position }) => position)).length / 500;
  figures.add(subject, 'a position between services', bytes, 'bytes');
}
