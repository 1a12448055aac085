import type { Route } from '../gtfs/index.js';
import { MODE_TRAITS, type Mode, modeOf } from './modes.js';
import { FAULT_BITS, type Pathology, type Rates, rateFor } from './pathologies.js';
import { happens, hashText, mix, unit } from './random.js';
import { type Tally, count } from './tally.js';

/**
 * The vehicles of a city: each agency has a pool of each mode, and a duty takes the first of its pool that is
 * free. Ids, labels, plates and what is wrong with a tracker stay with the vehicle for good.
 */
export interface FleetVehicle {
  readonly id: string;
  /** Index of the agency whose it is. */
  readonly agency: number;
  /** Fleet number painted on it. */
  readonly label: string;
  readonly licensePlate: string;
  /** GTFS-realtime WheelchairAccessible: 2 = accessible, 3 = not. */
  readonly wheelchairAccessible: number;
  readonly mode: Mode;
  /** Hash from which everything about it is decided. */
  readonly hash: number;
  /** Bits of the pathologies that its tracker has for good. */
  readonly traits: number;
  /** Seconds its clock is off at midnight UTC of day 0, and what it drifts, seconds a second; 0 for good clocks. */
  readonly clockOffsetSeconds: number;
}

/** Pathologies that a tracker has or has not, by share of the fleet. */
const TRAITS = [
  'slow_reporter',
  'speed_steps',
  'clock_drift',
  'missing_trip_id',
  'kept_trip_id',
  'wrong_trip_id',
] as const satisfies readonly Pathology[];

interface Pool {
  readonly number: number;
  readonly agency: number;
  readonly mode: Mode;
  readonly vehicles: FleetVehicle[];
  /** When each is back at its base, epoch seconds. */
  readonly freeAt: number[];
}

export class Fleet {
  readonly #pools = new Map<string, Pool>();

  /** `routes` name the pools (one for each agency and mode), so that they are the same whichever day comes first. */
  constructor(
    readonly seed: number,
    readonly rates: Rates,
    readonly tallies: Record<Pathology, Tally>,
    routes: readonly Route[],
  ) {
    for (const route of routes) {
      const key = `${route.agency} ${modeOf(route)}`;
      if (this.#pools.has(key)) continue;
      const { agency } = route;
      const mode = modeOf(route);
      this.#pools.set(key, { number: this.#pools.size, agency, mode, vehicles: [], freeAt: [] });
    }
  }

  /** All vehicles named so far. */
  list(): FleetVehicle[] {
    return [...this.#pools.values()].flatMap((pool) => pool.vehicles);
  }

  /** The first vehicle of an agency and mode that is free from one instant, and takes it until another. */
  take(agency: number, mode: Mode, fromSeconds: number, untilSeconds: number): FleetVehicle {
    const pool = this.#pools.get(`${agency} ${mode}`)!;
    let i = pool.freeAt.findIndex((freeAt) => freeAt <= fromSeconds);
    if (i < 0) {
      i = pool.vehicles.length;
      pool.vehicles.push(this.#nameVehicle(pool, i));
    }
    pool.freeAt[i] = untilSeconds;
    return pool.vehicles[i]!;
  }

  #nameVehicle(pool: Pool, index: number): FleetVehicle {
    const fleetNumber = String(index + 1).padStart(4, '0');
    const id = `${10 + pool.number}${fleetNumber}`;
    const hash = mix(this.seed, hashText(id));
    let traits = 0;
    TRAITS.forEach((trait, i) => {
      const rate = rateFor(this.rates, trait, pool.mode);
      if (count(this.tallies[trait], happens(mix(hash, 200 + i), rate))) traits |= FAULT_BITS[trait];
    });
    return {
      id,
      agency: pool.agency,
      label: `${pool.number + 1}${fleetNumber.slice(1)}`,
      licensePlate: plateOf(hash, fleetNumber),
      wheelchairAccessible: happens(mix(hash, 1), MODE_TRAITS[pool.mode].lowFloorShare) ? 2 : 3,
      mode: pool.mode,
      hash,
      traits,
      clockOffsetSeconds: (unit(mix(hash, 2)) * 2 - 1) * 90,
    };
  }
}

/** Plates as Lviv's feed has them: 304 of 436 in Latin letters, 33 in Cyrillic, 99 only a depot number. */
function plateOf(hash: number, fleetNumber: string): string {
  const kind = unit(mix(hash, 3)) * 436;
  if (kind >= 337) return fleetNumber;
  const digits = String(mix(hash, 4) % 10_000).padStart(4, '0');
  const letters = kind < 304 ? 'ABCEHIKMOPTX' : 'АВСЕНІКМОРТХ';
  const letter = (salt: number): string => letters[mix(hash, salt) % letters.length]!;
  return `${letters[1]!}${letters[2]!}${digits}${letter(5)}${letter(6)}`;
}
