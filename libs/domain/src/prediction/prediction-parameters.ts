/**
 * All constants of the prediction model, the same for every city. Times in seconds, distances in metres. None is a
 * property of a place: what differs between cities is learned. docs/prediction.md explains each in its formula.
 */
export interface PredictionParameters {
  /** A stop counts as reached this far past its place: between coming to it and leaving it. */
  readonly passedMetres: number;
  /** The last stop counts as reached this far before its place: vehicles turn off before it. */
  readonly lastStopMetres: number;
  /** Between positions farther apart in time nothing is learned. */
  readonly gapSeconds: number;
  /** Half-lives of the two memories of a section. */
  readonly recentHalfLifeSeconds: number;
  readonly longHalfLifeSeconds: number;
  /** Crossings' worth of trust in the long memory beside the recent one, and in the timetable beside the long. */
  readonly longTrust: number;
  readonly timetableTrust: number;
  /** Share of the timetable's differences between trips that is followed where a section is known. */
  readonly timetableHours: number;
  /** Of the hours' profile each day keeps this share of those before, and so many seconds count as usual ones. */
  readonly profileKeep: number;
  readonly profileTrustSeconds: number;
  /** Half-life of the network's ratio to the timetable, and scheduled time for which the timetable is trusted. */
  readonly networkHalfLifeSeconds: number;
  readonly networkTrustSeconds: number;
  /** Time in one section beyond `stuckRatio` times the scheduled and `stuckSeconds` is a breakdown, not travel. */
  readonly stuckRatio: number;
  readonly stuckSeconds: number;
  /**
   * Beyond so many times the ordinary and so many seconds, travel counts for the network and not for its section. Ordinary is the mean
   * of the long memory beside so many crossings' worth of the timetable.
   */
  readonly rareRatio: number;
  readonly rareSeconds: number;
  readonly rareTrust: number;
  /** Crossings that are remembered of each part of a section, and crossings' worth of trust in time spread evenly over it. */
  readonly paceCrossingsKept: number;
  readonly paceTrust: number;
  /** Scheduled pace is averaged over so many sections to either side: timetables are rounded to minutes. */
  readonly smoothedSections: number;
  /** What is spent at the stop at a section's end, and at one where a vehicle is seen, before anything is learned. */
  readonly stopPartSeconds: number;
  /** This near to a stop a vehicle is at it; within this of where it stood it still stands. */
  readonly atStopMetres: number;
  readonly stoodMetres: number;
  /** Positions' worth of trust in that, how many are remembered, and how often one of a vehicle is. */
  readonly approachTrust: number;
  readonly approachesKept: number;
  readonly approachEverySeconds: number;
  /** Of vehicles that move or stand, positions' worth of trust in what holds of both. */
  readonly motionTrust: number;
  /** Least that is shown between arrival and departure. */
  readonly dwellSeconds: number;
  /** A stop is come to this far before its place; positions farther apart in time do not tell that from leaving. */
  readonly arrivedMetres: number;
  readonly dwellIntervalSeconds: number;
  /** Longer is no ordinary dwell; so many are remembered; and so many count as known to take no time. */
  readonly dwellMostSeconds: number;
  readonly dwellsKept: number;
  readonly dwellTrust: number;
  /** Of one stop, visits that are remembered, and visits' worth of trust in the mean of all stops. */
  readonly dwellVisitsKept: number;
  readonly dwellTrustVisits: number;
  /** From this scheduled dwell on a stop is one at which vehicles wait. */
  readonly scheduledWaitSeconds: number;
  /** Where more stops than this share are timing points, the mark says nothing. */
  readonly timingPointsMost: number;
  /** Share of being early that is waited out at a timing point, and at a stop with a scheduled wait; at first. */
  readonly waitedShares: readonly [timingPoint: number, scheduledWait: number];
  /** Seconds of being early for which these are trusted. */
  readonly waitedTrustSeconds: number;
  /** Round a timing point, time from this far before it on is waiting; so much of it is an ordinary stop. */
  readonly waitingMetres: number;
  readonly ordinaryStopSeconds: number;
  /** Less early than this, nobody waits; more than this counts no more. */
  readonly earlyLeastSeconds: number;
  readonly earlyMostSeconds: number;
  /** Shortest time that a scheduled wait takes even when late. */
  readonly shortWaitSeconds: number;
  /** By headway: seconds of being early at a first stop for which all of it is trusted to be waited, and how many are remembered. */
  readonly heldTrustSeconds: number;
  readonly heldMostSeconds: number;
  /** Departures from first stops are remembered up to so many. */
  readonly departuresKept: number;
  /** Half-life of how many usually get in at a stop; visits' worth of trust in the network's mean, of which so many are needed. */
  readonly boardingHalfLifeSeconds: number;
  readonly boardingTrustVisits: number;
  readonly boardingVisitsKnown: number;
  /** Of a vehicle about so many stops of late count, beside so many persons as usual. */
  readonly boardingStopsKept: number;
  readonly boardingTrustPersons: number;
  /** What a person costs is learned of about so many stops; squared persons for which it is trusted to be nothing; longer is no boarding. */
  readonly boardingSamplesKept: number;
  readonly boardingTrustSquares: number;
  readonly boardingLateMostSeconds: number;
  /** A departure expected at any moment is this far ahead; one that was never this late before, this far. */
  readonly imminentSeconds: number;
  readonly overdueSeconds: number;
  /** From the last stop of a trip to the first of the next: on the spot, and metres of straight line a second. */
  readonly turnaroundSeconds: number;
  readonly deadheadSpeed: number;
  /** A vehicle comes to the first stop of its next trip at most so long before it leaves. */
  readonly firstStopWaitSeconds: number;
  /** How far ahead trips are predicted, and how many of a run after the one under way. */
  readonly horizonSeconds: number;
  readonly tripsAhead: number;
  /** A later trip that is expected to begin as it was is predicted anew after this. */
  readonly laterTripSeconds: number;
  /**
   * Half-width of an 80 % interval before anything is learned: hypot of the first and of
   * the second times the root of the lead, because errors of sections add up like a random walk.
   */
  readonly intervalSeconds: number;
  readonly intervalGrowth: number;
  /** Predictions of a vehicle are remembered this often, to be held against what comes. */
  readonly rememberEverySeconds: number;
  /** Half-life of errors; between one and the next of a kind and lead at most so much of it goes by: rare ones stay for long. */
  readonly errorHalfLifeSeconds: number;
  readonly errorAgesMostSeconds: number;
  /** Errors' worth of trust in the interval before anything is learned. */
  readonly intervalTrust: number;
}

export const PREDICTION_PARAMETERS: PredictionParameters = {
  passedMetres: 10,
  lastStopMetres: 20,
  gapSeconds: 300,
  recentHalfLifeSeconds: 1500,
  longHalfLifeSeconds: 7 * 86_400,
  longTrust: 3,
  timetableTrust: 3,
  timetableHours: 0.5,
  profileKeep: 0.8,
  profileTrustSeconds: 10_000,
  networkHalfLifeSeconds: 3600,
  networkTrustSeconds: 10_000,
  stuckRatio: 1.5,
  stuckSeconds: 90,
  rareRatio: 2,
  rareSeconds: 20,
  rareTrust: 20,
  paceCrossingsKept: 200,
  paceTrust: 1,
  smoothedSections: 2,
  stopPartSeconds: 12,
  atStopMetres: 25,
  stoodMetres: 15,
  approachTrust: 20,
  approachesKept: 500,
  approachEverySeconds: 10,
  motionTrust: 20,
  dwellSeconds: 5,
  arrivedMetres: 10,
  dwellIntervalSeconds: 12,
  dwellMostSeconds: 60,
  dwellsKept: 1000,
  dwellTrust: 20,
  dwellVisitsKept: 30,
  dwellTrustVisits: 5,
  scheduledWaitSeconds: 45,
  timingPointsMost: 0.5,
  waitedShares: [0.2, 0.9],
  waitedTrustSeconds: 5000,
  waitingMetres: 60,
  ordinaryStopSeconds: 50,
  earlyLeastSeconds: 45,
  earlyMostSeconds: 300,
  shortWaitSeconds: 45,
  heldTrustSeconds: 200,
  heldMostSeconds: 6000,
  departuresKept: 80,
  boardingHalfLifeSeconds: 3600,
  boardingTrustVisits: 5,
  boardingVisitsKnown: 100,
  boardingStopsKept: 6,
  boardingTrustPersons: 6,
  boardingSamplesKept: 5000,
  boardingTrustSquares: 2000,
  boardingLateMostSeconds: 60,
  imminentSeconds: 5,
  overdueSeconds: 45,
  turnaroundSeconds: 5,
  deadheadSpeed: 5,
  firstStopWaitSeconds: 360,
  horizonSeconds: 5400,
  tripsAhead: 3,
  laterTripSeconds: 50,
  intervalSeconds: 12,
  intervalGrowth: 5,
  rememberEverySeconds: 60,
  errorHalfLifeSeconds: 3600,
  errorAgesMostSeconds: 15,
  intervalTrust: 25,
};
