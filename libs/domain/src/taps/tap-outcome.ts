/** What became of a tap on acceptance. The answer to the device; each is also a metric label and a line in the docs. */
export const TAP_OUTCOMES = [
  /** Durable, and will be priced. */
  'ACCEPTED',
  /** Durable; the device had refused the ride, so that nothing is charged. */
  'DENIED_RECORDED',
  /** The same number with the same content was here before: nothing happened again. */
  'DUPLICATE',
  /** The same number with another content was here before: refused, and somebody is told. */
  'CONFLICT',
  /** Durable; received after its fare day was closed, within the late limit: priced, with adjustments explained. */
  'LATE_ACCEPTED',
  /** Durable; older than the late limit: counts for ridership, never charged. */
  'LATE_EXPIRED',
  /** Durable; its time cannot be: not priced until somebody or a later batch corrects it. */
  'QUARANTINED_CLOCK',
  /** Not durable: the item itself is malformed (field out of bounds, a PAN in the token). Kept without its token. */
  'REJECTED_FORM',
] as const;
export type TapOutcome = (typeof TAP_OUTCOMES)[number];

/**
 * What a tap is corrected to that nobody made: its device's key was in a thief's hands. No answer to a device, which would be
 * told what is known of it.
 */
export const STRUCK_OUT = 'REJECTED_DEVICE';

/** Why a whole batch was refused: nothing of it is durable as a tap, and the device keeps it. */
export const BATCH_REJECTIONS = [
  'MALFORMED',
  'TOO_LARGE',
  'UNKNOWN_DEVICE',
  'DEVICE_NOT_ACTIVE',
  'UNKNOWN_KEY',
  'BAD_SIGNATURE',
  /** More taps a second than a device may send for long. */
  'TOO_FAST',
  'UNAVAILABLE',
] as const;
export type BatchRejection = (typeof BATCH_REJECTIONS)[number];

/** Outcomes after which a tap takes part in pricing. */
export function isPriced(outcome: TapOutcome): boolean {
  return outcome === 'ACCEPTED' || outcome === 'LATE_ACCEPTED';
}
