/**
 * Positions whose truth is known, to be tracked with other parameters as often as one likes: a simulated day of Lviv with
 * all that goes wrong there, and the recordings. Judged as a replay judges them; what a vehicle says of its trip is hidden.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { join } from 'node:path';
import { importGtfs } from '@rukh/adapters/gtfs-files';
import type { Schedule } from '@rukh/domain/gtfs';
import {
  type AssignmentScores,
  AssignmentScorer,
  type FixLabel,
  type PublishedFix,
} from '@rukh/domain/scoring';
import { type SimulatedReport, createSimulation, step } from '@rukh/domain/simulation';
import { serviceDayStartSeconds } from '@rukh/domain/time';
import { Fleet, Timetable, type TrackingParameters, type VehicleUpdate } from '@rukh/domain/tracking';
import {
  DEFAULT_JUDGING_LIMITS,
  FleetJudge,
  type VehiclePosition,
  findServiceArea,
} from '@rukh/domain/vehicle';
import { parse } from 'csv-parse/sync';
import { readRecording } from '../../apps/rukh/dist/replay/read-recording.js';
import { ORDINARY_DAY, readLviv } from './pipeline/busy-city.ts';

const AREA_MARGIN_METRES = 20_000;
const LOST_AFTER_SECONDS = 300;
const INTERVAL_SECONDS = 30;
/** The day is simulated so much at a time. */
const STEP_SECONDS = 1800;

/** In the order in which they came; without a position where the report was refused. */
export interface LabelledFix {
  readonly receivedAtSeconds: number;
  readonly position: VehiclePosition | undefined;
  readonly label: FixLabel;
}

export interface LabelledDay {
  readonly schedule: Schedule;
  readonly fixes: readonly LabelledFix[];
}

/** The vehicles of each third route of Lviv from four in the morning on. Vehicles that run no trip are all there. */
export async function simulateDay(hours: number, seed: number): Promise<LabelledDay> {
  const schedule = await readLviv();
  const startSeconds = serviceDayStartSeconds(ORDINARY_DAY, schedule.timeZone) + 4 * 3600;
  const options = { seed, preset: 'lviv', hints: 'none', intervalSeconds: INTERVAL_SECONDS } as const;
  const simulation = createSimulation(schedule, { ...options, startSeconds });
  const others = new Set<string>();
  const judge = createJudge(schedule);
  const fixes: LabelledFix[] = [];
  for (let at = startSeconds; at < startSeconds + hours * 3600; at += STEP_SECONDS) {
    for (const simulated of step(simulation, at + STEP_SECONDS).reports) {
      const { report, arrivesAtSeconds, truth } = simulated;
      if (truth.instance && schedule.trips.route[truth.instance.trip]! % 3 !== 0) {
        others.add(report.vehicleId);
      }
      const { position } = judge.judge('bench', [report], arrivesAtSeconds)[0]!;
      fixes.push({ receivedAtSeconds: arrivesAtSeconds, position, label: labelOf(schedule, simulated) });
    }
  }
  return { schedule, fixes: fixes.filter(({ label }) => !others.has(label.vehicleId)) };
}

function labelOf({ trips, routes }: Schedule, { report, truth }: SimulatedReport): FixLabel {
  const seen = { vehicleId: report.vehicleId, atSeconds: report.timestampSeconds, phase: truth.phase };
  if (!truth.instance) return seen;
  const { trip, serviceDate } = truth.instance;
  const directionId = trips.directionId[trip]!;
  const routeId = routes[trips.route[trip]!]!.routeId;
  return {
    ...seen,
    tripId: trips.ids[trip]!,
    startDate: serviceDate,
    routeId,
    ...(directionId >= 0 && { directionId }),
  };
}

/** A recording in a folder of ../shared/data. */
export async function readLabelled(folder: string): Promise<LabelledDay> {
  const { schedule } = await importGtfs(join(folder, 'gtfs.zip'));
  if (!schedule) throw new Error(`${folder}: the GTFS is refused`);
  const recording = join(folder, 'vehicle_positions.csv.gz');
  const columns = { columns: true, bom: true, relax_column_count: true } as const;
  const labels = parse<Record<string, string>>(gunzipSync(readFileSync(recording)), columns);
  const judge = createJudge(schedule);
  const fixes: LabelledFix[] = [];
  for await (const batch of readRecording(recording, { trip: true, route: true, stop: true })) {
    for (const { vehicleId, ts, report, receivedAtSeconds } of batch) {
      const { trip_id: tripId, start_date: startDate, route_id: routeId } = labels[fixes.length]!;
      const named = {
        ...(tripId && { tripId }),
        ...(startDate && { startDate }),
        ...(routeId && { routeId }),
      };
      const position = report && judge.judge('bench', [report], receivedAtSeconds)[0]?.position;
      fixes.push({ receivedAtSeconds, position, label: { vehicleId, atSeconds: Number(ts), ...named } });
    }
  }
  return { schedule, fixes };
}

/** Judges positions as a replay does. */
export function createJudge(schedule: Schedule): FleetJudge {
  const area = findServiceArea(schedule, AREA_MARGIN_METRES);
  return new FleetJudge({ ...DEFAULT_JUDGING_LIMITS, ...(area ? { area } : {}) });
}

/** Tracks a day as a replay does, and scores what is said as `rukh score` does. */
export function trackLabelled(
  { schedule, fixes }: LabelledDay,
  parameters: TrackingParameters,
): AssignmentScores {
  const fleet = new Fleet(new Timetable(schedule), parameters);
  const scorer = new AssignmentScorer({ isInTimetable: (tripId) => schedule.trips.indexOf.has(tripId) });
  let dropAt = -Infinity;
  for (const { receivedAtSeconds, position, label } of fixes) {
    if (receivedAtSeconds >= dropAt) {
      fleet.dropSilent(receivedAtSeconds - LOST_AFTER_SECONDS);
      dropAt = receivedAtSeconds + INTERVAL_SECONDS;
    }
    const update = position && fleet.track(position);
    scorer.add(label, update ? publish(schedule, update) : {});
  }
  return scorer.report();
}

function publish({ trips, routes }: Schedule, { assignment, phase }: VehicleUpdate): PublishedFix {
  if (!assignment) return phase ? { phase } : {};
  const { trip, serviceDate } = assignment.instance;
  const routeId = routes[trips.route[trip]!]!.routeId;
  const { phase: of, confidence } = assignment;
  return { tripId: trips.ids[trip]!, startDate: serviceDate, routeId, phase: of, confidence };
}
