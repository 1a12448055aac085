import { type ServiceDate, serviceDateAt } from '../time/index.js';

/** A version of the GTFS is in force from a service day until the first day of another activation. */
export interface Activation {
  /** Rises with time: of two activations from the same day the later one holds. */
  readonly activationId: number;
  readonly versionId: number;
  readonly fromDate: ServiceDate;
  /** IANA name: the agency's day, not the server's, decides. */
  readonly timeZone: string;
}

/**
 * A new version takes over at 03:00 rather than at midnight, when the last trips of the evening are still under
 * way and would lose their identity.
 */
export const TAKEOVER_SECONDS = 3 * 3600;

/**
 * A timetable can be fetched for so long before the feeds speak of it. Planners take a new feed_version as the
 * sign to fetch: what they find must not be the old one. Nor is it long, for meanwhile what they fetch is not yet
 * what the feeds speak of.
 */
export const STATIC_LEAD_SECONDS = 15;

/** The service day to which an instant belongs where versions change hands. */
export function takeoverDateAt(epochSeconds: number, timeZone: string): ServiceDate {
  return serviceDateAt(epochSeconds - TAKEOVER_SECONDS, timeZone);
}

/** The activation that holds at an instant, or undefined where none has begun. */
export function findActivationInForce<T extends Activation>(
  activations: readonly T[],
  epochSeconds: number,
): T | undefined {
  let best: T | undefined;
  for (const activation of activations) {
    if (activation.fromDate > takeoverDateAt(epochSeconds, activation.timeZone)) continue;
    if (best === undefined || takesOver(activation, best)) best = activation;
  }
  return best;
}

/** The activations that are still to begin after an instant, in the order in which they will. */
export function listActivationsToCome<T extends Activation>(
  activations: readonly T[],
  epochSeconds: number,
): readonly T[] {
  const coming = activations.filter(
    ({ fromDate, timeZone }) => fromDate > takeoverDateAt(epochSeconds, timeZone),
  );
  const holds = (activation: T): boolean =>
    !coming.some((other) => other.fromDate === activation.fromDate && takesOver(other, activation));
  return coming.filter(holds).sort((a, b) => (a.fromDate < b.fromDate ? -1 : 1));
}

function takesOver(a: Activation, b: Activation): boolean {
  if (a.fromDate !== b.fromDate) return a.fromDate > b.fromDate;
  return a.activationId > b.activationId;
}
