import type { Schedule } from '@rukh/domain/gtfs';
import { type StopPrediction, TrackedFleet, type TripPrediction } from '@rukh/domain/prediction';
import {
  HORIZONS,
  type ObservedArrival,
  ObservedArrivals,
  type PredictedArrival,
  type PredictionScores,
  PredictionScorer,
} from '@rukh/domain/scoring';
import { type ReportTruth, type SimulationOptions, createSimulation, step } from '@rukh/domain/simulation';
import type { StopVisit } from '@rukh/domain/tracking';
import { DEFAULT_JUDGING_LIMITS, FleetJudge } from '@rukh/domain/vehicle';

/**
 * What must hold of predictions on every day, held against a simulated one whose truth is known: through judging and
 * tracking as the service has them, with a look at all predictions each half minute.
 */
const LOOK_SECONDS = 30;
/** A trip is over, or under way, so long before predictions must show it. */
const KNOWN_SECONDS = 180;
const LOST_SECONDS = 300;
/** A stop so far ahead has surely not been served. */
const AHEAD_METRES = 150;

/** Of a trip under way, of one whose vehicle waits for it, and of those after it. */
export type Kind = 'under-way' | 'waiting' | 'later';
const KINDS: readonly Kind[] = ['under-way', 'waiting', 'later'];

interface Row extends PredictedArrival {
  readonly kind: Kind;
}

export interface DayConditions {
  readonly scores: PredictionScores;
  /** Share of arrivals within their interval, by what the prediction was of. */
  readonly coverage: Readonly<Record<Kind, number>>;
  /** Rows for stops of times gone by; and those that leave a stop out or fall. */
  readonly inThePast: number;
  readonly broken: number;
  /** Rows for stops of trips that were over for minutes, of how many. */
  readonly ofFinishedTrips: number;
  readonly rows: number;
  /** Looks at a vehicle under way, and those that found all stops ahead of it. */
  readonly looks: number;
  readonly covered: number;
  /** First stops left by vehicles that had been on the block, and those predicted two minutes before. */
  readonly starts: number;
  readonly startsPredicted: number;
}

/** Lives through a simulated time and says how the conditions held. */
export function liveThroughDay(
  schedule: Schedule,
  options: SimulationOptions,
  seconds: number,
): DayConditions {
  const day = new Day(schedule, options);
  const until = options.startSeconds + seconds;
  for (let now = options.startSeconds + LOOK_SECONDS; now <= until; now += LOOK_SECONDS) day.advance(now);
  return day.conclude();
}

class Day {
  readonly #judge = new FleetJudge(DEFAULT_JUDGING_LIMITS);
  readonly #fleet: TrackedFleet;
  readonly #simulation;
  readonly #visits: StopVisit[] = [];
  readonly #rows: Row[] = [];
  /** By instance: when its vehicle went over to something else. */
  readonly #ended = new Map<string, number>();
  /** By vehicle: what it runs, since when, and the stop that is ahead of it. */
  readonly #underWay = new Map<string, { key: string; since: number; next: number | undefined }>();
  /** By instance: when its first stop was first predicted. */
  readonly #startsTold = new Map<string, number>();
  #counts = { inThePast: 0, broken: 0, ofFinishedTrips: 0, rows: 0, looks: 0, covered: 0 };

  constructor(
    private readonly schedule: Schedule,
    private readonly options: SimulationOptions,
  ) {
    this.#fleet = new TrackedFleet(schedule);
    this.#simulation = createSimulation(schedule, options);
  }

  advance(now: number): void {
    const { reports, visits } = step(this.#simulation, now);
    for (const { report, arrivesAtSeconds, truth } of reports) {
      const [outcome] = this.#judge.judge('simulated', [report], arrivesAtSeconds);
      if (outcome?.position) this.#fleet.take(outcome.position);
      this.#noteTruth(report.vehicleId, truth);
    }
    this.#visits.push(...visits);
    this.#fleet.dropSilent(now - LOST_SECONDS);
    this.#look(now);
  }

  conclude(): DayConditions {
    const { schedule } = this;
    const arrivals: ObservedArrival[] = this.#visits.flatMap((visit) =>
      visit.arrivalSeconds === undefined
        ? []
        : [{ ...this.#nameVisit(visit), arrivalSeconds: visit.arrivalSeconds }],
    );
    const truth = new ObservedArrivals(arrivals);
    const score = (rows: readonly Row[]): PredictionScores => {
      const scorer = new PredictionScorer(truth);
      for (const row of rows) scorer.add(row);
      return scorer.report({ certainty: false });
    };
    const coverageOf = (kind: Kind): number =>
      score(this.#rows.filter((row) => row.kind === kind)).intervals.all?.coverage ?? NaN;
    const starts = this.#visits.filter(
      ({ instance, stopIndex, departureSeconds }) =>
        stopIndex === 0 &&
        departureSeconds !== undefined &&
        departureSeconds > this.options.startSeconds + 1800 &&
        isInBlock(schedule, instance.trip),
    );
    const told = starts.filter((visit) => {
      const first = this.#startsTold.get(this.#keyOf(visit.instance));
      return first !== undefined && first <= visit.departureSeconds! - 120;
    });
    return {
      ...this.#counts,
      scores: score(this.#rows),
      coverage: Object.fromEntries(KINDS.map((kind) => [kind, coverageOf(kind)])) as Record<Kind, number>,
      starts: starts.length,
      startsPredicted: told.length,
    };
  }

  #look(now: number): void {
    const predictions = new Map<string, TripPrediction>();
    for (const prediction of this.#fleet.listPredictions(now)) {
      const key = this.#keyOf(prediction.instance);
      predictions.set(key, prediction);
      const over = this.#ended.get(key);
      const isOver = over !== undefined && now - over > KNOWN_SECONDS;
      const ahead = prediction.stops.filter(({ observed }) => !observed);
      if (ahead[0]?.stopIndex === 0 && !this.#startsTold.has(key)) this.#startsTold.set(key, now);
      if (!isWhole(this.schedule, prediction, ahead)) this.#counts.broken++;
      const kind = this.#kindOf(prediction);
      for (const stop of ahead) this.#noteRow(now, prediction, stop, { isOver, kind });
    }
    for (const { key, since, next } of this.#underWay.values()) {
      if (now - since < KNOWN_SECONDS || this.#ended.has(key) || next === undefined) continue;
      this.#counts.looks++;
      const first = predictions.get(key)?.stops.find(({ observed }) => !observed)?.stopIndex;
      if (first !== undefined && first <= next) this.#counts.covered++;
    }
  }

  #kindOf({ ahead, vehicleId }: TripPrediction): Kind {
    if (ahead > 0) return 'later';
    const phase = this.#fleet.findLatest(vehicleId)?.assignment?.phase;
    return phase === 'LAYOVER' || phase === 'DEADHEAD' ? 'waiting' : 'under-way';
  }

  #noteRow(
    now: number,
    prediction: TripPrediction,
    stop: StopPrediction,
    { isOver, kind }: { readonly isOver: boolean; readonly kind: Kind },
  ): void {
    this.#counts.rows++;
    if (stop.departureSeconds < now) this.#counts.inThePast++;
    if (isOver) this.#counts.ofFinishedTrips++;
    const { arrivalSeconds, uncertaintySeconds } = stop;
    if (arrivalSeconds < now || arrivalSeconds > now + 3600) return;
    this.#rows.push({
      ...this.#nameVisit({ instance: prediction.instance, stopIndex: stop.stopIndex }),
      madeAtSeconds: now,
      arrivalSeconds,
      lowSeconds: arrivalSeconds - uncertaintySeconds,
      highSeconds: arrivalSeconds + uncertaintySeconds,
      kind,
    });
  }

  /** A trip is over when its vehicle is on something else. */
  #noteTruth(vehicleId: string, truth: ReportTruth): void {
    const key = truth.phase === 'IN_PROGRESS' && truth.instance ? this.#keyOf(truth.instance) : undefined;
    const before = this.#underWay.get(vehicleId);
    if (truth.phase === 'OFF_ROUTE') return;
    if (before && before.key !== key) this.#ended.set(before.key, truth.atSeconds);
    if (key === undefined) this.#underWay.delete(vehicleId);
    else {
      const since = before?.key === key ? before.since : truth.atSeconds;
      this.#underWay.set(vehicleId, { key, since, next: this.#nextStop(truth) });
    }
  }

  /** The stop that is surely still ahead; undefined at the end of the trip. */
  #nextStop({ instance, shapeMetres }: ReportTruth): number | undefined {
    const { patterns, trips } = this.schedule;
    const { stopMetres } = patterns[trips.pattern[instance!.trip]!]!;
    const next = stopMetres.findIndex((metres) => metres > shapeMetres! + AHEAD_METRES);
    return next < 0 ? undefined : next;
  }

  #nameVisit({
    instance,
    stopIndex,
  }: Pick<StopVisit, 'instance' | 'stopIndex'>): Omit<PredictedArrival, 'madeAtSeconds' | 'arrivalSeconds'> {
    const { trips, stopTimes, patterns, stops } = this.schedule;
    return {
      tripId: trips.ids[instance.trip]!,
      startDate: instance.serviceDate,
      stopSequence: stopTimes.stopSequence[trips.firstStopTime[instance.trip]! + stopIndex]!,
      stopId: stops.ids[patterns[trips.pattern[instance.trip]!]!.stops[stopIndex]!]!,
    };
  }

  #keyOf({ trip, serviceDate, startSeconds }: StopVisit['instance']): string {
    return `${trip} ${serviceDate} ${startSeconds}`;
  }
}

/** The stops ahead are all from the first to the last, and times rise. */
function isWhole(
  schedule: Schedule,
  { instance }: TripPrediction,
  ahead: readonly StopPrediction[],
): boolean {
  const count = schedule.patterns[schedule.trips.pattern[instance.trip]!]!.stops.length;
  if (ahead.length === 0) return true;
  return (
    ahead.at(-1)!.stopIndex === count - 1 &&
    ahead.every((stop, i) => {
      const before = ahead[i - 1];
      if (!before) return true;
      return stop.stopIndex === before.stopIndex + 1 && stop.arrivalSeconds > before.departureSeconds;
    })
  );
}

/** Whether a trip follows another in its block: then there is a vehicle that will run it. */
function isInBlock(schedule: Schedule, trip: number): boolean {
  const block = schedule.trips.block[trip]!;
  return block >= 0 && schedule.blockTrips[block]![0] !== trip;
}

/** Least and most of a figure over the horizons. */
export function rangeOf(shareOf: (horizon: string) => number | undefined): [least: number, most: number] {
  const shares = HORIZONS.flatMap(({ name }) => shareOf(name) ?? []);
  return [Math.min(...shares), Math.max(...shares)];
}
