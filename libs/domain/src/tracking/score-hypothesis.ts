import type { RouteIndex, TripIndex } from '../gtfs/index.js';
import { followPace, weighPace } from './follow-pace.js';
import { type Fix, type NewHypothesis, isOnTrip } from './hypothesis.js';
import { type HeadwayTrip, secondsOutside } from './headway-trips.js';
import type { LearnedPunctuality } from './learned-punctuality.js';
import type { TripProgress } from './observe-visits.js';
import type { PassedStops } from './passed-stops.js';
import type { RecentHalts } from './recent-halts.js';
import type { FormerRun } from './former-run.js';
import type { Run, RunTrip } from './service-day-runs.js';
import type { SharedRuns } from './share-runs.js';
import type { StoppingHabits } from './stopping-habits.js';
import type { Timetable } from './timetable.js';
import type { TrackingParameters } from './tracking-parameters.js';
import type { Wait } from './weigh-departure.js';
import { accumulateTime, weighDeviation } from './weigh-position.js';

/** What stands around a hypothesis when it is scored. */
export interface Circumstances {
  /** How the runs were last shared among the fleet, and the vehicle as that names it. */
  readonly shared: SharedRuns;
  readonly vehicle: number | undefined;
  readonly habits: StoppingHabits;
  readonly passed: PassedStops;
  /** Where the vehicle was slow of late. */
  readonly halts: RecentHalts;
  readonly punctuality: LearnedPunctuality;
  /** The run followed so far, and how surely of late, 0 to 1. */
  readonly run: Run | undefined;
  readonly loyalty: number;
  /** The trip that the vehicle itself reports, if the schedule has it. */
  readonly reportedTrip: TripIndex | undefined;
  /** The routes that it may mean by the one that it reports; undefined where it reports none that the schedule has. */
  readonly reportedRoutes: ReadonlySet<RouteIndex> | undefined;
  /** What it says against a trip well begun that the vehicle reports another, nats. */
  readonly unnamedWeight: number;
  /** How far it was seen on the trip that is followed. */
  readonly progress: TripProgress | undefined;
  /** The last trip that it surely finished. */
  readonly finished: RunTrip | undefined;
  /** The last trip that it surely began and left its first stop behind. */
  readonly begun: RunTrip | undefined;
  /** Where it waited last. */
  readonly waited: Wait | undefined;
  /** The run it was on before a long silence. */
  readonly former: FormerRun | undefined;
}

/**
 * Gives a new hypothesis its deviation and score at a position. Hints and the other vehicles' shares are weighed afresh
 * each time; deviations are summed up slowly, since a vehicle that is late now was late a moment ago.
 */
export function scoreHypothesis(
  p: TrackingParameters,
  timetable: Timetable,
  hypothesis: NewHypothesis,
  fix: Fix,
  around: Circumstances,
): NewHypothesis {
  const { trip, phase } = hypothesis;
  const waiting = phase === 'LAYOVER' || phase === 'DEADHEAD';
  const late = trip.headway ? 0 : fix.at - timetable.secondsAt(trip, hypothesis.metres);
  const deviationSeconds = waiting ? Math.max(0, late) : late;
  const centre = around.punctuality.centreOf(timetable.schedule.trips.route[trip.trip]!);
  const time = trip.headway
    ? weighHours(p, trip.headway, waiting, fix.at)
    : (waiting
        ? weighWait(p, timetable, hypothesis, fix.at, centre)
        : weighDeviation(p, deviationSeconds, centre)) - p.usualTimeEmission;
  const isPaced = !waiting && !trip.headway;
  if (isPaced) followPace(p, hypothesis, deviationSeconds, fix.elapsed);
  const first = fix.elapsed === 0 ? weighFirstTime(p, waiting, time) : 0;
  hypothesis.deviationSeconds = deviationSeconds;
  hypothesis.timeEvidence = first + accumulateTime(p, hypothesis.timeEvidence, time, fix.elapsed);
  hypothesis.runEvidence *= Math.exp(-fix.elapsed / p.memorySeconds);
  hypothesis.ownScore =
    hypothesis.evidence +
    hypothesis.timeEvidence +
    hypothesis.runEvidence +
    hypothesis.skipEvidence +
    (waiting ? 1 : p.presentTimeWeight) * time +
    (isPaced && phase === 'IN_PROGRESS' ? weighPace(p, hypothesis.driftSeconds, hypothesis.driftSeen) : 0) +
    weighHints(p, timetable, trip, fix, around) +
    (isUnnamed(p, timetable, hypothesis, around.reportedTrip) ? around.unnamedWeight : 0);
  hypothesis.score = hypothesis.ownScore + weighOthers(around, trip.run);
  return hypothesis;
}

/** Whether a run has been followed for a while. */
export function isKnownRun(run: Run, around: Pick<Circumstances, 'run' | 'loyalty'>): boolean {
  return run === around.run && around.loyalty >= KNOWN;
}

const KNOWN = 0.5;

/** What the other vehicles leave of a run, nats. */
export function weighOthers({ shared, vehicle }: Circumstances, run: Run): number {
  return Math.log(Math.max(1e-3, shared.probabilityFree(vehicle, run)));
}

/**
 * By headway there is no deviation: what is usual is taken for every vehicle, so that such a trip is neither better nor
 * worse than one that keeps its timetable. Who waits when nothing runs waits for something else.
 */
function weighHours(p: TrackingParameters, headway: HeadwayTrip, waiting: boolean, at: number): number {
  const outside = waiting ? secondsOutside(headway, at) : 0;
  return weighDeviation(p, p.deviationCentreSeconds - outside);
}

/**
 * The first time seen counts of itself: what a vehicle was late when it was met says more than that it still is. Being
 * met at a terminus says nothing good of a trip's punctuality: no better than what is usual.
 */
function weighFirstTime(p: TrackingParameters, waiting: boolean, time: number): number {
  return p.firstTimeWeight * (waiting ? Math.min(time, 0) : time);
}

/**
 * Waiting is timed by both trips. Overdue counts as late. Before the trip before is to be over, the vehicle has run it
 * so much ahead of time; after that it waits as the timetable has it. For a run's first trip, waiting ten minutes is
 * usual, and the longer beyond it, the less likely; as for one taken up on its way, after the one before was cut short.
 * Where a route is early as a rule, both times are so much earlier.
 */
function weighWait(
  p: TrackingParameters,
  timetable: Timetable,
  { trip, metres, skipped }: NewHypothesis,
  at: number,
  centreSeconds: number,
): number {
  const usuallyEarly = Math.min(0, centreSeconds);
  const secondsToStart = timetable.secondsAt(trip, metres) + usuallyEarly - at;
  if (secondsToStart < 0) return weighDeviation(p, -secondsToStart, 0);
  const isCut = metres > timetable.schedule.patterns[trip.pattern]!.stopMetres[0]!;
  const before = isCut ? undefined : trip.run.trips[(skipped ?? trip).position - 1];
  if (before) {
    const early = at - before.endSeconds - usuallyEarly;
    return early < 0 ? weighDeviation(p, early, 0) : 0;
  }
  const long = Math.max(0, secondsToStart - 600) / 900;
  return -0.5 * long * long;
}

function weighHints(
  p: TrackingParameters,
  timetable: Timetable,
  trip: RunTrip,
  fix: Fix,
  { reportedTrip, reportedRoutes }: Circumstances,
): number {
  const { trips } = timetable.schedule;
  let weight = 0;
  if (reportedTrip !== undefined) {
    if (trip.trip === reportedTrip) weight += p.tripHint;
    else if (isTripOf(trip.run, reportedTrip)) weight += 0.7 * p.tripHint;
  }
  if (reportedRoutes?.has(trips.route[trip.trip]!)) {
    const direction = trips.directionId[trip.trip]!;
    const agrees = fix.directionId === undefined || direction < 0 || direction === fix.directionId;
    weight += agrees ? p.routeHint : 0.6 * p.routeHint;
  }
  return weight;
}

/** Whether the vehicle reports another trip than the one that it is well on by a hypothesis. */
function isUnnamed(
  { begunMetres }: TrackingParameters,
  timetable: Timetable,
  hypothesis: NewHypothesis,
  reportedTrip: TripIndex | undefined,
): boolean {
  const { trip, metres } = hypothesis;
  if (trip.trip === reportedTrip || !isOnTrip(hypothesis)) return false;
  return timetable.metresPastStart(trip, metres) > begunMetres;
}

/** A reported trip names its run even where it is not the one under way: at a terminus many report the one done. */
function isTripOf(run: Run, reported: TripIndex): boolean {
  return run.trips.some(({ trip }) => trip === reported);
}

/** The runs of yesterday, today and tomorrow that the reported trip is of. */
export function listReportedRuns(timetable: Timetable, fix: Fix): ReadonlySet<Run> {
  const trip = fix.tripId === undefined ? undefined : timetable.schedule.trips.indexOf.get(fix.tripId);
  const runs = new Set<Run>();
  if (trip === undefined) return runs;
  for (const { byTrip } of timetable.around(fix.at)) {
    for (const { run } of byTrip.get(trip) ?? []) runs.add(run);
  }
  return runs;
}

/** Whether the vehicle itself reports a trip of the run; one by headway is named by its trip alone. */
export function isReportedRun(
  { schedule }: Timetable,
  fix: Fix,
  reported: ReadonlySet<Run>,
  run: Run,
): boolean {
  const first = run.trips[0];
  return reported.has(run) || (first?.headway !== undefined && schedule.trips.ids[first.trip] === fix.tripId);
}

/** The most that hints can say for a run. */
export function mostHints(p: TrackingParameters, fix: Fix, isReported: boolean): number {
  return (isReported ? p.tripHint : 0) + (fix.routeId === undefined ? 0 : p.routeHint);
}
