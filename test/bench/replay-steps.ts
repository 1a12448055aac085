/**
 * The steps of a replay, switched on one after another. Measured is the second half of a recording: by then the
 * vehicles are followed, and the code is compiled.
 */
import { mkdirSync } from 'node:fs';
import type { Schedule } from '@rukh/domain/gtfs';
import { TrackedFleet } from '@rukh/domain/prediction';
import { Fleet, TRACKING_PARAMETERS, Timetable } from '@rukh/domain/tracking';
import { DEFAULT_JUDGING_LIMITS, FleetJudge, type VehiclePosition } from '@rukh/domain/vehicle';
import { readRecording } from '../../apps/rukh/dist/replay/read-recording.js';
import { ReplayTables } from '../../apps/rukh/dist/replay/write-results.js';

/** Each with all before it. */
export const STEPS = ['reading', 'judging', 'tracking', 'sharing of runs', 'prediction', 'writing'] as const;
export type Step = (typeof STEPS)[number];

/** Of the second half of the recording. */
export interface Pass {
  readonly rows: number;
  readonly microseconds: number;
  readonly assigned: number;
  readonly predictions: number;
}

/** Predictions are written this often, as `rukh replay` does. */
const WRITE_EVERY_SECONDS = 30;
/** Sharing this seldom is not sharing: once, before anything is known. */
const NEVER_SECONDS = 1e9;

/** Replays with the steps up to one. */
export async function measurePass(
  upTo: Step,
  schedule: Schedule,
  recording: string,
  out: string,
): Promise<Pass> {
  const half = (await countRows(recording)) / 2;
  const worker = createWorker(upTo, schedule, out);
  let [rows, assignedBefore, predictionsBefore] = [0, 0, 0];
  let started: NodeJS.CpuUsage | undefined;
  globalThis.gc?.();
  for await (const batch of readRecording(recording, { trip: false, route: false, stop: false })) {
    if (!started && rows >= half) {
      started = process.cpuUsage();
      [rows, assignedBefore, predictionsBefore] = [0, worker.assigned(), worker.predictions()];
    }
    for (const row of batch) worker.take(row);
    rows += batch.length;
    await worker.flush();
  }
  const { user, system } = process.cpuUsage(started);
  await worker.close();
  return {
    rows,
    microseconds: user + system,
    assigned: worker.assigned() - assignedBefore,
    predictions: worker.predictions() - predictionsBefore,
  };
}

async function countRows(recording: string): Promise<number> {
  let rows = 0;
  for await (const batch of readRecording(recording, { trip: true, route: true, stop: true })) {
    rows += batch.length;
  }
  return rows;
}

type Row = Parameters<ReplayTables['writeAssignment']>[0];
type Update = Parameters<ReplayTables['writeAssignment']>[1];

interface Worker {
  take(row: Row): void;
  flush(): Promise<void>;
  close(): Promise<void>;
  assigned(): number;
  predictions(): number;
}

function createWorker(upTo: Step, schedule: Schedule, out: string): Worker {
  const depth = STEPS.indexOf(upTo);
  const judge = new FleetJudge(DEFAULT_JUDGING_LIMITS);
  const follow = createFollower(upTo, schedule);
  mkdirSync(out, { recursive: true });
  const wanted = new Set(upTo === 'writing' ? ['assignments', 'predictions'] : []);
  const tables = new ReplayTables(out, schedule, wanted, 0);
  let assigned = 0;
  let writeAt = 0;
  return {
    take(row) {
      if (depth === 0) return;
      const position = row.report && judge.judge('bench', [row.report], row.receivedAtSeconds)[0]?.position;
      const update = position && depth > 1 ? follow.take(position) : undefined;
      if (update?.assignment) assigned++;
      if (upTo !== 'writing' || !follow.fleet) return;
      tables.writeAssignment(row, update, undefined);
      if (row.receivedAtSeconds < writeAt) return;
      writeAt = row.receivedAtSeconds + WRITE_EVERY_SECONDS;
      tables.writePredictions(row.receivedAtSeconds, follow.fleet);
    },
    flush: () => tables.flush(),
    close: () => tables.close(),
    assigned: () => assigned,
    predictions: () => tables.predictionRows,
  };
}

interface Follower {
  readonly fleet?: TrackedFleet;
  take(position: VehiclePosition): Update;
}

function createFollower(upTo: Step, schedule: Schedule): Follower {
  if (upTo === 'prediction' || upTo === 'writing') {
    const fleet = new TrackedFleet(schedule);
    return { fleet, take: (position) => fleet.take(position)?.update };
  }
  const shareSeconds = upTo === 'tracking' ? NEVER_SECONDS : TRACKING_PARAMETERS.shareSeconds;
  const fleet = new Fleet(new Timetable(schedule), { ...TRACKING_PARAMETERS, shareSeconds });
  return { take: (position) => fleet.track(position) };
}
