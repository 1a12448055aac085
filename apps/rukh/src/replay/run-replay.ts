import type { Schedule } from '@rukh/domain/gtfs';
import { TrackedFleet } from '@rukh/domain/prediction';
import { DEFAULT_JUDGING_LIMITS, FleetJudge, findServiceArea } from '@rukh/domain/vehicle';
import { readRecording } from './read-recording.js';
import type { Hidden, RecordedRow } from './recorded-row.js';
import type { RecordedBoardings } from './recorded-boardings.js';
import type { ReplayFeed } from './replay-feed.js';
import { ReplayReport } from './replay-report.js';
import type { ReplayTables } from './write-results.js';

/** Predictions are written this often, in recorded time. */
const PREDICT_EVERY_SECONDS = 30;
/** Recordings with holes are not predicted for through them. */
const HOLE_SECONDS = 120;
/** A vehicle silent for longer is lost, and its predictions end. */
const LOST_AFTER_SECONDS = 300;
/** Depots and diversions lie outside the network by no more than this. */
const AREA_MARGIN_METRES = 20_000;

/** Where the results of a replay go. */
export interface ReplayOutputs {
  readonly tables: ReplayTables;
  /** Undefined where no feed is wanted. */
  readonly feed: ReplayFeed | undefined;
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
  boardings?: RecordedBoardings,
): Promise<ReplayReport> {
  const area = findServiceArea(schedule, AREA_MARGIN_METRES);
  const judge = new FleetJudge({ ...DEFAULT_JUDGING_LIMITS, ...(area ? { area } : {}) });
  const fleet = new TrackedFleet(schedule);
  const on = { judge, fleet, report: new ReplayReport(schedule), tables, feed, boardings };
  const clock = { now: -Infinity, predictAt: -Infinity };
  for await (const batch of readRecording(recording, hidden)) {
    for (const row of batch) {
      if (row.receivedAtSeconds > clock.now) await advance(clock, row.receivedAtSeconds, on);
      takeRow(row, clock.now, on);
    }
    progress(on.report.rows, clock.now);
    await tables.flush();
  }
  return on.report;
}

interface Replay {
  readonly judge: FleetJudge;
  readonly fleet: TrackedFleet;
  readonly report: ReplayReport;
  readonly tables: ReplayTables;
  readonly feed: ReplayFeed | undefined;
  /** Undefined where nobody counted who got in. */
  readonly boardings: RecordedBoardings | undefined;
}

/** Recorded time goes on to `now`: what is due by then is written. */
async function advance(
  clock: { now: number; predictAt: number },
  now: number,
  { fleet, tables, feed, boardings }: Replay,
): Promise<void> {
  if (now > clock.now + HOLE_SECONDS) clock.predictAt = roundUp(now);
  clock.now = now;
  if (boardings) fleet.takeBoardings(boardings.takeUntil(now), now);
  for (; clock.predictAt <= now; clock.predictAt += PREDICT_EVERY_SECONDS) {
    const { items } = fleet.dropSilent(clock.predictAt - LOST_AFTER_SECONDS);
    for (const { update } of items) feed?.take(update, []);
    tables.writePredictions(clock.predictAt, fleet);
    await tables.flush();
  }
  await feed?.advance(now);
}

function takeRow(row: RecordedRow, now: number, on: Replay): void {
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
  if (!taken) {
    on.report.countRejection('out_of_order');
    on.tables.writeAssignment(row, on.fleet.findLatest(row.vehicleId), 'out_of_order');
    return;
  }
  on.report.countUpdate(taken.update);
  on.tables.writeAssignment(row, taken.update, undefined);
  on.feed?.take(taken.update, taken.predictions);
}

function roundUp(seconds: number): number {
  return Math.ceil(seconds / PREDICT_EVERY_SECONDS) * PREDICT_EVERY_SECONDS;
}
