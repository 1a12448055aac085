import { STREAM_DROP_REASONS, STREAM_LOSS_REASONS } from '@rukh/adapters/redis';
import type { StreamDropReason, StreamLossReason } from '@rukh/adapters/redis';
import { WITHHELD_REASONS, type WithheldReason } from '@rukh/domain/realtime';
import { UNASSIGNED_REASONS, type UnassignedReason } from '@rukh/domain/tracking';
import { REPORT_REJECTIONS, type ReportRejection } from '@rukh/domain/vehicle';

/** What each name means. A name without a line here does not compile. */
const REPORTS: Record<ReportRejection, string> = {
  malformed:
    'No number where one must be, a latitude beyond the pole, an id too long, or text that is no message.',
  unknown_vehicle: 'The vehicle is not on the list of those that may report (`RUKH_INGEST_VEHICLES`).',
  stale: 'Measured too long ago (`RUKH_INGEST_MAX_AGE_SECONDS`), after what the fleet’s clock lags.',
  future: 'Measured after now, beyond what clocks differ.',
  duplicate: 'Same vehicle and time as a report before.',
  out_of_order: 'Measured before the newest report of the vehicle.',
  null_island: 'At or near 0° N 0° E: a receiver without a fix.',
  out_of_area: 'Farther from the network than `RUKH_INGEST_AREA_MARGIN_METRES`.',
  teleport:
    'Farther from the report before than a vehicle can have come; believed again after a few that agree.',
};
const UNASSIGNED: Record<UnassignedReason, string> = {
  no_trip_near: 'No trip of this time passes near the place.',
  no_service_now: 'The timetable has no trips today.',
  ambiguous: 'Trips pass near, but none fits better than "none of them".',
  too_few_positions: 'Seen for less than a minute, and nothing is clear yet.',
  at_base: 'Stands for a quarter of an hour away from any trip it could be on.',
  silent: 'Said nothing for `RUKH_TRACKING_LOST_SECONDS`; its trip ended as lost.',
};
const WITHHELD: Record<WithheldReason, string> = {
  stale: 'Position older than 90 s.',
  future: 'Position later than the header’s time.',
  invalid_position: 'Coordinates that the specification does not allow.',
  outside_area: 'Position outside the area of the agency’s stops.',
  unconfident: 'Trip less probable than `RUKH_FEEDS_MIN_CONFIDENCE`: published as a position without a trip.',
  taken_by_another_vehicle: 'Another vehicle is on the trip more surely: published without it.',
  far_from_shape: 'More than 200 m from the trip’s shape: published without the trip.',
  not_in_service: 'On the way to its first stop, or at its base: published without a trip.',
  start_time_off_headway: 'Start of a trip by exact headway that frequencies.txt does not have.',
  lost: 'Trip of a vehicle that fell silent.',
  other_block: 'Trip of another block than the vehicle’s trip under way.',
  block_out_of_order: 'Trip that would begin before the one before it in the block ends.',
  run_not_seen: 'Next trip of a vehicle whose trip under way is itself withheld.',
  nothing_predicted: 'Trip without a time still to come.',
  cancelled: 'Prediction for a trip that is cancelled.',
  alert_not_yet: 'Alert whose time has not come.',
  alert_over: 'Alert whose time is over.',
  alert_without_text: 'Alert without header or description.',
  alert_informs_nobody: 'Alert that names nothing the timetable has.',
  breaks_rule: 'An entity that a rule of the specification found wrong after all.',
};
const DROPPED: Record<StreamDropReason, string> = {
  buffer_full: 'Redis was away for longer than the buffer holds; the oldest were dropped.',
  unencodable: 'Could not be written as a message: a bug.',
  unsent_at_close: 'Redis was away when the process ended.',
  written_after_close: 'Came while the process was ending.',
};
const LOST: Record<StreamLossReason, string> = {
  trimmed_unread: 'The reader was away for longer than the stream holds.',
  trimmed_pending: 'Read, not finished, and no longer in the stream when it was taken up again.',
  malformed: 'A stream entry that holds nothing of ours.',
  already_handled: 'Handled before, and handed out again after a crash of Redis.',
};

/** The page on everything that is refused, withheld, dropped or lost. */
export function writeReasons(): string {
  return [
    '# Rejections\n\nGenerated from the code by `npm run docs`. Everything that is refused, withheld or lost has a name and a counter.\n',
    section('Reports refused', 'rukh_ingest_rejected_total{reason}', REPORT_REJECTIONS, REPORTS),
    section(
      'Vehicles without a trip',
      'rukh_tracking_unassigned_total{reason}',
      UNASSIGNED_REASONS,
      UNASSIGNED,
    ),
    section('Withheld from the feed', 'rukh_feed_withheld_total{reason}', WITHHELD_REASONS, WITHHELD),
    section('Dropped before a stream', 'rukh_*_total{reason} of each writer', STREAM_DROP_REASONS, DROPPED),
    section('Lost from a stream', 'rukh_*_total{reason} of each reader', STREAM_LOSS_REASONS, LOST),
  ].join('\n');
}

function section<R extends string>(
  title: string,
  metric: string,
  names: readonly R[],
  texts: Readonly<Record<R, string>>,
): string {
  const rows = names.map((name) => `| \`${name}\` | ${texts[name]} |`);
  return `## ${title}\n\nCounted in \`${metric}\`.\n\n| reason | meaning |\n|---|---|\n${rows.join('\n')}\n`;
}
