/**
 * Which vehicle's predictions of a trip passengers are told, where tracking has put two on it: as the feed decides
 * (realtime/claim-trips.ts, claim-blocks.ts). The vehicle on a trip goes before those that come to it later; of two alike the surer
 * one, and of two as sure the one that was told last. Who lost a trip has none after it.
 */
import { DEFAULT_FEED_OPTIONS } from '@rukh/domain/realtime';

interface VehicleClaim {
  /** The trip it is on and those after it. */
  readonly trips: readonly string[];
  readonly atSeconds: number;
  readonly confidence: number;
}

interface ClaimedTrip {
  readonly vehicles: Set<string>;
  told: string | undefined;
}

/** A vehicle silent for longer is out of the feed, and its predictions with it. */
export const LONGEST_SILENCE_SECONDS = DEFAULT_FEED_OPTIONS.positionMaxAgeSeconds;

export class TripClaims {
  readonly #vehicles = new Map<string, VehicleClaim>();
  readonly #trips = new Map<string, ClaimedTrip>();

  constructor(private readonly minConfidence: number) {}

  /** What a vehicle claims from now on; without `trips` what it did before. */
  note(vehicleId: string, atSeconds: number, confidence: number, trips?: readonly string[]): void {
    const before = this.#vehicles.get(vehicleId);
    if (trips) {
      this.forget(vehicleId);
      for (const trip of trips) this.#claimedTrip(trip).vehicles.add(vehicleId);
    }
    this.#vehicles.set(vehicleId, { trips: trips ?? before?.trips ?? [], atSeconds, confidence });
  }

  forget(vehicleId: string): void {
    for (const trip of this.#vehicles.get(vehicleId)?.trips ?? []) {
      const claimed = this.#trips.get(trip);
      claimed?.vehicles.delete(vehicleId);
      if (claimed?.vehicles.size === 0) this.#trips.delete(trip);
    }
    this.#vehicles.delete(vehicleId);
  }

  /** How many of a vehicle's trips, from the one it is on, are told of it at an instant. */
  countTold(vehicleId: string, instant: number): number {
    const { trips } = this.#vehicles.get(vehicleId) ?? { trips: [] };
    const lost = trips.findIndex((trip) => this.#ownerOf(trip, instant) !== vehicleId);
    return lost < 0 ? trips.length : lost;
  }

  #ownerOf(trip: string, instant: number): string | undefined {
    const claimed = this.#trips.get(trip)!;
    const standing = [...claimed.vehicles].filter((vehicleId) => this.#stands(vehicleId, instant));
    const onTrip = standing.filter((vehicleId) => this.#firstOf(vehicleId) === trip);
    const able =
      onTrip.length > 0
        ? onTrip
        : standing.filter((vehicleId) => this.#ownerOf(this.#firstOf(vehicleId), instant) === vehicleId);
    if (able.length === 0) return undefined;
    claimed.told = able.reduce((a, b) => (this.#beats(b, a, claimed.told) ? b : a));
    return claimed.told;
  }

  #stands(vehicleId: string, instant: number): boolean {
    const { atSeconds, confidence } = this.#vehicles.get(vehicleId)!;
    return confidence >= this.minConfidence && instant - atSeconds <= LONGEST_SILENCE_SECONDS;
  }

  #beats(a: string, b: string, told: string | undefined): boolean {
    const difference = this.#vehicles.get(a)!.confidence - this.#vehicles.get(b)!.confidence;
    if (Math.abs(difference) >= DEFAULT_FEED_OPTIONS.confidenceMargin) return difference > 0;
    if (a === told || b === told) return a === told;
    return a < b;
  }

  #firstOf(vehicleId: string): string {
    return this.#vehicles.get(vehicleId)!.trips[0]!;
  }

  #claimedTrip(trip: string): ClaimedTrip {
    let claimed = this.#trips.get(trip);
    if (!claimed) this.#trips.set(trip, (claimed = { vehicles: new Set(), told: undefined }));
    return claimed;
  }
}
