import { Inject, Injectable } from '@nestjs/common';
import { type ReportReader as Reader, ReportReader, type StopTapsRow } from '@rukh/adapters/postgres';
import { type Principal, type TapCountsView, seesCarrier } from '@rukh/domain/dispatch';
import { CarrierOf } from '../fleet/carrier-of.js';

const WINDOW_SECONDS = 3600;
/** Below this, who knows when somebody got in could find him. */
const FEWEST = 5;
/** However many look, a moment is counted once; a minute of the past is a minute. */
const STEP_SECONDS = 60;
const KEPT_MOMENTS = 8;

/** Where people get in, by their taps: counts of stops, and never so few that one of them could be singled out. */
@Injectable()
export class TapCounts {
  readonly #moments = new Map<number, Promise<readonly StopTapsRow[]>>();

  constructor(
    @Inject(ReportReader) private readonly reader: Reader,
    private readonly carriers: CarrierOf,
  ) {}

  /** Of the hour before `at`, epoch seconds, to the whole minute; of the carriers that the principal sees. */
  async view(principal: Principal, at: number): Promise<TapCountsView> {
    const to = Math.floor(at / STEP_SECONDS) * STEP_SECONDS;
    const counts = new Map<string, number>();
    for (const { vehicleId, routeId, stopId, taps } of await this.#read(to)) {
      const carrierId =
        vehicleId === null ? undefined : this.carriers.ofVehicle(vehicleId, routeId ?? undefined, to);
      if (!seesCarrier(principal, carrierId)) continue;
      counts.set(stopId, (counts.get(stopId) ?? 0) + taps);
    }
    const stops = [...counts]
      .filter(([, taps]) => taps >= FEWEST)
      .map(([stopId, taps]) => ({ stopId, taps: 5 * Math.round(taps / 5) }))
      .sort((a, b) => b.taps - a.taps);
    return { at: to, windowSeconds: WINDOW_SECONDS, fewest: FEWEST, stops };
  }

  #read(to: number): Promise<readonly StopTapsRow[]> {
    const known = this.#moments.get(to);
    if (known) return known;
    const reading = this.reader.listTapsAtStops({ from: to - WINDOW_SECONDS, to });
    this.#moments.set(to, reading);
    // What failed is asked for again.
    reading.catch(() => this.#moments.delete(to));
    for (const moment of this.#moments.keys()) {
      if (this.#moments.size > KEPT_MOMENTS) this.#moments.delete(moment);
    }
    return reading;
  }
}
