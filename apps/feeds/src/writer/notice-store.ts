import type { Redis } from '@rukh/adapters/redis';
import type { Schedule, TripInstance } from '@rukh/domain/gtfs';
import { firstDepartureSeconds } from '@rukh/domain/gtfs';
import type { ServiceAlert } from '@rukh/domain/realtime';
import { findGtfsTime, findServiceDate } from '@rukh/domain/time';
import { cancellationSchema, serviceAlertSchema } from './notice-schemas.js';

export interface Notices {
  readonly alerts: readonly ServiceAlert[];
  readonly cancellations: readonly TripInstance[];
  /** Ids of notices, new since the last reading, that are malformed or name a trip the schedule does not have. */
  readonly unreadable: readonly string[];
}

/**
 * What dispatchers wrote down: alerts and cancelled trips, each a hash of id to JSON. An alert whose text is the
 * same as before is the same object again, so that it is not encoded anew.
 */
export class NoticeStore {
  #alerts = new Map<string, ServiceAlert | undefined>();
  #cancellations = new Map<string, TripInstance | undefined>();
  #schedule: Schedule | undefined;

  constructor(
    private readonly redis: Redis,
    private readonly agency: string,
  ) {}

  async read(schedule: Schedule): Promise<Notices> {
    const [alertTexts, cancellationTexts] = await Promise.all([
      this.redis.hgetall(`rukh:{${this.agency}}:alerts`),
      this.redis.hgetall(`rukh:{${this.agency}}:cancellations`),
    ]);
    if (schedule !== this.#schedule) this.#cancellations = new Map();
    this.#schedule = schedule;
    const alerts = readNotices(alertTexts, this.#alerts, parseAlert);
    const cancellations = readNotices(cancellationTexts, this.#cancellations, (_, text) =>
      parseCancellation(schedule, text),
    );
    this.#alerts = alerts.known;
    this.#cancellations = cancellations.known;
    return {
      alerts: [...alerts.known.values()].filter((alert) => alert !== undefined),
      cancellations: [...cancellations.known.values()].filter((instance) => instance !== undefined),
      unreadable: [...alerts.unreadable, ...cancellations.unreadable],
    };
  }
}

/** The notices by id and text; those known are not parsed again. */
function readNotices<T>(
  texts: Readonly<Record<string, string>>,
  before: ReadonlyMap<string, T | undefined>,
  parse: (id: string, text: string) => T | undefined,
): { known: Map<string, T | undefined>; unreadable: string[] } {
  const known = new Map<string, T | undefined>();
  const unreadable: string[] = [];
  for (const [id, text] of Object.entries(texts).sort()) {
    const key = `${id} ${text}`;
    const notice = before.has(key) ? before.get(key) : parse(id, text);
    if (notice === undefined && !before.has(key)) unreadable.push(id);
    known.set(key, notice);
  }
  return { known, unreadable };
}

function parseAlert(alertId: string, text: string): ServiceAlert | undefined {
  const { success, data } = serviceAlertSchema.safeParse(parseJson(text));
  // Members the schema leaves undefined are absent from parsed JSON.
  return success ? ({ ...data, alertId } as ServiceAlert) : undefined;
}

function parseCancellation(schedule: Schedule, text: string): TripInstance | undefined {
  const { success, data } = cancellationSchema.safeParse(parseJson(text));
  if (!success) return undefined;
  const trip = schedule.trips.indexOf.get(data.tripId);
  const serviceDate = findServiceDate(data.serviceDate);
  if (trip === undefined || serviceDate === undefined) return undefined;
  const startSeconds = findGtfsTime(data.startTime ?? '') ?? firstDepartureSeconds(schedule, trip);
  return { trip, serviceDate, startSeconds };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
