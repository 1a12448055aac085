/**
 * How far a whole fleet's clocks are behind ours. In Lviv on 2026-07-31 all timestamps were up to 544 s behind
 * while the positions were live: taken at their word, every vehicle would have been lost. Each vehicle that
 * reports live says its lag once a minute; the lag of the best fifth is the fleet's. Late messages, parked
 * vehicles and single bad clocks lie above that quantile, and a few clocks that are ahead lie below it.
 */
export interface FleetClock {
  readonly windowStartSeconds: number;
  /** Vehicles of the window by lag, one entry a bin; empty at first. */
  readonly bins: number[];
  vehicles: number;
  /** Seconds behind our clock; undefined until enough vehicles were heard. */
  readonly lagSeconds?: number;
}

const WINDOW_SECONDS = 60;
/** The first answer is not waited for as long: until then the fleet is taken at its word. */
const FIRST_WINDOW_SECONDS = 20;
const MIN_VEHICLES = 5;
const QUANTILE = 0.2;
const BIN_SECONDS = 2;

export function startFleetClock(receivedAtSeconds: number): FleetClock {
  return { windowStartSeconds: receivedAtSeconds, bins: [], vehicles: 0 };
}

/** The clock at an instant: where its window is over, the estimate it gave and a new window. */
export function turnFleetClock(
  clock: FleetClock,
  receivedAtSeconds: number,
  maxErrorSeconds: number,
): FleetClock {
  const age = receivedAtSeconds - clock.windowStartSeconds;
  const early =
    clock.lagSeconds === undefined && clock.vehicles >= MIN_VEHICLES && age >= FIRST_WINDOW_SECONDS;
  // A window of the future is one from before our own clock was set back.
  if (!early && age < WINDOW_SECONDS && age >= 0) return clock;
  const lagSeconds = clock.vehicles >= MIN_VEHICLES ? quantile(clock, maxErrorSeconds) : clock.lagSeconds;
  return { ...startFleetClock(receivedAtSeconds), ...(lagSeconds !== undefined && { lagSeconds }) };
}

/** Counts one vehicle's lag into the window; lags beyond what is followed are not counted. */
export function countFleetLag(clock: FleetClock, lagSeconds: number, maxErrorSeconds: number): void {
  if (Math.abs(lagSeconds) > maxErrorSeconds) return;
  const bin = Math.floor((lagSeconds + maxErrorSeconds) / BIN_SECONDS);
  while (clock.bins.length <= bin) clock.bins.push(0);
  clock.bins[bin]! += 1;
  clock.vehicles++;
}

function quantile(clock: FleetClock, maxErrorSeconds: number): number {
  const wanted = clock.vehicles * QUANTILE;
  let below = 0;
  for (const [bin, vehicles] of clock.bins.entries()) {
    if (vehicles > 0 && below + vehicles >= wanted) {
      const within = (wanted - below) / vehicles;
      return (bin + within) * BIN_SECONDS - maxErrorSeconds;
    }
    below += vehicles;
  }
  return 0;
}
