import { type Projection, distanceOf, projectX, projectY } from '../geo/index.js';
import type { VehiclePosition } from '../vehicle/index.js';
import { type Hints, NO_HINTS } from './hints.js';
import type { Fix, Hypothesis, NewFix, NewHypothesis } from './hypothesis.js';
import type { KnownBases } from './known-bases.js';
import { RecentHalts } from './recent-halts.js';
import { type Naming, createNaming } from './naming-habits.js';
import type { TripProgress } from './observe-visits.js';
import type { FormerRun } from './former-run.js';
import type { RunTrip } from './service-day-runs.js';
import type { TrackingParameters } from './tracking-parameters.js';
import type { Wait } from './weigh-departure.js';

/** All that tracking remembers of a vehicle, for others to read. */
export interface VehicleState {
  readonly vehicleId: string;
  readonly at: number;
  readonly x: number;
  readonly y: number;
  /** Where and since when it stands; the place moves with the vehicle. */
  readonly standX: number;
  readonly standY: number;
  readonly standSince: number;
  readonly firstAt: number;
  /** Since when it has reported without a break. */
  readonly watchedSince: number;
  readonly beam: readonly Hypothesis[];
  readonly seededAt: number;
  /** When the beam was last weighed, and metres travelled since. */
  readonly thoughtAt: number;
  readonly movedMetres: number;
  /** Where it was slow of late; forgotten over a restart. */
  readonly halts: RecentHalts;
  /**
   * What was published last, and by what hints; undefined where that was nothing or is not known any more. It is the
   * vehicle's own, and moves on between two weighings of the beam.
   */
  readonly believed: NewHypothesis | undefined;
  readonly hints: Hints;
  /** Whether its tracker names the trips that it is on. */
  readonly naming: Naming;
  /** The trip published, and its progress while it is under way. */
  readonly trip: RunTrip | undefined;
  readonly progress: TripProgress | undefined;
  readonly confidence: number;
  /** Of its route and direction. */
  readonly lineConfidence: number;
  /** How surely the run of `trip` has been followed of late, 0 to 1. */
  readonly loyalty: number;
  /** How surely it has driven empty of late, on none or on the way to a trip, 0 to 1. */
  readonly emptiness: number;
  /** The last trip that it surely finished: it runs neither that nor one before it of the same run again. */
  readonly finished: RunTrip | undefined;
  /** The last trip that it surely began and left its first stop behind: it does not drive to the start of that again. */
  readonly begun: RunTrip | undefined;
  /** Score of being on no trip at all, nats: it grows as positions do without one. */
  readonly noneScore: number;
  /** Where it waited last; forgotten over a restart. */
  readonly waited: Wait | undefined;
  /** What it did before a long silence. */
  readonly former: FormerRun | undefined;
}

/** A state as its fleet has it: each position moves it on in place. */
export type NewVehicleState = { -readonly [K in keyof VehicleState]: VehicleState[K] };

const STANDING_METRES = 25;
/** Slower, a vehicle just met stands, metres a second. */
const STANDING_SPEED = 1;
/** Silent for longer, a vehicle may have begun another trip meanwhile. */
export const UNWATCHED_SECONDS = 180;

/** A position on the plane, with what changed since the vehicle's last; written over the fix of the position before. */
export function readFix(
  fix: NewFix,
  p: TrackingParameters,
  projection: Projection,
  before: VehicleState | undefined,
  position: VehiclePosition,
  bases: KnownBases,
): Fix {
  const x = projectX(projection, position.lon);
  const y = projectY(projection, position.lat);
  const elapsed = before ? position.atSeconds - before.at : 0;
  const dx = before ? x - before.x : 0;
  const dy = before ? y - before.y : 0;
  const moved = distanceOf(dx, dy);
  const stood = before !== undefined && isWhereItStood(before, x, y);
  const speed = position.speedMetresPerSecond ?? speedBetween(elapsed, moved);
  const standing = stood ? position.atSeconds - before.standSince : 0;
  const stands =
    standing >= p.finishedStandingSeconds ||
    (before === undefined && speed !== undefined && speed < STANDING_SPEED);
  fix.x = x;
  fix.y = y;
  fix.at = position.atSeconds;
  fix.elapsed = elapsed;
  fix.moved = moved;
  fix.heading = findHeading(p, position, elapsed, dx, dy);
  fix.speed = speed;
  fix.standing = standing;
  fix.atBase = stands && bases.isBase(x, y);
  fix.tripId = position.tripId;
  fix.routeId = position.routeId;
  fix.directionId = position.directionId;
  return fix;
}

function isWhereItStood({ standX, standY }: VehicleState, x: number, y: number): boolean {
  return distanceOf(x - standX, y - standY) <= STANDING_METRES;
}

/** Over a quarter of a minute the mean speed is still that of a place. */
function speedBetween(elapsed: number, moved: number): number | undefined {
  return elapsed > 0 && elapsed <= 15 ? moved / elapsed : undefined;
}

/** The vehicle's own bearing while it moves, else the direction of what it has moved. */
function findHeading(
  p: TrackingParameters,
  { bearing, speedMetresPerSecond }: VehiclePosition,
  elapsed: number,
  dx: number,
  dy: number,
): number | undefined {
  const moved = distanceOf(dx, dy);
  const speed = speedMetresPerSecond ?? (elapsed > 0 ? moved / elapsed : 0);
  if (bearing !== undefined && speed >= p.headingMinSpeed) return bearing;
  if (moved < 30 || elapsed <= 0 || elapsed > 60) return undefined;
  const degrees = (Math.atan2(dx, dy) * 180) / Math.PI;
  return degrees < 0 ? degrees + 360 : degrees;
}

/**
 * The state at a first position, with what is remembered of the vehicle's day. One that stands when it joins a fleet, heard
 * without a break since `fleetSince`, was on no trip until now, as it would have been heard too: it has been watched.
 */
export function createVehicleState(
  p: TrackingParameters,
  vehicleId: string,
  fix: Fix,
  former: FormerRun | undefined,
  fleetSince: number,
): NewVehicleState {
  const stands = fix.speed !== undefined && fix.speed < STANDING_SPEED;
  const setsOut = stands && !former && fix.at - fleetSince >= p.loyaltySeconds;
  return {
    vehicleId,
    at: fix.at,
    x: fix.x,
    y: fix.y,
    standX: fix.x,
    standY: fix.y,
    standSince: fix.at,
    firstAt: fix.at,
    watchedSince: setsOut ? fleetSince : fix.at,
    beam: [],
    seededAt: -Infinity,
    thoughtAt: fix.at,
    movedMetres: 0,
    halts: new RecentHalts(),
    believed: undefined,
    hints: NO_HINTS,
    naming: createNaming(),
    trip: undefined,
    progress: undefined,
    confidence: 0,
    lineConfidence: 0,
    loyalty: 0,
    emptiness: 0,
    finished: undefined,
    begun: undefined,
    waited: undefined,
    noneScore: setsOut ? p.noneJoinedScore : p.noneFirstScore,
    former,
  };
}

/** Moves the state to a position, its beam not yet. */
export function moveState(p: TrackingParameters, state: NewVehicleState, fix: Fix): void {
  if (!isWhereItStood(state, fix.x, fix.y)) {
    if (state.at - state.standSince >= p.waitedSeconds) {
      state.waited = { x: state.standX, y: state.standY, since: state.standSince, until: state.at };
    }
    state.standX = fix.x;
    state.standY = fix.y;
    state.standSince = fix.at;
  }
  if (fix.elapsed > UNWATCHED_SECONDS) state.watchedSince = fix.at;
  state.at = fix.at;
  state.x = fix.x;
  state.y = fix.y;
  state.movedMetres += fix.moved;
}
