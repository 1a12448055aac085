/** A device that taps are made on, as the back office knows it. */

/** The form of a device's id. */
export const DEVICE_ID = /^[A-Za-z0-9_-]{1,32}$/;

export const DEVICE_KINDS = ['VALIDATOR', 'INSPECTOR', 'DRIVER_TERMINAL'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

export const DEVICE_STATES = [
  /** Known, not yet in use: what it sends is refused for now, and it keeps it. */
  'PROVISIONED',
  'ACTIVE',
  /** Out of use for a while: refused for now, and it keeps what it has. */
  'SUSPENDED',
  /** Out of use for good, or stolen: none of its keys proves anything any more, whatever time it claims. */
  'REVOKED',
] as const;
export type DeviceState = (typeof DEVICE_STATES)[number];

/** An Ed25519 public key of a device, and while it holds. Several may at a time, so that they can be changed. */
export interface DeviceKey {
  readonly keyId: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly validFromMs: number;
  /** Infinity where no end is set. */
  readonly validUntilMs: number;
}

/** Which vehicle a device was on, and whose that was. */
export interface DeviceAssignment {
  readonly vehicleId: string;
  readonly operatorId: string;
  readonly validFromMs: number;
  /** Infinity where no end is set. */
  readonly validUntilMs: number;
}

export interface Device {
  readonly deviceId: string;
  readonly kind: DeviceKind;
  readonly operatorId: string;
  readonly state: DeviceState;
  readonly provisionedAtMs: number;
  readonly keys: readonly DeviceKey[];
  /** Rising by start. */
  readonly assignments: readonly DeviceAssignment[];
}

/** Where the device was at an instant; undefined where nobody said. The start belongs to it, the end does not. */
export function findAssignment(
  assignments: readonly DeviceAssignment[],
  atMs: number,
): DeviceAssignment | undefined {
  return assignments.findLast(({ validFromMs, validUntilMs }) => validFromMs <= atMs && atMs < validUntilMs);
}
