import type { TripIndex } from '../gtfs/index.js';
import type { RunTrip } from '../tracking/index.js';
import type { PredictionParameters } from './prediction-parameters.js';
import { UsualBoardings } from './usual-boardings.js';

/** Who got in on the trip of a vehicle, by their taps. */
export interface VehicleBoardings {
  readonly vehicleId: string;
  readonly trip: TripIndex;
  /** Persons by stop index, of stops that the vehicle has left; null where that is not known. */
  readonly boarded: readonly (number | null)[];
}

/** What is known of one vehicle's trip. */
interface Riders {
  readonly trip: TripIndex;
  /** Seconds that sections took beyond what was expected, by the stop at their end; holes where that was not seen. */
  readonly late: number[];
  /** Stops counted. */
  counted: number;
  /** Persons who got in, and who usually do at the same stops; of late. */
  entered: number;
  usual: number;
}

/**
 * How crowded a vehicle finds its stops, where taps tell it. Who comes late finds more people waiting, stands longer at each
 * stop, and comes later still. So of each vehicle it is followed how many get in against how many usually do, and of the
 * network how many seconds each of them costs; what is expected of a section is what it takes with the usual number.
 */
export class Crowding {
  readonly usual: UsualBoardings;
  readonly #vehicles = new Map<string, Riders>();
  /** Sums over stops, of persons to be expected beyond the usual: of their squares, and with the seconds that came with them. */
  #squares = 0;
  #products = 0;
  #isTold = false;

  constructor(private readonly p: PredictionParameters) {
    this.usual = new UsualBoardings(p);
  }

  /**
   * Seconds that a section takes more for each person who is to be expected beyond the usual: the least-squares slope, drawn to
   * nought while little is known. With those who get in come those who get out, so it is more than a boarding takes.
   */
  get secondsEach(): number {
    return this.#products / (this.#squares + this.p.boardingTrustSquares);
  }

  /** A vehicle passed a stop: its section took so many seconds more than expected. Nothing without taps. */
  note(vehicleId: string, { trip }: RunTrip, stopIndex: number, lateSeconds: number): void {
    if (!this.#isTold) return;
    const most = this.p.boardingLateMostSeconds;
    this.#ridersOf(vehicleId, trip).late[stopIndex] = Math.min(most, Math.max(-most, lateSeconds));
  }

  /**
   * Takes what taps tell of a trip, as of `at`. A stop counts once, when the one after it was left too, as some tap only when
   * their vehicle is under way. `sections` are those that end at the trip's stops.
   */
  take({ vehicleId, trip, boarded }: VehicleBoardings, sections: Int32Array, at: number): void {
    this.#isTold = true;
    const riders = this.#ridersOf(vehicleId, trip);
    const last = Math.min(boarded.length - 1, sections.length);
    for (; riders.counted < last; riders.counted++) {
      // At the first stop vehicles gather riders while they wait, and nobody waits for those.
      const persons = boarded[riders.counted] ?? undefined;
      if (riders.counted > 0 && persons !== undefined) {
        this.#count(riders, riders.counted, persons, sections, at);
      }
    }
  }

  /** How many get in where the vehicle calls, of the usual: 1 until taps tell. */
  ratioOf(vehicleId: string, { trip }: RunTrip): number {
    const riders = this.#vehicles.get(vehicleId);
    return riders?.trip === trip ? this.#ratio(riders) : 1;
  }

  /** Seconds more, or fewer, that a section takes where so many get in, of the usual. */
  delayOf(section: number, ratio: number): number {
    return ratio === 1 ? 0 : this.secondsEach * (ratio - 1) * this.usual.of(section);
  }

  forget(vehicleId: string): void {
    this.#vehicles.delete(vehicleId);
  }

  dump(): number[] {
    return [this.#squares, this.#products];
  }

  restore([squares = 0, products = 0]: readonly number[]): void {
    this.#squares = squares;
    this.#products = products;
  }

  #count(riders: Riders, stopIndex: number, persons: number, sections: Int32Array, at: number): void {
    const section = sections[stopIndex]!;
    const usual = this.usual.of(section);
    const late = riders.late[stopIndex];
    // Of a crossing that was not seen, as before a restart, it is not known whether it was learned from already.
    if (late !== undefined) {
      this.#learn((this.#ratio(riders) - 1) * usual, late);
      this.usual.learn(section, persons, at);
    }
    const keep = 1 - 1 / this.p.boardingStopsKept;
    riders.entered = keep * riders.entered + persons;
    riders.usual = keep * riders.usual + usual;
  }

  /** That so many persons more were to be expected at a stop, and so many seconds more were spent. */
  #learn(more: number, late: number): void {
    const { boardingSamplesKept } = this.p;
    this.#squares += more * more - this.#squares / boardingSamplesKept;
    this.#products += more * late - this.#products / boardingSamplesKept;
  }

  #ratio({ entered, usual }: Riders): number {
    if (!this.usual.isKnown) return 1;
    const { boardingTrustPersons: trust } = this.p;
    return (entered + trust) / (usual + trust);
  }

  #ridersOf(vehicleId: string, trip: TripIndex): Riders {
    let riders = this.#vehicles.get(vehicleId);
    if (riders?.trip !== trip) {
      riders = { trip, late: [], counted: 0, entered: 0, usual: 0 };
      this.#vehicles.set(vehicleId, riders);
    }
    return riders;
  }
}
