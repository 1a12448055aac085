import type { FormerRun } from './former-run.js';
import type { TrackingParameters } from './tracking-parameters.js';
import type { NewVehicleState, VehicleState } from './vehicle-state.js';

/**
 * Vehicles that fell silent, as they were. One that comes back soon goes on where it was; after longer the state is
 * of no use, but most vehicles come back on the run they were on: a tracker that was off, a tunnel, a dead spot.
 */
export class RememberedVehicles {
  readonly #states = new Map<string, NewVehicleState>();

  constructor(private readonly p: TrackingParameters) {}

  keep(state: VehicleState): void {
    this.#states.set(state.vehicleId, { ...state, progress: undefined });
  }

  /** Gives back what is known of a vehicle that reports again, and keeps it no longer. */
  takeBack(vehicleId: string, atSeconds: number): { state?: NewVehicleState; former?: FormerRun } {
    const state = this.#states.get(vehicleId);
    if (!state) return {};
    this.#states.delete(vehicleId);
    const silence = atSeconds - state.at;
    if (silence <= 0 || silence > this.p.memorySeconds) return {};
    if (silence <= this.p.silenceSeconds) return { state };
    return state.former ? { former: state.former } : {};
  }

  /** Forgets vehicles that are too long away, by an instant, epoch seconds. */
  forgetLost(now: number): void {
    for (const [vehicleId, { at }] of this.#states) {
      if (at < now - this.p.memorySeconds) this.#states.delete(vehicleId);
    }
  }
}
