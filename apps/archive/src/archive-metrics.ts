import { Injectable } from '@nestjs/common';
import { type Counter, type Gauge, type Histogram, Metrics } from '@rukh/service';

/** Why something that came to the archive did not become a row. */
export const ARCHIVE_DROP_REASONS = [
  'unreadable_batch',
  'unknown_trip',
  'unknown_stop',
  'refused_value',
] as const;
export type ArchiveDropReason = (typeof ARCHIVE_DROP_REASONS)[number];

/** What the archive counts. */
@Injectable()
export class ArchiveMetrics {
  readonly rows: Counter<'table'>;
  readonly dropped: Counter<'reason'>;
  readonly lost: Counter<'stream' | 'reason'>;
  readonly barePositions: Counter;
  readonly batchSeconds: Histogram;
  readonly behindEntries: Gauge<'stream'>;
  readonly behindSeconds: Gauge<'stream'>;
  readonly errors: Counter<'where'>;
  readonly trimmed: Counter<'table'>;

  constructor(metrics: Metrics) {
    this.rows = metrics.counter({
      name: 'rukh_archive_rows_written_total',
      help: 'Rows of history written, by table; a row written again counts again',
      labels: ['table'],
    });
    this.dropped = metrics.counter({
      name: 'rukh_archive_dropped_total',
      help: 'What came to the archive and became no row, by reason',
      labels: ['reason'],
    });
    this.lost = metrics.counter({
      name: 'rukh_archive_stream_lost_total',
      help: 'Stream entries that never reached the archive, by stream and reason',
      labels: ['stream', 'reason'],
    });
    this.barePositions = metrics.counter({
      name: 'rukh_archive_positions_without_update_total',
      help: 'Positions written without a trip because tracking said nothing of them in time',
    });
    this.batchSeconds = metrics.histogram({
      name: 'rukh_archive_batch_seconds',
      help: 'Time of a transaction of history',
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    });
    this.behindEntries = metrics.gauge({
      name: 'rukh_archive_behind_entries',
      help: 'Stream entries still to be read',
      labels: ['stream'],
    });
    this.behindSeconds = metrics.gauge({
      name: 'rukh_archive_behind_seconds',
      help: 'Age of the newest stream entry written',
      labels: ['stream'],
    });
    this.errors = metrics.counter({
      name: 'rukh_archive_errors_total',
      help: 'Failures of something the archive depends on',
      labels: ['where'],
    });
    this.trimmed = metrics.counter({
      name: 'rukh_archive_trimmed_rows_total',
      help: 'Rows dropped for their age, by table; on TimescaleDB its own policies do it',
      labels: ['table'],
    });
  }
}
