import { DEFAULT_VALIDATOR_CONFIGURATION, type ValidatorConfiguration } from '../media/index.js';

/** What a validator was set up with. Everything that a city may want otherwise is here; times are the device's. */
export interface ValidatorConfig {
  readonly deviceId: string;
  readonly vehicleId?: string;
  /** Taps in one batch, 1 to 50. */
  readonly batchSize: number;
  /** Taps kept without a receipt, at most: 35 days of a busy vehicle. None is ever thrown away to make room. */
  readonly maxQueue: number;
  /** Of the fare zone that the vehicle is in, where the city has zones. */
  readonly zoneId?: string;
  /** What the back office publishes for all validators: how old a list may be, windows of codes and of transfers. */
  readonly rules: ValidatorConfiguration;
  /** How long a receipt is waited for before the batch counts as lost. */
  readonly receiptTimeoutMs: number;
  /** The longest wait between two attempts that nobody asked for. */
  readonly longestWaitMs: number;
  /** A first tap waits so long for others to be sent with. */
  readonly lingerMs: number;
  readonly heartbeatMs: number;
}

export const DEFAULT_VALIDATOR_CONFIG: Omit<ValidatorConfig, 'deviceId'> = {
  batchSize: 50,
  maxQueue: 50_000,
  rules: DEFAULT_VALIDATOR_CONFIGURATION,
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
