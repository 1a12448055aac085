import type { PlannedTap } from './plan-tap-day.js';
import { drawExtras } from './draw-extras.js';
import { kindOfRider, tokenOfRider } from './media-shares.js';
import { RandomStream, mix } from './random.js';
import type { ServedStop } from './served-stop.js';

/** A tap of somebody who got on a simulated vehicle, and what is true of it. */
export interface RiderTap extends PlannedTap {
  readonly vehicleId: string;
  /** Numbers the rider; the same rider has the same medium. */
  readonly rider: number;
}

export interface RidersOptions {
  readonly seed: number;
  /** How many people the city has who ride now and then. */
  readonly riders: number;
}

interface LastRide {
  readonly rider: number;
  readonly atSeconds: number;
  readonly vehicleId: string;
}

/** Of those who get on, the share who got off another vehicle a while ago. */
const TRANSFER_SHARE = 0.22;
const TRANSFER = { fromSeconds: 420, toSeconds: 2400 };
/** Who waits at a first stop gets on as the vehicle is about to leave. */
const FIRST_STOP_SECONDS = 90;

/**
 * The people who get on simulated vehicles, one by one: who they are, what they hold to the validator, and when. The
 * same seed and the same stops served give the same taps.
 */
export class Riders {
  readonly #options: RidersOptions;
  readonly #random: RandomStream;
  /** Rides of the last while, oldest first. */
  readonly #recent: LastRide[] = [];
  readonly #underway = new Set<number>();
  #rides = 0;

  constructor(options: RidersOptions) {
    this.#options = options;
    this.#random = new RandomStream(mix(options.seed, 503));
  }

  /** The taps of those who got on at a stop, by time. */
  board({ vehicleId, boarded, arrivalSeconds, departureSeconds }: ServedStop): RiderTap[] {
    if (departureSeconds === undefined) return [];
    this.#forgetBefore(departureSeconds - TRANSFER.toSeconds);
    const from = arrivalSeconds ?? departureSeconds - FIRST_STOP_SECONDS;
    return Array.from({ length: boarded }, (_, i) => {
      const atSeconds = from + ((i + 0.5) / boarded) * (departureSeconds - from);
      return this.#tap(vehicleId, atSeconds);
    });
  }

  #tap(vehicleId: string, atSeconds: number): RiderTap {
    const rider = this.#findTransferring(vehicleId, atSeconds) ?? this.#findNew();
    this.#underway.add(rider);
    this.#recent.push({ rider, atSeconds, vehicleId });
    const kind = kindOfRider(this.#options.seed, rider);
    return {
      vehicleId,
      rider,
      kind,
      atMs: Math.round(atSeconds * 1000),
      token: tokenOfRider(kind, rider, this.#rides++),
      extras: drawExtras(this.#random),
    };
  }

  #findTransferring(vehicleId: string, atSeconds: number): number | undefined {
    if (this.#random.next() >= TRANSFER_SHARE) return undefined;
    const at = this.#recent.findIndex(
      (ride) => ride.vehicleId !== vehicleId && ride.atSeconds <= atSeconds - TRANSFER.fromSeconds,
    );
    return at < 0 ? undefined : this.#recent.splice(at, 1)[0]!.rider;
  }

  #findNew(): number {
    for (;;) {
      const rider = Math.floor(this.#random.next() * this.#options.riders);
      if (!this.#underway.has(rider) || this.#underway.size >= this.#options.riders) return rider;
    }
  }

  #forgetBefore(seconds: number): void {
    while (this.#recent.length > 0 && this.#recent[0]!.atSeconds < seconds) {
      this.#underway.delete(this.#recent.shift()!.rider);
    }
  }
}
