import type { RunTrip } from './service-day-runs.js';

/**
 * One idea of what a vehicle is doing: which trip of which run, in which phase, how far along its line. A
 * vehicle carries a beam of them, and every position moves each on and weighs it.
 */
export interface Hypothesis {
  readonly trip: RunTrip;
  readonly phase: HypothesisPhase;
  /** Metres along the trip's line; while waiting or on the way to the start, those of the first stop. */
  readonly metres: number;
  /** Metres from the line (in progress, off route) or from the first stop (layover, deadhead). */
  readonly offsetMetres: number;
  /** Before the trip, how near the vehicle was to its first stop at the least; metres. */
  readonly nearestMetres: number;
  /** Fading sum of emissions: what the places so far say, nats. */
  readonly evidence: number;
  /** Fading sum of what the times so far say beyond what is usual: deviations from the timetable, nats. */
  readonly timeEvidence: number;
  /** What the runs that the vehicle was on say for this one, nats; it fades over hours. */
  readonly runEvidence: number;
  /** Seconds behind (positive) or ahead of the timetable, at the last position; not a number before the first. */
  readonly deviationSeconds: number;
  /** By how much that has grown of late under way, seconds; and how much of that time was seen, 0 to 1. */
  readonly driftSeconds: number;
  readonly driftSeen: number;
  /** Evidence with what is judged afresh at every position, as far as this vehicle alone is concerned. */
  readonly ownScore: number;
  /** `ownScore` with what the other vehicles leave free: the log odds by which hypotheses are chosen. */
  readonly score: number;
  /** The trip of the run before this one that is left out, where the vehicle drives empty; and metres along that one's line. */
  readonly skipped: RunTrip | undefined;
  readonly skippedMetres: number;
  /** What the stops passed on the way say for that, beside how seldom it is; nats. */
  readonly skipEvidence: number;
  /** Whether it was weighed when the trip's first stop was left. */
  readonly departureWeighed: boolean;
  /** Positions in a row beyond the off-route limit. */
  readonly strayPositions: number;
  /** Since when off route, epoch seconds; 0 otherwise. */
  readonly offRouteSince: number;
}

/** What the past says of a hypothesis. */
export type HypothesisPast = Pick<Hypothesis, 'evidence' | 'timeEvidence' | 'runEvidence'>;

/** A hypothesis while it is made: nobody else holds it yet. */
export type NewHypothesis = { -readonly [K in keyof Hypothesis]: Hypothesis[K] };

/** A hypothesis with its place and past, not yet scored. Made in one piece: thousands are made each second. */
export function createHypothesis(
  trip: RunTrip,
  phase: HypothesisPhase,
  metres: number,
  offsetMetres: number,
  past: HypothesisPast,
): NewHypothesis {
  return {
    trip,
    phase,
    metres,
    offsetMetres,
    nearestMetres: offsetMetres,
    evidence: past.evidence,
    timeEvidence: past.timeEvidence,
    runEvidence: past.runEvidence,
    deviationSeconds: NaN,
    driftSeconds: 0,
    driftSeen: 0,
    ownScore: 0,
    score: 0,
    skipped: undefined,
    skippedMetres: 0,
    skipEvidence: 0,
    departureWeighed: false,
    strayPositions: 0,
    offRouteSince: 0,
  };
}

/** LAYOVER and DEADHEAD are of the trip that comes: waiting at its first stop, or on the way there. */
export type HypothesisPhase = 'IN_PROGRESS' | 'LAYOVER' | 'DEADHEAD' | 'OFF_ROUTE';

/** Under way on its trip, be it beside the line. */
export function isOnTrip({ phase }: Pick<Hypothesis, 'phase'>): boolean {
  return phase === 'IN_PROGRESS' || phase === 'OFF_ROUTE';
}

/** A position as tracking reads it: on the plane, with what has changed since the one before. */
export interface Fix {
  readonly x: number;
  readonly y: number;
  /** Epoch seconds. */
  readonly at: number;
  /** Seconds since the position before; 0 for a first one. */
  readonly elapsed: number;
  /** Metres from the position before. */
  readonly moved: number;
  /** Degrees; undefined where the vehicle is too slow to have one. */
  readonly heading: number | undefined;
  /** Metres a second at this moment; undefined where the tracker does not say and positions are far apart. */
  readonly speed: number | undefined;
  /** Seconds it has stood within a few metres. */
  readonly standing: number;
  /** Whether it stands where vehicles are known to be kept. */
  readonly atBase: boolean;
  readonly tripId: string | undefined;
  readonly routeId: string | undefined;
  readonly directionId: number | undefined;
}

/** The fix of a fleet: each position is read into it, and none keeps it longer than that. */
export type NewFix = { -readonly [K in keyof Fix]: Fix[K] };

export function createFix(): NewFix {
  const [heading, speed, tripId, routeId, directionId] = [
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ];
  const motion = { x: NaN, y: NaN, at: NaN, elapsed: NaN, moved: NaN, heading, speed, standing: NaN };
  return { ...motion, atBase: false, tripId, routeId, directionId };
}

/** Hypotheses that say the same are one: same trip, the one before left out or not, same phase, much the same place. */
export function sameIdea(a: Hypothesis, b: Hypothesis): boolean {
  return (
    a.trip === b.trip && a.phase === b.phase && a.skipped === b.skipped && Math.abs(a.metres - b.metres) < 150
  );
}
