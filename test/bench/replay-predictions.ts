/**
 * A recording tracked once, to be predicted with other parameters as often as one likes: in one process, by the
 * service's own tracking and predictor, and scored as `rukh score` does.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { importGtfs } from '@rukh/adapters/gtfs-files';
import {
  type PredictionParameters,
  Predictor,
  type StopPrediction,
  type TripPrediction,
  keepAhead,
  pickPerTrip,
} from '@rukh/domain/prediction';
import {
  type MatchedPrediction,
  ObservedArrivals,
  type PredictedArrival,
  PredictionScorer,
  type PredictionScores,
} from '@rukh/domain/scoring';
import { Fleet, Timetable, type VehicleState, type VehicleUpdate } from '@rukh/domain/tracking';
import { parse } from 'csv-parse/sync';
import { readRecording } from '../../apps/rukh/dist/replay/read-recording.js';
import { createJudge } from './labelled-days.ts';

const PREDICT_EVERY_SECONDS = 30;
const LOST_AFTER_SECONDS = 300;
const HOLE_SECONDS = 120;
const WITHIN_SECONDS = 3600;

export interface Tracked {
  readonly timetable: Timetable;
  /** In the order in which they came. */
  readonly updates: readonly {
    readonly now: number;
    readonly update: VehicleUpdate;
    readonly state: VehicleState;
  }[];
}

/** Tracks a recording, by place and time alone unless `named`. Throws where the GTFS is refused. */
export async function trackHidden(gtfs: string, recording: string, named = false): Promise<Tracked> {
  const { schedule } = await importGtfs(gtfs);
  if (!schedule) throw new Error(`${gtfs} is refused`);
  const judge = createJudge(schedule);
  const timetable = new Timetable(schedule);
  const fleet = new Fleet(timetable);
  const updates: Tracked['updates'][number][] = [];
  let now = -Infinity;
  for await (const batch of readRecording(recording, { trip: !named, route: !named, stop: !named })) {
    for (const { report, receivedAtSeconds } of batch) {
      now = Math.max(now, receivedAtSeconds);
      const position = report && judge.judge('bench', [report], now)[0]?.position;
      const update = position && fleet.track(position);
      if (!update) continue;
      // States move on in place; prediction reads who it is and the trip.
      updates.push({ now, update, state: { ...fleet.findState(position.vehicleId)! } });
    }
  }
  return { timetable, updates };
}

/** Observed arrivals in the form that `rukh score` reads. */
export function readTruth(file: string): ObservedArrivals {
  const rows = parse<Record<string, string>>(gunzipSync(readFileSync(file)), { columns: true, bom: true });
  return new ObservedArrivals(
    rows.map((row) => ({
      tripId: row['trip_id']!,
      startDate: row['start_date']!,
      stopSequence: Number(row['stop_sequence']),
      stopId: row['stop_id']!,
      arrivalSeconds: Number(row['arrival_ts']),
    })),
  );
}

interface Said {
  readonly at: number;
  readonly confidence: number;
  readonly predictions: readonly TripPrediction[];
}

/** A prediction that was held against an arrival. */
export interface Judged extends MatchedPrediction {
  readonly madeAtSeconds: number;
  readonly prediction: TripPrediction;
  readonly stopIndex: number;
  /** Actual minus predicted. */
  readonly errorSeconds: number;
}

/** Predicts as a replay does, and scores it; `judged` hears of each prediction that had an arrival. */
export function predictTracked(
  { timetable, updates }: Tracked,
  truth: ObservedArrivals,
  parameters: PredictionParameters,
  judged: (one: Judged) => void = () => undefined,
): PredictionScores {
  const predictor = new Predictor(timetable, parameters);
  const scorer = new PredictionScorer(truth);
  const said = new Map<string, Said>();
  let [last, predictAt] = [-Infinity, -Infinity];
  for (const { now, update, state } of updates) {
    if (now > last + HOLE_SECONDS) predictAt = Math.ceil(now / PREDICT_EVERY_SECONDS) * PREDICT_EVERY_SECONDS;
    last = now;
    for (; predictAt <= now; predictAt += PREDICT_EVERY_SECONDS) {
      for (const [prediction, stop] of listStops(said.values(), predictAt)) {
        const matched = scorer.add(toRow(timetable, prediction, stop, predictAt));
        if (!matched) continue;
        const errorSeconds = truth.arrivalSeconds[matched.visit]! - stop.arrivalSeconds;
        judged({ ...matched, madeAtSeconds: predictAt, prediction, stopIndex: stop.stopIndex, errorSeconds });
      }
    }
    const { vehicleId, atSeconds } = update.position;
    const confidence = update.assignment?.confidence ?? 0;
    said.set(vehicleId, { at: atSeconds, confidence, predictions: predictor.predict(update, state) });
  }
  return scorer.report({ certainty: false });
}

/** What a feed would say at a moment: stops ahead, of each trip by one vehicle. */
function* listStops(
  said: Iterable<Said>,
  madeAtSeconds: number,
): Generator<readonly [TripPrediction, StopPrediction]> {
  const claims = [...said].flatMap(({ at, confidence, predictions }) =>
    madeAtSeconds - at > LOST_AFTER_SECONDS
      ? []
      : predictions.map((prediction) => ({ prediction: keepAhead(prediction, madeAtSeconds), confidence })),
  );
  for (const prediction of pickPerTrip(claims)) {
    for (const stop of prediction.stops) {
      if (!stop.observed && stop.arrivalSeconds <= madeAtSeconds + WITHIN_SECONDS) yield [prediction, stop];
    }
  }
}

function toRow(
  { schedule }: Timetable,
  { instance }: TripPrediction,
  { stopIndex, arrivalSeconds, uncertaintySeconds }: StopPrediction,
  madeAtSeconds: number,
): PredictedArrival {
  const first = schedule.trips.firstStopTime[instance.trip]!;
  return {
    madeAtSeconds,
    tripId: schedule.trips.ids[instance.trip]!,
    startDate: instance.serviceDate,
    stopSequence: schedule.stopTimes.stopSequence[first + stopIndex]!,
    stopId: '',
    arrivalSeconds,
    lowSeconds: arrivalSeconds - uncertaintySeconds,
    highSeconds: arrivalSeconds + uncertaintySeconds,
  };
}
