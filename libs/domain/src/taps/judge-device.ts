import type { Device, DeviceKey } from './device.js';
import type { BatchRejection } from './tap-outcome.js';

/** The key by which a batch is to be verified, or why it is refused before that. */
export type JudgedDevice =
  | { readonly device: Device; readonly key: DeviceKey; readonly rejection?: never }
  | { readonly rejection: BatchRejection; readonly key?: never };

/**
 * Whether a device may send taps now, and by which key. A revoked device may not, not even taps that it dates before
 * its revocation: whoever has its key can date them as he likes. Where the device turns up again with an honest queue,
 * it is enrolled anew, and signs its queue with the new key.
 */
export function judgeDevice(device: Device | undefined, keyId: string, nowMs: number): JudgedDevice {
  if (!device) return { rejection: 'UNKNOWN_DEVICE' };
  if (device.state !== 'ACTIVE') return { rejection: 'DEVICE_NOT_ACTIVE' };
  const key = device.keys.find((candidate) => candidate.keyId === keyId);
  if (!key || nowMs < key.validFromMs || nowMs >= key.validUntilMs) return { rejection: 'UNKNOWN_KEY' };
  return { device, key };
}
