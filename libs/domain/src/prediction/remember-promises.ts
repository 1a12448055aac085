import type { TripIndex } from '../gtfs/index.js';
import { type IntervalWidths, LEADS, type ProgressKind } from './interval-widths.js';
import type { PredictionParameters } from './prediction-parameters.js';
import type { TripPrediction } from './trip-prediction.js';

/**
 * Keeps some of what was said of each vehicle's arrivals until the vehicle is there, and then tells the interval
 * widths how wrong it was. Once a minute, one stop for each lead.
 */
interface Promised {
  readonly trip: TripIndex;
  readonly stopIndex: number;
  readonly arrivalSeconds: number;
  readonly leadIndex: number;
  readonly leadSeconds: number;
  readonly kind: ProgressKind;
}

interface VehiclePromises {
  madeAt: number;
  open: Promised[];
}

/** More than this of one vehicle is a trip given up and its like; the oldest go. */
const OPEN_MOST = 200;

export class Promises {
  readonly #vehicles = new Map<string, VehiclePromises>();

  constructor(
    private readonly p: PredictionParameters,
    private readonly widths: IntervalWidths,
  ) {}

  /** Remembers a few of the predictions made at `now`, where it is time to. */
  remember(vehicleId: string, now: number, predictions: readonly TripPrediction[], kind: ProgressKind): void {
    const known = this.#vehicles.get(vehicleId);
    if (known && now - known.madeAt < this.p.rememberEverySeconds) return;
    const open = known?.open ?? [];
    pickPromises(predictions, now, kind, open);
    this.#vehicles.set(vehicleId, { madeAt: now, open: open.slice(-OPEN_MOST) });
  }

  /** Settles what was said of an arrival that came at `at`, and forgets what was said of stops before it. */
  settle(vehicleId: string, trip: TripIndex, stopIndex: number, at: number): void {
    const promises = this.#vehicles.get(vehicleId);
    if (!promises) return;
    promises.open = promises.open.filter((promised) => {
      if (promised.trip !== trip || promised.stopIndex > stopIndex) return true;
      if (promised.stopIndex === stopIndex) {
        const { kind, leadIndex, leadSeconds, arrivalSeconds } = promised;
        this.widths.learn(kind, leadIndex, leadSeconds, at - arrivalSeconds, at);
      }
      return false;
    });
  }

  forget(vehicleId: string): void {
    this.#vehicles.delete(vehicleId);
  }
}

/** Adds the first stop near each lead. A first stop that is yet to be come to is no arrival that will be seen. */
function pickPromises(
  predictions: readonly TripPrediction[],
  now: number,
  kindNow: ProgressKind,
  into: Promised[],
): void {
  let leadIndex = 0;
  for (const { ahead, instance, stops } of predictions) {
    const kind = ahead > 0 ? 'later' : kindNow;
    for (const { stopIndex, arrivalSeconds, observed } of stops) {
      const leadSeconds = arrivalSeconds - now;
      if (observed || (ahead > 0 && stopIndex === 0) || leadSeconds < LEAST_LEAD) continue;
      while (leadIndex < LEADS.length && leadSeconds > LEADS[leadIndex]! * 1.35) leadIndex++;
      if (leadIndex === LEADS.length) return;
      if (leadSeconds < LEADS[leadIndex]! * 0.75) continue;
      into.push({ trip: instance.trip, stopIndex, arrivalSeconds, leadIndex, leadSeconds, kind });
      leadIndex++;
    }
  }
}

const LEAST_LEAD = 10;
