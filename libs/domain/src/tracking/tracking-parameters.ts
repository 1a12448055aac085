/**
 * All constants of the tracking model, the same for every city. Distances in metres, times in seconds,
 * likelihoods in nats (natural logarithms). docs/tracking.md explains each in its formula.
 */
export interface TrackingParameters {
  /** Standard deviation of a position's distance from the line: GPS noise, lanes, and how shapes are drawn. */
  readonly offsetSigmaMetres: number;
  /** Share of its length by which a segment of a line may lie off the street, and the longest that counts. */
  readonly sketchShare: number;
  readonly sketchLongestMetres: number;
  /** The worst a single position can say against a hypothesis: one wild fix must not end a trip. */
  readonly emissionFloor: number;
  /** Concentration of heading round the line's bearing (von Mises). */
  readonly headingKappa: number;
  /** A vehicle slower than this has no heading worth believing. */
  readonly headingMinSpeed: number;
  /** Fastest a vehicle moves along its line. */
  readonly maxSpeed: number;
  /** How far back along the line noise may throw a vehicle. */
  readonly backwardMetres: number;
  /** Time over which evidence fades to 1/e. */
  readonly evidenceMemorySeconds: number;
  /** Positions closer in time than this share their GPS error and count in proportion to the time between. */
  readonly correlationSeconds: number;
  /** Mean emission that a newly seeded hypothesis is given for the past it was not watched in. */
  readonly seedEmission: number;
  /** Deviations apart by the first are news; they are remembered for the second; true ones have this on average. */
  readonly timeCorrelationSeconds: number;
  readonly timeMemorySeconds: number;
  readonly usualTimeEmission: number;
  /** What the first deviation seen of a vehicle and its present one count beyond that. */
  readonly firstTimeWeight: number;
  readonly presentTimeWeight: number;
  /** Standing for so long is waiting; near the first stop, for the trip. */
  readonly waitedSeconds: number;
  readonly waitedMetres: number;
  /** Departures bound to the timetable: how much after its time, and the scale of Cauchy's distribution round that. */
  readonly departureCentreSeconds: number;
  readonly departureScale: number;
  /** Share of them; all others come at any time within this span. */
  readonly departureBound: number;
  readonly departureSpanSeconds: number;
  /** Weight of a departure: those of one driver are alike. */
  readonly departureWeight: number;
  /** Cost of a run taken up later than the one followed, once that is sure; and the time in which it becomes so. */
  readonly swapCost: number;
  readonly loyaltySeconds: number;
  /** Cost of a trip of the run that is left out, its vehicle driving past its start. */
  readonly skipCost: number;
  /** The most that the stops passed say for that beside it. */
  readonly skipMost: number;
  /** What a position on the line of a trip left out says, beside that of one in service. */
  readonly emptyEmission: number;
  /** Cost of a trip taken up on its way by a vehicle watched for `loyaltySeconds`, which would have been found on it before. */
  readonly unseenCost: number;
  /** Advantage of the run that a vehicle was surely on before it fell silent, and how long that is remembered. */
  readonly returnBonus: number;
  readonly memorySeconds: number;
  /** The runs are shared among the vehicles anew this often. */
  readonly shareSeconds: number;
  /** Deviation from the timetable: centre, scales on the early and the late side, degrees of freedom. */
  readonly deviationCentreSeconds: number;
  readonly deviationEarlyScale: number;
  readonly deviationLateScale: number;
  readonly deviationFreedom: number;
  /**
   * Pace: time over which a change of the deviation fades, usual changes towards early and late (scales of the same
   * distribution), and the weight of what they say.
   */
  readonly paceMemorySeconds: number;
  readonly paceEarlyScale: number;
  readonly paceLateScale: number;
  readonly paceWeight: number;
  /** The scales are learned: samples that the prior weighs, and the time in which what was learned fades. */
  readonly punctualityPrior: number;
  readonly punctualityMemorySeconds: number;
  /** Samples that the network's usual deviation weighs beside a route's own. */
  readonly punctualityRoutePrior: number;
  /** Least share of the prior's scale; and the factor for looking only at what was thought likely: too small ones. */
  readonly punctualityFloor: number;
  readonly punctualityCorrection: number;
  /** Trips whose deviation would be outside these are not considered. */
  readonly earliestSeconds: number;
  readonly latestSeconds: number;
  /** A trip may be waited for this long before its start. */
  readonly layoverEarliestSeconds: number;
  /** Radius round a trip's first stop in which its vehicle waits. */
  readonly layoverMetres: number;
  /** A moving vehicle farther than this from it is on the way there. */
  readonly layoverMovingMetres: number;
  readonly layoverSigmaMetres: number;
  /** The same for a vehicle that stands: many wait round the corner of their first stop. */
  readonly layoverStandingSigmaMetres: number;
  /** Past the first stop by more than this along the line, a trip has begun. */
  readonly startedMetres: number;
  /** Past it by more, a vehicle that is surely on the trip does not drive to that stop any more. */
  readonly begunMetres: number;
  /** Nearer to the last stop than this, a trip is finished. */
  readonly finishedMetres: number;
  /** Nearer than this and standing for `finishedStandingSeconds`, it is finished too. */
  readonly finishedStandingMetres: number;
  readonly finishedStandingSeconds: number;
  /** Off route beyond the first for three positions, back on it within the second. */
  readonly offRouteMetres: number;
  readonly backOnRouteMetres: number;
  readonly offRoutePositions: number;
  /** Emission of a position off the route of a hypothesis, and of one on the way to a trip's start. */
  readonly offRouteEmission: number;
  readonly deadheadEmission: number;
  /** Standing under way for longer, no trip goes on: what each position then says against it. */
  readonly stuckSeconds: number;
  readonly stuckEmission: number;
  /** What a position on the move says against waiting: most of the time, who waits stands. */
  readonly movingUpEmission: number;
  /** What a position says of waiting that stands far from the first stop, or where vehicles are kept. */
  readonly standingFarEmission: number;
  /** A vehicle that is so far behind where it was on its trip has turned back. */
  readonly turnedBackMetres: number;
  /** A trip is left out whose vehicle has driven so far away from its first stop though it is due. */
  readonly droveAwayMetres: number;
  /** A trip off its route for longer than this is given up. */
  readonly offRouteSeconds: number;
  /** Weight of a trip id or route id that the vehicle itself reports. */
  readonly tripHint: number;
  readonly routeHint: number;
  /** What a position says for being on no trip at all, and the score of that before anything was seen. */
  readonly noneEmission: number;
  readonly noneFirstScore: number;
  /** The latter for a vehicle that is first seen standing, in a fleet heard for `loyaltySeconds`: it is about to set out. */
  readonly noneJoinedScore: number;
  /** Hypotheses kept, and how much less likely than the best one may be. */
  readonly beamWidth: number;
  readonly beamScore: number;
  /**
   * All hypotheses are weighed this often at most; positions between move the published one on. The first is for a vehicle
   * met so short a while ago (`evidenceMemorySeconds`) that each position still says much.
   */
  readonly thinkNewSeconds: number;
  readonly thinkSeconds: number;
  /** The same for a vehicle that is surely on its trip. */
  readonly thinkSureSeconds: number;
  /** However much a position may mean, no two are weighed that are closer together; the one between changes nothing. */
  readonly thinkLeastSeconds: number;
  /** New hypotheses are sought this often while there are none, while unsure, and while sure. */
  readonly seedLostSeconds: number;
  readonly seedUnsureSeconds: number;
  readonly seedSureSeconds: number;
  /** Radius in which lines are sought for new hypotheses. */
  readonly seedMetres: number;
  /** Advantage, in nats, by which another trip must beat the one published. */
  readonly switchMargin: number;
  /** The same for being on no trip at all, of a vehicle that is not known to have been on none: just met, and watched. */
  readonly emptyMarginNew: number;
  readonly emptyMargin: number;
  /** A vehicle silent for longer starts afresh. */
  readonly silenceSeconds: number;
  /**
   * A route runs by interval from a spread of deviations of the first share of its scheduled headway on, and no more
   * below the second; known from so many stops passed, which fade by half in the last.
   */
  readonly intervalShare: number;
  readonly timetableShare: number;
  readonly intervalVisits: number;
  readonly intervalHalfLifeSeconds: number;
  /** Longer than this is no headway but the start of service, or a hole in what was seen. */
  readonly headwayMostSeconds: number;
  /** Standing this long away from any trip is being at base. */
  readonly atBaseSeconds: number;
}

export const TRACKING_PARAMETERS: TrackingParameters = {
  offsetSigmaMetres: 22,
  sketchShare: 0.2,
  sketchLongestMetres: 350,
  emissionFloor: -6,
  headingKappa: 1.5,
  headingMinSpeed: 2,
  maxSpeed: 33,
  backwardMetres: 80,
  evidenceMemorySeconds: 300,
  correlationSeconds: 25,
  seedEmission: -0.9,
  timeCorrelationSeconds: 3600,
  timeMemorySeconds: 21_600,
  usualTimeEmission: -0.6,
  firstTimeWeight: 0.5,
  presentTimeWeight: 0.6,
  waitedSeconds: 90,
  waitedMetres: 250,
  departureCentreSeconds: 15,
  departureScale: 40,
  departureBound: 0.5,
  departureSpanSeconds: 1800,
  departureWeight: 0.7,
  swapCost: 8,
  loyaltySeconds: 600,
  skipCost: 8,
  skipMost: 3,
  emptyEmission: -0.2,
  unseenCost: 5,
  returnBonus: 4,
  memorySeconds: 28800,
  shareSeconds: 20,
  deviationCentreSeconds: 60,
  deviationEarlyScale: 220,
  deviationLateScale: 360,
  deviationFreedom: 3,
  paceMemorySeconds: 300,
  paceEarlyScale: 60,
  paceLateScale: 80,
  paceWeight: 1,
  punctualityPrior: 30,
  punctualityRoutePrior: 60,
  punctualityMemorySeconds: 14_400,
  punctualityFloor: 0.8,
  punctualityCorrection: 1.3,
  earliestSeconds: -1800,
  latestSeconds: 4500,
  layoverEarliestSeconds: 2700,
  layoverMetres: 1000,
  layoverMovingMetres: 120,
  layoverSigmaMetres: 150,
  layoverStandingSigmaMetres: 250,
  startedMetres: 60,
  begunMetres: 500,
  finishedMetres: 20,
  finishedStandingMetres: 150,
  finishedStandingSeconds: 60,
  offRouteMetres: 100,
  backOnRouteMetres: 75,
  offRoutePositions: 3,
  offRouteEmission: -3,
  deadheadEmission: -1.2,
  movingUpEmission: -1.2,
  standingFarEmission: -1.8,
  stuckSeconds: 300,
  stuckEmission: -1.5,
  turnedBackMetres: 60,
  droveAwayMetres: 500,
  offRouteSeconds: 1800,
  tripHint: 6,
  routeHint: 3,
  noneEmission: -1,
  noneFirstScore: -10,
  noneJoinedScore: -5,
  beamWidth: 32,
  beamScore: 9,
  thinkNewSeconds: 20,
  thinkSeconds: 25,
  thinkSureSeconds: 45,
  thinkLeastSeconds: 7,
  seedLostSeconds: 30,
  seedUnsureSeconds: 120,
  seedSureSeconds: 300,
  seedMetres: 120,
  switchMargin: 1,
  emptyMarginNew: 3,
  emptyMargin: 1,
  silenceSeconds: 1200,
  intervalShare: 0.5,
  timetableShare: 0.35,
  intervalVisits: 100,
  intervalHalfLifeSeconds: 7200,
  headwayMostSeconds: 7200,
  atBaseSeconds: 120,
};
