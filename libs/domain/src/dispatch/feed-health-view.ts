/** How well data comes in and goes out, as `GET /dispatch/feeds` answers. Times are epoch seconds. */
import type { DataLamp } from './live-view.js';
import type { BothLanguages } from './order-view.js';

/** What the timetable has under way, and what of it is seen. */
export interface Coverage {
  /** Trips under way by the timetable. */
  readonly dueTrips: number;
  /** Vehicles under way on a trip, heard of in the last minute and a half. */
  readonly seenTrips: number;
  /** Those of them with a prediction. */
  readonly predictedTrips: number;
  /** Lines with a trip due, and those of them with a vehicle under way. */
  readonly dueLines: number;
  readonly seenLines: number;
}

export interface CarrierHealth extends Coverage {
  /** Null of vehicles that belong to nobody known. */
  readonly carrierId: string | null;
  /** Heard of in the last hour. */
  readonly vehicles: number;
  /** Heard of in the last 30 s; in service and silent for more than 90 s. */
  readonly freshVehicles: number;
  readonly silentVehicles: number;
  /** Of its newest position. */
  readonly newestFixAt: number;
}

/** One of the published feeds. */
export interface FeedOutput {
  readonly name: string;
  /** Header timestamp. */
  readonly publishedAt: number;
  readonly entities: number;
  readonly bytes: number;
}

export interface Counted {
  readonly reason: string;
  readonly count: number;
}

/** What the writer of the feeds says of its last publication. */
export interface WriterReport {
  readonly at: number;
  /** Entities, or trips of positions, left out of it. */
  readonly withheld: readonly Counted[];
  /** When a snapshot was last not published though due, and why; absent where that never was. */
  readonly refusal?: { readonly at: number; readonly reasons: readonly string[]; readonly text?: string };
}

/** Reports of vehicles in the last minutes, by the way that they came. */
export interface IntakeReport {
  readonly adapter: string;
  readonly received: number;
  readonly accepted: number;
  /** Reports, and messages of which nothing could be used. */
  readonly rejected: readonly Counted[];
  readonly refused: readonly Counted[];
}

/** A program that reads a feed, by what it calls itself. */
export interface FeedReader {
  readonly reader: string;
  readonly feed: string;
  readonly lastAt: number;
  /** How often it comes, by its last requests; absent where it came once. */
  readonly everySeconds?: number;
}

/** A rule of docs/feed-rules.md that what is published now breaks. */
export interface RuleFinding {
  readonly ruleId: string;
  readonly severity: 'error' | 'warning';
  readonly title: BothLanguages;
  readonly count: number;
  /** The first of them, in English as the rule says it. */
  readonly example: string;
}

export interface FeedHealthView {
  readonly at: number;
  readonly feedVersion: string;
  readonly lamp: DataLamp;
  readonly coverage: Coverage;
  readonly carriers: readonly CarrierHealth[];
  /** Empty where nothing is published. */
  readonly outputs: readonly FeedOutput[];
  /** Of the whole city: absent for who is bound to carriers, and where nobody says it. */
  readonly writer?: WriterReport;
  readonly intake?: { readonly seconds: number; readonly adapters: readonly IntakeReport[] };
  readonly findings?: readonly RuleFinding[];
  readonly readers?: readonly FeedReader[];
}
