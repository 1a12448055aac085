/** Why something tracking said is not in the feed. Each has a metric label, a line in the docs and a test. */
export const WITHHELD_REASONS = [
  // The whole position.
  'stale',
  'future',
  'invalid_position',
  'outside_area',
  // The trip of a position, which is published without it.
  'unconfident',
  'taken_by_another_vehicle',
  'far_from_shape',
  'not_in_service',
  'start_time_off_headway',
  // A trip update.
  'lost',
  'other_block',
  'block_out_of_order',
  'run_not_seen',
  'nothing_predicted',
  // An alert.
  'alert_not_yet',
  'alert_over',
  'alert_without_text',
  'alert_with_gap',
  'alert_informs_nobody',
  // An order, or a part of it.
  'order_over',
  'order_names_unknown',
  'order_names_known_trip',
  'order_for_headway_trip',
  // An entity that a rule of the specification found wrong after all.
  'breaks_rule',
] as const;
export type WithheldReason = (typeof WITHHELD_REASONS)[number];

/** One thing not published, or published in part. */
export interface Withheld {
  readonly reason: WithheldReason;
  /** The vehicle, trip instance, alert or order. */
  readonly id: string;
}
