import type { Schedule } from '@rukh/domain/gtfs';
import { DEFAULT_JUDGING_LIMITS, FleetJudge, findServiceArea } from '@rukh/domain/vehicle';
import { type Hidden, type RecordedRow, readRecording } from './read-recording.js';
import { ReplayFleet } from './replay-fleet.js';
import type { ReplayFeed } from './replay-feed.js';
import { ReplayReport } from './replay-report.js';
import type { ReplayTables } from './write-results.js';

/** Predictions are written this often, in recorded time. */
const PREDICT_EVERY_SECONDS = 30;
/** Recordings with holes are not predicted for through them. */
const HOLE_SECONDS = 120;
/** Depots and diversions lie outside the network by no more than this. */
const AREA_MARGIN_METRES = 20_000;

/** Where the results of a replay go. */
export interface ReplayOutputs {
  readonly tables: ReplayTables;
  readonly feed: ReplayFeed;
  readonly progress: (rows: number, recordedAtSeconds: number) => void;
}

/**
 * Plays a recording through judging, tracking, prediction and the feed, offline: recorded time is the only clock,
 * so the same recording and schedule give the same results to the byte. One pass, memory bounded by the fleet.
 */
export async function runReplay(
  schedule: Schedule,
  recording: string,
  hidden: Hidden,
  { tables, feed, progress }: ReplayOutputs,
): Promise<ReplayReport> {
  const area = findServiceArea(schedule, AREA_MARGIN_METRES);
  const judge = new FleetJudge({ ...DEFAULT_JUDGING_LIMITS, ...(area ? { area } : {}) });
  const fleet = new ReplayFleet(schedule);
  const report = new ReplayReport(schedule);
  let now = -Infinity;
  let predictAt = -Infinity;
  for await (const row of readRecording(recording, hidden)) {
    if (row.receivedAtSeconds > now) {
      if (row.receivedAtSeconds > now + HOLE_SECONDS) predictAt = roundUp(row.receivedAtSeconds);
      now = row.receivedAtSeconds;
      for (; predictAt <= now; predictAt += PREDICT_EVERY_SECONDS) {
        tables.writePredictions(predictAt, fleet.listPredictions(predictAt));
      }
      await feed.advance(now);
    }
    takeRow(row, now, { judge, fleet, report, tables, feed });
    if (report.rows % 5000 === 0) {
      progress(report.rows, now);
      await tables.flush();
    }
  }
  return report;
}

function takeRow(
  row: RecordedRow,
  now: number,
  on: { judge: FleetJudge; fleet: ReplayFleet; report: ReplayReport; tables: ReplayTables; feed: ReplayFeed },
): void {
  const outcome = row.report ? on.judge.judge('replay', [row.report], now)[0] : undefined;
  if (!outcome?.position) {
    const rejection = outcome?.rejection ?? 'malformed';
    on.report.countRejection(rejection);
    // The same fix polled again is the same place: what is known of the vehicle still holds.
    const known = rejection === 'duplicate' ? on.fleet.findLatest(row.vehicleId) : undefined;
    on.tables.writeAssignment(row, known, rejection);
    return;
  }
  const taken = on.fleet.take(outcome.position);
  on.report.countUpdate(taken.update);
  on.tables.writeAssignment(row, taken.update, undefined);
  on.feed.take(taken.update, taken.predictions);
}

function roundUp(seconds: number): number {
  return Math.ceil(seconds / PREDICT_EVERY_SECONDS) * PREDICT_EVERY_SECONDS;
}
