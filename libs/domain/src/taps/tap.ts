/**
 * What a validator says of one tap. It is a fact of the device and never changes; what the back office makes of it is
 * said elsewhere (`TapOutcome` on acceptance, a charge's disposition after pricing).
 */

/** What the device takes the tap for. Evidence only: pairing goes by time and vehicle, because devices err. */
export const TAP_KINDS = ['UNKNOWN', 'ENTRY', 'EXIT'] as const;
export type TapKind = (typeof TAP_KINDS)[number];

/** What was held to the device. */
export const MEDIA_TYPES = [
  'CLOSED_CARD',
  'BANK_CARD',
  'STATIC_QR',
  'DYNAMIC_QR',
  'PAPER',
  'CASH',
  'STAFF',
] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

/** By which clock the device told the time. */
export const CLOCK_SOURCES = ['RTC', 'NETWORK', 'GNSS'] as const;
export type ClockSource = (typeof CLOCK_SOURCES)[number];

/** Why a device let somebody ride. */
export const ALLOW_REASONS = [
  'OK_PAYG',
  'OK_PASS',
  'OK_CONCESSION',
  'OK_TRANSFER_HINT',
  'OK_OFFLINE_RISK',
  'OK_DEGRADED',
] as const;
export type AllowReason = (typeof ALLOW_REASONS)[number];

/** Why a device refused. */
export const DENY_REASONS = [
  'DENY_LIST',
  'EMV_ODA_FAIL',
  'EMV_DECLINE',
  'EMV_ONLINE_REQUESTED',
  'CARD_EXPIRED',
  'TICKET_BAD_SIGNATURE',
  'TICKET_EXPIRED',
  'TICKET_NOT_YET_VALID',
  'TICKET_STALE_DYNAMIC',
  'TICKET_WRONG_ZONE',
  'PASSBACK',
  'NOT_ON_ALLOW_LIST',
  'INSPECTION_LOCK',
  'READ_ERROR',
] as const;
export type DenyReason = (typeof DENY_REASONS)[number];

/** The device's decision with its reason; the reason tells which of both it is. */
export type TapReason = AllowReason | DenyReason;
export const TAP_REASONS: readonly TapReason[] = [...ALLOW_REASONS, ...DENY_REASONS];

/** Something paid for beside the rider's own ride, of a kind that the tariff names, e.g. `companion`, `luggage`. */
export interface TapExtra {
  readonly kind: string;
  /** At least 1. */
  readonly count: number;
}

/** Where the device believes to be. Evidence: the back office goes by the live positions of the vehicle. */
export interface TapPlace {
  readonly vehicleId?: string;
  readonly routeId?: string;
  readonly tripId?: string;
  readonly stopId?: string;
  readonly lat?: number;
  readonly lon?: number;
}

/** One tap as the device sent it, with the token still as it was read. */
export interface DeviceTap {
  readonly deviceId: string;
  /** Counted by the device from 1, without a gap, over restarts too; with the device it names the tap for ever. */
  readonly seq: number;
  /** The device's own clock, milliseconds since 1970 UTC. */
  readonly deviceTimeMs: number;
  readonly clockSource: ClockSource;
  /** Counts the device's starts, so that `uptimeMs` of different starts are not compared. */
  readonly bootId: number;
  /** Milliseconds since that start, of a clock that nobody sets. */
  readonly uptimeMs: number;
  readonly kind: TapKind;
  readonly mediaType: MediaType;
  /** Card number of a closed card, gateway token or PAR of a bank card, id of a ticket. Never a PAN. */
  readonly token: string;
  readonly reason: TapReason;
  /** Version of the deny list that the device decided by; 0 where it had none. */
  readonly denyListVersion: number;
  readonly extras: readonly TapExtra[];
  readonly place: TapPlace;
}

/** Taps sent together, and what the device says of itself with them. */
export interface TapBatch {
  readonly deviceId: string;
  /** The device's clock when it sent the batch: against the server's it shows how wrong that clock is. */
  readonly sentAtMs: number;
  readonly bootId: number;
  readonly uptimeMs: number;
  /** The highest number that the device has given to a tap; what lies between is still to come, or lost. */
  readonly lastSeq: number;
  readonly taps: readonly DeviceTap[];
}

export function isAllowed(reason: TapReason): reason is AllowReason {
  return (ALLOW_REASONS as readonly string[]).includes(reason);
}
