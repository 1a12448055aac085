import type { MediaType } from '../taps/index.js';

/** What a validator was set up with. Everything that a city may want otherwise is here; times are the device's. */
export interface ValidatorConfig {
  readonly deviceId: string;
  readonly vehicleId?: string;
  /** Taps in one batch, 1 to 50. */
  readonly batchSize: number;
  /** Taps kept without a receipt, at most: 35 days of a busy vehicle. None is ever thrown away to make room. */
  readonly maxQueue: number;
  /** The same medium within so many seconds, without an extra ticket asked for, is one person holding it twice. */
  readonly passbackSeconds: number;
  /** For how long after the first tap on this vehicle the rider is told that a transfer is free. */
  readonly transferSeconds: number;
  /** A deny list older than this is stale. */
  readonly listMaxAgeSeconds: number;
  /** What may still ride when the list is stale, or when there never was one; all else is refused then. */
  readonly rideWhenStale: readonly MediaType[];
  /** How long a receipt is waited for before the batch counts as lost. */
  readonly receiptTimeoutMs: number;
  /** The longest wait between two attempts that nobody asked for. */
  readonly longestWaitMs: number;
  /** A first tap waits so long for others to be sent with. */
  readonly lingerMs: number;
  readonly heartbeatMs: number;
}

/** Rides fail open: the bus must move, and money is found later. Only a bank card needs a list that is fresh. */
export const DEFAULT_VALIDATOR_CONFIG: Omit<ValidatorConfig, 'deviceId'> = {
  batchSize: 50,
  maxQueue: 50_000,
  passbackSeconds: 10,
  transferSeconds: 40 * 60,
  listMaxAgeSeconds: 24 * 3600,
  rideWhenStale: ['CLOSED_CARD', 'BANK_CARD', 'STATIC_QR', 'DYNAMIC_QR', 'PAPER', 'CASH', 'STAFF'],
  receiptTimeoutMs: 10_000,
  longestWaitMs: 60_000,
  lingerMs: 0,
  heartbeatMs: 60_000,
};

/** Batches are this long at most, whatever a validator was set up with. */
export const LONGEST_BATCH = 50;

/** Throws a RangeError for what no validator can work with. */
export function makeConfig(
  deviceId: string,
  changes: Partial<Omit<ValidatorConfig, 'deviceId'>> = {},
): ValidatorConfig {
  const config = { ...DEFAULT_VALIDATOR_CONFIG, ...changes, deviceId };
  const { batchSize, maxQueue } = config;
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > LONGEST_BATCH) {
    throw new RangeError(`batchSize must be a whole number from 1 to ${LONGEST_BATCH}`);
  }
  if (!Number.isInteger(maxQueue) || maxQueue < 1) throw new RangeError('maxQueue must be at least 1');
  return config;
}
