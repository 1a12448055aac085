/**
 * How often what is published changes its mind. A change of a vehicle's trip where the vehicle did not change its
 * own, and a trip that goes from one vehicle to another (the rule P003 of GTFS-realtime validators) though the new one
 * is not on it: on a rider's screen the bus jumps across the city.
 */
export interface FlipScore {
  /** Published changes of a vehicle's trip, and changes in truth. */
  readonly tripChanges: number;
  readonly trueTripChanges: number;
  /** Of the published, returns to the trip that the vehicle had before. */
  readonly returns: number;
  /** A trip that another vehicle carried before; and of those, where the new one is not on that trip. */
  readonly vehicleChanges: number;
  readonly wrongVehicleChanges: number;
}

interface VehicleTrips {
  published: string | undefined;
  before: string | undefined;
  actual: string | undefined;
}

export class FlipCounts {
  readonly #vehicles = new Map<number, VehicleTrips>();
  /** The vehicle that carried a trip last. */
  readonly #carriers = new Map<string, number>();
  readonly #counts = {
    tripChanges: 0,
    trueTripChanges: 0,
    returns: 0,
    vehicleChanges: 0,
    wrongVehicleChanges: 0,
  };

  /** Trips with their day; undefined where there is none, which is no change. */
  note(vehicle: number, actual: string | undefined, published: string | undefined): void {
    let trips = this.#vehicles.get(vehicle);
    if (!trips) {
      trips = { published: undefined, before: undefined, actual: undefined };
      this.#vehicles.set(vehicle, trips);
    }
    if (actual !== undefined) {
      if (trips.actual !== undefined && trips.actual !== actual) this.#counts.trueTripChanges++;
      trips.actual = actual;
    }
    if (published === undefined) return;
    this.#noteTrip(trips, published);
    this.#noteCarrier(vehicle, published, actual === published);
  }

  #noteTrip(trips: VehicleTrips, published: string): void {
    if (trips.published === published) return;
    if (trips.published !== undefined) {
      this.#counts.tripChanges++;
      if (trips.before === published) this.#counts.returns++;
    }
    trips.before = trips.published;
    trips.published = published;
  }

  #noteCarrier(vehicle: number, published: string, isRight: boolean): void {
    const carrier = this.#carriers.get(published);
    this.#carriers.set(published, vehicle);
    if (carrier === undefined || carrier === vehicle) return;
    this.#counts.vehicleChanges++;
    if (!isRight) this.#counts.wrongVehicleChanges++;
  }

  summarise(): FlipScore {
    return { ...this.#counts };
  }
}
