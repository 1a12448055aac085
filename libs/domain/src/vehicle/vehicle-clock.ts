/**
 * How far one vehicle's clock is behind ours. A report's lag (received less timestamp) is the clock's error
 * plus the message's way, and the way is never negative: so the lowest lag of a while bounds the error from
 * above. It is lowered at once and raised only after a whole window in which the timestamps went on at the
 * pace of our clock: a tracker that pours out what it kept while offline shows great lags too, but at another
 * pace.
 */
export interface VehicleClock {
  /** Newest timestamp accepted, and when it was received. */
  timestampSeconds: number;
  receivedAtSeconds: number;
  /** Seconds behind our clock (negative: ahead); undefined until a window was full. */
  lagSeconds: number | undefined;
  window: LagWindow;
  /** Start of the fleet's window in which this vehicle last had its say. */
  countedInSeconds: number | undefined;
}

interface LagWindow {
  readonly receivedAtSeconds: number;
  readonly timestampSeconds: number;
  reports: number;
  lowestLagSeconds: number;
}

const WINDOW_SECONDS = 120;
const WINDOW_REPORTS = 4;
/** Longer silences end a window: what comes after may be a backlog. */
export const SILENCE_SECONDS = 300;

/** A clock of which one report was heard; `lagSeconds` where it is known already. */
export function startVehicleClock(
  timestampSeconds: number,
  receivedAtSeconds: number,
  lagSeconds?: number,
): VehicleClock {
  return {
    timestampSeconds,
    receivedAtSeconds,
    lagSeconds,
    window: openWindow(timestampSeconds, receivedAtSeconds),
    countedInSeconds: undefined,
  };
}

/** Moves the clock on by one more report, the newest of its batch, newer than all before it. */
export function observeVehicleClock(
  clock: VehicleClock,
  timestampSeconds: number,
  receivedAtSeconds: number,
): void {
  const lag = receivedAtSeconds - timestampSeconds;
  const silent = receivedAtSeconds - clock.receivedAtSeconds > SILENCE_SECONDS;
  if (silent) clock.window = openWindow(timestampSeconds, receivedAtSeconds);
  else extendWindow(clock.window, lag);
  const { window } = clock;
  const full =
    window.reports >= WINDOW_REPORTS && receivedAtSeconds - window.receivedAtSeconds >= WINDOW_SECONDS;
  const proven = full && isLivePace(window, timestampSeconds, receivedAtSeconds, 0.8);
  const known = proven ? window.lowestLagSeconds : clock.lagSeconds;
  if (known !== undefined) clock.lagSeconds = Math.min(known, lag);
  if (full) clock.window = openWindow(timestampSeconds, receivedAtSeconds);
  clock.timestampSeconds = timestampSeconds;
  clock.receivedAtSeconds = receivedAtSeconds;
}

/** Whether a clock went on as ours did between two reports: at `slowest` of our pace to its inverse. */
export function isLivePace(
  from: { readonly timestampSeconds: number; readonly receivedAtSeconds: number },
  timestampSeconds: number,
  receivedAtSeconds: number,
  slowest: number,
): boolean {
  const ours = receivedAtSeconds - from.receivedAtSeconds;
  const theirs = timestampSeconds - from.timestampSeconds;
  return ours > 0 && theirs >= ours * slowest && theirs <= ours / slowest;
}

function openWindow(timestampSeconds: number, receivedAtSeconds: number): LagWindow {
  const lowestLagSeconds = receivedAtSeconds - timestampSeconds;
  return { receivedAtSeconds, timestampSeconds, reports: 1, lowestLagSeconds };
}

function extendWindow(window: LagWindow, lagSeconds: number): void {
  window.reports++;
  window.lowestLagSeconds = Math.min(window.lowestLagSeconds, lagSeconds);
}
