import {
  type Projection,
  createProjection,
  lineLength,
  projectX,
  projectY,
  unproject,
} from '../geo/index.js';
import { findServiceDate } from '../time/index.js';
import { NO_HINTS } from './hints.js';
import type { Hypothesis, HypothesisPhase } from './hypothesis.js';
import { RecentHalts } from './recent-halts.js';
import { type Naming, createNaming } from './naming-habits.js';
import type { TripProgress } from './observe-visits.js';
import type { FormerRun } from './former-run.js';
import type { RunTrip } from './service-day-runs.js';
import type { Timetable } from './timetable.js';
import { TRACKING_PARAMETERS } from './tracking-parameters.js';
import type { NewVehicleState, VehicleState } from './vehicle-state.js';

/**
 * A vehicle's state by GTFS ids, as plain JSON: it survives a restart, and a new version of the schedule as far
 * as that has the same trips on the same lines. What the new schedule does not have is left out, and tracking
 * finds its way from the next positions.
 */
export interface VehicleCheckpoint {
  readonly vehicleId: string;
  readonly at: number;
  /** Of the plane on which places are, which is another where another version has other stops; absent in older versions. */
  readonly origin?: readonly [lat: number, lon: number];
  readonly place: readonly [x: number, y: number];
  readonly stand: readonly [x: number, y: number, since: number];
  readonly firstAt: number;
  readonly confidence: number;
  readonly loyalty: number;
  /** Absent in checkpoints of older versions. */
  readonly emptiness?: number;
  /** Seconds for which its tracker named its trip, and did not, and when; absent where nothing was learned of it. */
  readonly naming?: readonly [named: number, unnamed: number, at: number];
  /** Absent in checkpoints of older versions. */
  readonly noneScore?: number;
  /** When the beam was weighed, and metres since; absent in older versions. */
  readonly thought?: readonly [at: number, metres: number];
  readonly beam: readonly HypothesisCheckpoint[];
  readonly trip?: TripCheckpoint;
  readonly progress?: ProgressCheckpoint;
  readonly finished?: TripCheckpoint;
  readonly begun?: TripCheckpoint;
  /** The first trip of the run that it was most surely on, how surely, and when; absent in older versions. */
  readonly former?: readonly [trip: TripCheckpoint, sureness: number, at: number];
}

interface TripCheckpoint {
  readonly id: string;
  readonly date: string;
  readonly start: number;
  /** Length of the line in metres, by which another drawing of it is told. */
  readonly length: number;
}

interface HypothesisCheckpoint {
  readonly trip: TripCheckpoint;
  readonly phase: HypothesisPhase;
  /** metres, offset, evidence, time evidence, deviation, own score, score, stray positions, off route since, run evidence, drift, seen of it, nearest, departure weighed. */
  readonly numbers: readonly number[];
  /** The trip that is left out, metres along its line, and what its stops say for that; absent in checkpoints of older versions. */
  readonly skipped?: readonly [trip: TripCheckpoint, metres: number, evidence: number];
}

interface ProgressCheckpoint {
  readonly trip: TripCheckpoint;
  readonly metres: number;
  readonly at: number;
  readonly nextStop: number;
  readonly arrivedAt?: number;
  readonly leftAt?: number;
}

/** Hypotheses worth remembering. */
const KEPT = 6;

export function createCheckpoint(timetable: Timetable, state: VehicleState): VehicleCheckpoint {
  const { progress } = state;
  const { originLat, originLon } = timetable.schedule.projection;
  return {
    vehicleId: state.vehicleId,
    at: state.at,
    origin: [originLat, originLon],
    place: [state.x, state.y],
    stand: [state.standX, state.standY, state.standSince],
    firstAt: state.firstAt,
    confidence: state.confidence,
    loyalty: state.loyalty,
    emptiness: state.emptiness,
    noneScore: state.noneScore,
    thought: [state.thoughtAt, state.movedMetres],
    beam: state.beam.slice(0, KEPT).map((hypothesis) => writeHypothesis(timetable, hypothesis)),
    ...writeNaming(state.naming),
    ...(state.trip ? { trip: writeTrip(timetable, state.trip) } : {}),
    ...(state.finished ? { finished: writeTrip(timetable, state.finished) } : {}),
    ...(state.begun ? { begun: writeTrip(timetable, state.begun) } : {}),
    ...writeFormer(timetable, state.former),
    ...(progress ? { progress: writeProgress(timetable, progress) } : {}),
  };
}

/** The state of a checkpoint against a schedule, which need not be the one it was written with. */
export function readCheckpoint(timetable: Timetable, checkpoint: VehicleCheckpoint): NewVehicleState {
  const beam = checkpoint.beam.flatMap((written) => readHypothesis(timetable, written));
  const trip = readTrip(timetable, checkpoint.trip);
  const { progress } = checkpoint;
  const progressTrip = readTrip(timetable, progress?.trip);
  const { projection } = timetable.schedule;
  const [x, y] = movePlace(projection, checkpoint.origin, checkpoint.place);
  const [standX, standY] = movePlace(projection, checkpoint.origin, checkpoint.stand);
  return {
    vehicleId: checkpoint.vehicleId,
    at: checkpoint.at,
    x,
    y,
    standX,
    standY,
    standSince: checkpoint.stand[2],
    firstAt: checkpoint.firstAt,
    watchedSince: checkpoint.at,
    confidence: checkpoint.confidence,
    // Until the beam is weighed again.
    lineConfidence: checkpoint.confidence,
    loyalty: checkpoint.loyalty,
    emptiness: checkpoint.emptiness ?? (checkpoint.trip ? 0 : checkpoint.loyalty),
    noneScore: checkpoint.noneScore ?? TRACKING_PARAMETERS.noneFirstScore,
    former: readFormer(timetable, checkpoint.former),
    finished: readTrip(timetable, checkpoint.finished),
    begun: readTrip(timetable, checkpoint.begun),
    thoughtAt: checkpoint.thought?.[0] ?? checkpoint.at,
    movedMetres: checkpoint.thought?.[1] ?? 0,
    waited: undefined,
    halts: new RecentHalts(false),
    believed: undefined,
    hints: NO_HINTS,
    naming: readNaming(checkpoint.naming),
    beam,
    // With nothing left to follow, new hypotheses are sought at the next position.
    seededAt: beam.length > 0 ? checkpoint.at : -Infinity,
    trip,
    progress:
      progress && progressTrip
        ? {
            trip: progressTrip,
            metres: progress.metres,
            at: progress.at,
            nextStop: progress.nextStop,
            arrivedAt: progress.arrivedAt,
            leftAt: progress.leftAt,
          }
        : undefined,
  };
}

/** A place on the plane of a schedule, that was written on the plane round `origin`. */
function movePlace(
  projection: Projection,
  origin: VehicleCheckpoint['origin'],
  [x, y]: readonly [number, number, number?],
): readonly [x: number, y: number] {
  const [lat, lon] = origin ?? [];
  if (lat === undefined || lon === undefined) return [x, y];
  if (lat === projection.originLat && lon === projection.originLon) return [x, y];
  const place = unproject(createProjection(lat, lon), x, y);
  return [projectX(projection, place.lon), projectY(projection, place.lat)];
}

function writeFormer(timetable: Timetable, former: FormerRun | undefined): Pick<VehicleCheckpoint, 'former'> {
  const first = former?.run.trips[0];
  return first ? { former: [writeTrip(timetable, first), round(former.sureness), former.at] } : {};
}

function readFormer(timetable: Timetable, written: VehicleCheckpoint['former']): FormerRun | undefined {
  const first = readTrip(timetable, written?.[0]);
  return first && written ? { run: first.run, sureness: written[1], at: written[2] } : undefined;
}

function writeNaming({ named, unnamed, at }: Naming): Pick<VehicleCheckpoint, 'naming'> {
  return at === undefined ? {} : { naming: [named, unnamed, at] };
}

function readNaming(written: VehicleCheckpoint['naming']): Naming {
  if (!written) return createNaming();
  const [named, unnamed, at] = written;
  return { named, unnamed, at };
}

function writeTrip(
  { schedule }: Timetable,
  { trip, run, startOfDaySeconds, pattern }: RunTrip,
): TripCheckpoint {
  return {
    id: schedule.trips.ids[trip]!,
    date: run.serviceDate,
    start: startOfDaySeconds,
    length: Math.round(lineLength(schedule.patterns[pattern]!.line)),
  };
}

function readTrip(timetable: Timetable, written: TripCheckpoint | undefined): RunTrip | undefined {
  const { trips, patterns } = timetable.schedule;
  const trip = trips.indexOf.get(written?.id ?? '');
  const serviceDate = findServiceDate(written?.date ?? '');
  if (trip === undefined || !serviceDate || !written) return undefined;
  const found = timetable.findRunTrip({ trip, serviceDate, startSeconds: written.start });
  if (!found) return undefined;
  const sameLine = Math.abs(lineLength(patterns[found.pattern]!.line) - written.length) <= 1;
  return sameLine ? found : undefined;
}

function writeHypothesis(timetable: Timetable, h: Hypothesis): HypothesisCheckpoint {
  return {
    trip: writeTrip(timetable, h.trip),
    phase: h.phase,
    numbers: [
      h.metres,
      h.offsetMetres,
      h.evidence,
      h.timeEvidence,
      h.deviationSeconds,
      h.ownScore,
      h.score,
      h.strayPositions,
      h.offRouteSince,
      h.runEvidence,
      h.driftSeconds,
      h.driftSeen,
      h.nearestMetres,
      Number(h.departureWeighed),
    ].map(round),
    ...(h.skipped
      ? { skipped: [writeTrip(timetable, h.skipped), round(h.skippedMetres), round(h.skipEvidence)] }
      : {}),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function readHypothesis(timetable: Timetable, written: HypothesisCheckpoint): Hypothesis[] {
  const trip = readTrip(timetable, written.trip);
  if (!trip) return [];
  const n = (index: number): number => written.numbers[index] ?? 0;
  return [
    {
      trip,
      phase: written.phase,
      metres: n(0),
      offsetMetres: n(1),
      evidence: n(2),
      timeEvidence: n(3),
      deviationSeconds: n(4),
      ownScore: n(5),
      score: n(6),
      strayPositions: n(7),
      offRouteSince: n(8),
      runEvidence: n(9),
      driftSeconds: n(10),
      driftSeen: n(11),
      nearestMetres: written.numbers[12] ?? n(1),
      skipped: readTrip(timetable, written.skipped?.[0]),
      skippedMetres: written.skipped?.[1] ?? 0,
      skipEvidence: written.skipped?.[2] ?? 0,
      departureWeighed: n(13) === 1,
    },
  ];
}

function writeProgress(timetable: Timetable, progress: TripProgress): ProgressCheckpoint {
  const { trip, metres, at, nextStop, arrivedAt, leftAt } = progress;
  return {
    trip: writeTrip(timetable, trip),
    metres,
    at,
    nextStop,
    ...(arrivedAt !== undefined && { arrivedAt }),
    ...(leftAt !== undefined && { leftAt }),
  };
}
