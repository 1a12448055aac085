/**
 * The page on everything that is refused, withheld, dropped or lost. The names come from the lists that the code
 * counts by, so a new name without a meaning here does not compile; a spec checks that each metric named is one
 * that the running services have, with these labels.
 */
import { FEED_REFUSALS, type FeedRefusal } from '@rukh/adapters/protobuf';
import {
  STREAM_DROP_REASONS,
  STREAM_LOSS_REASONS,
  type StreamDropReason,
  type StreamLossReason,
} from '@rukh/adapters/redis';
import { ARCHIVE_DROP_REASONS, type ArchiveDropReason } from '@rukh/archive';
import { WITHHELD_REASONS, type WithheldReason } from '@rukh/domain/realtime';
import { BATCH_REJECTIONS, type BatchRejection, TAP_OUTCOMES, type TapOutcome } from '@rukh/domain/taps';
import { UNASSIGNED_REASONS, type UnassignedReason } from '@rukh/domain/tracking';
import { REPORT_REJECTIONS, type ReportRejection } from '@rukh/domain/vehicle';
import {
  EVENT_END_REASONS,
  type EventEndReason,
  FEED_SKIP_REASONS,
  type FeedSkipReason,
  SNAPSHOT_REFUSALS,
  type SnapshotRefusal,
} from '@rukh/feeds';
import { MESSAGE_REFUSALS, type MessageRefusal, POLL_FAILURES } from '@rukh/ingest';
import { TRACKING_SKIP_REASONS, type TrackingSkipReason } from '@rukh/tracking';

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
  at_base: 'Stands on no trip: for two minutes, or where vehicles are known to be kept.',
  silent: 'Said nothing for `RUKH_TRACKING_LOST_SECONDS`; its trip ended as lost.',
};
const WITHHELD: Record<WithheldReason, string> = {
  stale: 'Position older than 90 s.',
  future: 'Position later than the header’s time.',
  invalid_position: 'Coordinates that the specification does not allow.',
  outside_area: 'Position outside the area of the agency’s stops.',
  unconfident:
    'Trip less probable than `RUKH_FEEDS_MIN_CONFIDENCE`: published as a position without a trip, with its line where that is sure.',
  taken_by_another_vehicle: 'Another vehicle is on the trip more surely: published without it.',
  far_from_shape: 'More than 200 m from the trip’s shape: published without the trip.',
  not_in_service: 'On the way to its first stop, or at its base: published without a trip.',
  start_time_off_headway: 'Start of a trip by exact headway that frequencies.txt does not have.',
  lost: 'Trip of a vehicle that fell silent.',
  other_block: 'Trip of another block than the vehicle’s trip under way.',
  block_out_of_order: 'Trip that would begin before the one before it in the block ends.',
  run_not_seen: 'Next trip of a vehicle whose trip under way is itself withheld.',
  nothing_predicted: 'Trip without a time still to come.',
  order_over: 'Order whose time is over.',
  order_names_unknown: 'Order on a trip, stop or line that the schedule does not have, or not on that day.',
  order_names_known_trip: 'Order to add a trip under a trip_id that the schedule has by now.',
  order_for_headway_trip:
    'Order on a trip of frequencies.txt without exact times, of which the specification knows no stop that is skipped, no cancellation and no copy; riders are told by its alert.',
  alert_not_yet: 'Alert whose time has not come.',
  alert_over: 'Alert whose time is over.',
  alert_without_text: 'Alert without header or description.',
  alert_with_gap: 'Alert with a place of a template that nobody filled in, such as `{route}`.',
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
const MESSAGES: Record<MessageRefusal, string> = {
  empty: 'No bytes, or a list without reports.',
  too_large: 'More bytes than a message may have (256 KiB).',
  malformed: 'Neither of the forms that the adapter reads.',
  too_many_reports: 'More reports than a message may have (1000).',
  vehicle_mismatch: 'A report names another vehicle than the topic: a tracker speaks for itself only.',
  unknown_topic: 'A topic that the adapter does not know.',
  retained: 'Kept by the broker from before: nobody knows how old it is.',
  adapter_failure: 'The adapter failed in an unforeseen way: a bug.',
};
const POLLS: Record<(typeof POLL_FAILURES)[number] | FeedRefusal, string> = {
  unreachable: 'No connection to the feed’s server.',
  timeout: 'The server took too long.',
  http_error: 'The server answered with an error.',
  empty: 'An answer without bytes.',
  too_large: 'More bytes than a feed may have (8 MiB).',
  truncated: 'The answer ends in the middle of a message.',
  malformed: 'No Protobuf of this kind: mostly an error page.',
  missing_required_field: 'A field that the specification requires is missing.',
  not_a_number: 'A number that is none.',
  too_many_entities: 'More entities than a feed may have.',
};
const UNTRACKED: Record<TrackingSkipReason, string> = {
  unreadable_batch: 'A stream entry that cannot be read.',
  out_of_order:
    'Not newer than what was tracked of the vehicle: another ingest process judged it, or it came again.',
};
const SNAPSHOTS: Record<SnapshotRefusal, string> = {
  empty_vehicle_positions:
    'No positions though the timetable has trips under way; the last feed stays a while.',
  empty_trip_updates:
    'No trip updates though the timetable has trips under way, or positions are not published.',
  empty_all: 'No positions or no trip updates though the timetable has trips under way.',
  collapse_of_vehicles:
    'Most vehicles would vanish at once: those missing are kept for as long as they are young.',
  collapse_of_trips: 'Most trips would vanish at once: those missing are kept for as long as they are young.',
  rule_errors: 'A rule about the feed as a whole found an error: nothing is published.',
  lease_lost: 'Another process became the writer meanwhile.',
  behind: 'A later snapshot is already in Redis: timestamps never go back.',
};
const UNUSED: Record<FeedSkipReason, string> = {
  unknown_trip: 'An update for a trip that the schedule in force does not have.',
  unreadable_batch: 'A stream entry that cannot be read.',
  unreadable_notice: 'An alert or cancellation in Redis that does not fit its schema.',
  trimmed_unread: 'The writer was away for longer than the stream holds.',
};
const EVENTS: Record<EventEndReason, string> = {
  too_many: 'As many event streams are open as may be (of the feeds `RUKH_FEEDS_EVENT_CLIENTS`).',
  too_slow: 'The client leaves too much unread (of the feeds `RUKH_FEEDS_EVENT_BUFFER_BYTES`).',
};
const ARCHIVED: Record<ArchiveDropReason, string> = {
  unreadable_batch: 'A stream entry that cannot be read.',
  unknown_trip: 'A trip that the schedule in force does not have.',
  unknown_stop: 'A stop that the schedule in force does not have.',
  refused_value: 'A value that the database refuses; the other rows of the batch are written.',
};

const BATCHES: Record<BatchRejection, string> = {
  MALFORMED: 'The bytes are no signed batch of the device that the address names.',
  TOO_LARGE: 'More bytes or taps than a batch may have.',
  UNKNOWN_DEVICE: 'No device of this name is registered.',
  DEVICE_NOT_ACTIVE: 'The device is not yet in use, suspended or revoked; it keeps what it has.',
  UNKNOWN_KEY: 'The device has no such key, or the key does not hold now.',
  BAD_SIGNATURE: 'The signature is not of this key over these bytes.',
  TOO_FAST:
    'More taps a second than `RUKH_TICKETING_DEVICE_TAPS_PER_SECOND`; to come again after Retry-After.',
  UNAVAILABLE: 'Taps cannot be made durable now; to come again after Retry-After.',
};
const TAPS: Record<TapOutcome, string> = {
  ACCEPTED: 'Durable, and priced.',
  DENIED_RECORDED: 'Durable; the device had refused the ride, so nothing is charged.',
  DUPLICATE: 'The same number with the same content was here before: nothing happened again.',
  CONFLICT: 'The same number with another content was here before: refused, and somebody is told.',
  LATE_ACCEPTED:
    'Durable; received after its fare day was closed, by validators that are complete or by the wait: priced, with adjustments explained.',
  LATE_EXPIRED: 'Durable; older than `RUKH_TICKETING_LATE_DAYS`: counts for ridership, never charged.',
  QUARANTINED_CLOCK: 'Durable; its time cannot be: not priced until it is corrected.',
  REJECTED_FORM:
    'No tap: a field is missing or out of bounds, or a bank card number was sent. Its number is settled.',
};

/** The page on everything that is refused, withheld, dropped or lost. */
export function writeReasons(): string {
  const tracking = 'rukh_tracking_stream_lost_total{stream,reason}';
  const archive = 'rukh_archive_stream_lost_total{stream,reason}';
  return [
    '# Rejections\n\nGenerated from the code by `npm run docs`. Everything that is refused, withheld or lost has a name and a counter.\nWhat an import of a GTFS finds is in [gtfs-rules.md](gtfs-rules.md), what a feed is checked for in\n[feed-rules.md](feed-rules.md).\n',
    section(
      'Messages refused',
      ['rukh_ingest_messages_refused_total{adapter,reason}'],
      MESSAGES,
      MESSAGE_REFUSALS,
    ),
    section('Polls that failed', ['rukh_ingest_polls_total{outcome}'], POLLS, [
      ...POLL_FAILURES,
      ...FEED_REFUSALS,
    ]),
    section('Reports refused', ['rukh_ingest_rejected_total{adapter,reason}'], REPORTS, REPORT_REJECTIONS),
    section(
      'Dropped before a stream',
      ['rukh_ingest_dropped_total{reason}', tracking],
      DROPPED,
      STREAM_DROP_REASONS,
    ),
    section('Lost from a stream', [tracking, archive], LOST, STREAM_LOSS_REASONS),
    section(
      'Positions not tracked',
      ['rukh_tracking_skipped_total{reason}'],
      UNTRACKED,
      TRACKING_SKIP_REASONS,
    ),
    section(
      'Vehicles without a trip',
      ['rukh_tracking_unassigned_total{reason}'],
      UNASSIGNED,
      UNASSIGNED_REASONS,
    ),
    ...feedSections(),
  ].join('\n');
}

/** From what tracking said to what is kept, and taps. */
function feedSections(): string[] {
  return [
    section(
      'Updates not used for the feed, or not by the console',
      ['rukh_feed_skipped_total{reason}', 'rukh_dispatch_updates_skipped_total{reason}'],
      UNUSED,
      FEED_SKIP_REASONS,
    ),
    section(
      'Withheld from the feed',
      ['rukh_feed_withheld_total{reason}', 'rukh_feed_withheld{reason}'],
      WITHHELD,
      WITHHELD_REASONS,
    ),
    section('Snapshots not published', ['rukh_feed_refused_total{reason}'], SNAPSHOTS, SNAPSHOT_REFUSALS),
    section(
      'Event streams ended',
      ['rukh_feed_event_clients_ended_total{reason}', 'rukh_dispatch_event_clients_ended_total{reason}'],
      EVENTS,
      EVENT_END_REASONS,
    ),
    section('Not archived', ['rukh_archive_dropped_total{reason}'], ARCHIVED, ARCHIVE_DROP_REASONS),
    section(
      'Batches of taps refused',
      ['rukh_taps_batches_refused_total{reason}'],
      BATCHES,
      BATCH_REJECTIONS,
    ),
    section('What became of taps', ['rukh_taps_total{outcome}'], TAPS, TAP_OUTCOMES),
  ];
}

function section<R extends string>(
  title: string,
  metrics: readonly string[],
  texts: Readonly<Record<R, string>>,
  names: readonly R[],
): string {
  const rows = names.map((name) => `| \`${name}\` | ${texts[name]} |`);
  const counted = metrics.map((metric) => `\`${metric}\``).join(' and ');
  return `## ${title}\n\nCounted in ${counted}.\n\n| reason | meaning |\n|---|---|\n${rows.join('\n')}\n`;
}
