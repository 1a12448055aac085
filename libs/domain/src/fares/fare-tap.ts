import type { MediaType, TapExtra, TapKind } from '../taps/index.js';

/** Names a tap for ever: `{deviceId}/{seq}`. */
export type TapRef = string;

/** One accepted tap as pricing sees it: on Rukh's clock, in its place. */
export interface FareTap {
  readonly ref: TapRef;
  readonly deviceId: string;
  readonly seq: number;
  /** When it was, corrected, milliseconds since 1970 UTC. Taps are ordered by (atMs, deviceId, seq), never by arrival. */
  readonly atMs: number;
  readonly kind: TapKind;
  readonly mediaType: MediaType;
  /** `fare_media_id` of the tariff, where the medium is known to be of one; else found by `mediaType`. */
  readonly fareMediaId?: string;
  readonly extras: readonly TapExtra[];
  readonly vehicleId?: string;
  readonly operatorId?: string;
  readonly routeId?: string;
  readonly tripId?: string;
  readonly directionId?: number;
  readonly stopId?: string;
  /** `network_id` where it is known without a route, e.g. of a station's gate. */
  readonly networkId?: string;
  /** Position of the stop on its trip, and metres from the trip's start: for fares by stops or by distance. */
  readonly stopSequence?: number;
  readonly tripMetres?: number;
  /** Where the trip ended, as far as its vehicle was seen, else by its timetable: a ride without an exit went no farther. */
  readonly tripEnd?: {
    readonly stopId: string;
    readonly stopSequence?: number;
    readonly tripMetres?: number;
  };
  /** Areas that the ride passed through before this exit, where that is known. */
  readonly passedAreaIds?: readonly string[];
  /** Tells one medium of a rider from another; a tap repeated by another medium is no passback. */
  readonly mediumRef?: string;
  /** The medium was reported lost by then, and the report not taken back: whoever had it, it was not the rider. */
  readonly loss?: ReportedLoss;
}

/** Reasons of the deny list by which a medium is out of its rider's hands. A debt is none: it is his. */
export const LOSS_REASONS = ['LOST', 'REPLACED', 'BLOCKED_BY_RIDER'] as const;

export interface ReportedLoss {
  readonly sinceMs: number;
  readonly reason: (typeof LOSS_REASONS)[number];
  /** Whether the list by which the device decided named the medium: then it is the device that failed. */
  readonly wasListed: boolean;
}

/** Who has the medium, as far as rides go: the rider (''), or whoever has it since it was reported lost. */
export function holderOf({ loss, mediumRef, mediaType }: FareTap): string {
  return loss ? `lost ${mediumRef ?? mediaType}` : '';
}
