import type { Schedule, TripInstance } from '@rukh/domain/gtfs';
import type { VehicleUpdate } from '@rukh/domain/tracking';

/** Counts of a replay, for report.json. */
export class ReplayReport {
  rows = 0;
  accepted = 0;
  assigned = 0;
  firstAtSeconds = Infinity;
  lastAtSeconds = -Infinity;
  readonly rejected: Record<string, number> = {};
  readonly unassigned: Record<string, number> = {};
  readonly phases: Record<string, number> = {};
  readonly ended: Record<string, number> = {};
  stopVisits = 0;
  readonly #vehicles = new Set<string>();
  readonly #trips = new Set<string>();
  /** Those of `#trips`, and the same again where a day was forgotten meanwhile: a name need not be put together for each row. */
  readonly #instances = new Set<TripInstance>();

  constructor(private readonly schedule: Schedule) {}

  countRejection(reason: string): void {
    this.rows++;
    count(this.rejected, reason);
  }

  countUpdate({ position, assignment, phase, reason, visits, ended }: VehicleUpdate): void {
    this.rows++;
    this.accepted++;
    this.#vehicles.add(position.vehicleId);
    this.firstAtSeconds = Math.min(this.firstAtSeconds, position.atSeconds);
    this.lastAtSeconds = Math.max(this.lastAtSeconds, position.atSeconds);
    this.stopVisits += visits.length;
    for (const { how } of ended) count(this.ended, how);
    count(this.phases, assignment?.phase ?? phase ?? 'unknown');
    if (!assignment) {
      count(this.unassigned, reason ?? 'unknown');
      return;
    }
    this.assigned++;
    const { instance } = assignment;
    if (this.#instances.has(instance)) return;
    this.#instances.add(instance);
    this.#trips.add(`${this.schedule.trips.ids[instance.trip]!}|${instance.serviceDate}`);
  }

  /** What of a recording came to nothing, for a person: where rows were refused, or none was on a trip. */
  listTroubles(): string[] {
    const troubles: string[] = [];
    if (this.rows > this.accepted) troubles.push(`refused: ${print(this.rejected)}`);
    if (this.rejected.malformed === this.rows && this.rows > 0) {
      troubles.push(
        'a row needs a vehicle_id, lat and lon, and ts in epoch seconds or ISO 8601 with its offset',
      );
    }
    if (this.accepted > 0 && this.assigned === 0) troubles.push(`on no trip: ${print(this.unassigned)}`);
    return troubles;
  }

  /** The report as it is written. `more` is what others know. */
  toJson(more: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return {
      feed_version: this.schedule.feedVersion,
      rows: this.rows,
      accepted: this.accepted,
      rejected: this.rejected,
      vehicles: this.#vehicles.size,
      trips: this.#trips.size,
      assigned: this.assigned,
      unassigned: this.unassigned,
      phases: this.phases,
      trips_ended: this.ended,
      stop_visits: this.stopVisits,
      from: this.accepted > 0 ? this.firstAtSeconds : null,
      to: this.accepted > 0 ? this.lastAtSeconds : null,
      ...more,
    };
  }
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

/** The most frequent first. */
function print(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, rows]) => `${rows} ${reason}`)
    .join(', ');
}
