import { Injectable } from '@nestjs/common';
import { type Counter, Metrics } from '@rukh/service';
import type { IntakeCounts } from './intake-window.js';

/** What ingest counts. An adapter's label is its name: `rukh`, `hfp`, `positions`, `traccar`, `gtfs_rt`. */
@Injectable()
export class IngestMetrics {
  readonly received;
  readonly accepted;
  readonly rejected;
  readonly refused;
  readonly clockLag;
  readonly age;
  readonly dropped;
  readonly sent;
  readonly held;
  readonly subscriptions;
  readonly polls;
  readonly errors;

  constructor(private readonly metrics: Metrics) {
    const count = <L extends string = never>(name: string, help: string, ...labels: L[]): Counter<L> =>
      metrics.counter({ name, help, labels });
    this.received = count('rukh_ingest_received_total', 'Reports received, before judging', 'adapter');
    this.accepted = count('rukh_ingest_accepted_total', 'Reports that became positions', 'adapter');
    this.rejected = count('rukh_ingest_rejected_total', 'Reports rejected by judging', 'adapter', 'reason');
    this.refused = count(
      'rukh_ingest_messages_refused_total',
      'Messages of which nothing could be used',
      'adapter',
      'reason',
    );
    this.dropped = count('rukh_ingest_dropped_total', 'Positions that never reached the stream', 'reason');
    this.sent = count('rukh_ingest_sent_total', 'Positions written to the stream');
    this.held = count(
      'rukh_ingest_holds_total',
      'Times that senders were held back for want of room',
      'adapter',
    );
    this.subscriptions = count(
      'rukh_ingest_subscriptions_total',
      'MQTT subscriptions made; all but the first are reconnections',
      'protocol_version',
      'sharing',
    );
    this.polls = count('rukh_ingest_polls_total', 'Polls of GTFS-realtime feeds', 'outcome');
    this.errors = count('rukh_ingest_errors_total', 'Failures of what ingest stands on', 'where');
    this.clockLag = metrics.gauge({
      name: 'rukh_ingest_clock_lag_seconds',
      help: "How far the fleet's clocks are behind ours",
      labels: ['adapter'],
    });
    this.age = metrics.histogram({
      name: 'rukh_ingest_position_age_seconds',
      help: 'Age of accepted positions when they were received, on our clock',
      labels: ['adapter'],
      buckets: [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800],
    });
  }

  /** What was counted since the start. */
  async countIntake(): Promise<IntakeCounts> {
    const [received, accepted, rejected, refused] = await Promise.all(
      [this.received, this.accepted, this.rejected, this.refused].map((counter) => counter.get()),
    );
    return {
      received: sumByAdapter(received!.values),
      accepted: sumByAdapter(accepted!.values),
      rejected: sumByReason(rejected!.values),
      refused: sumByReason(refused!.values),
    };
  }

  /** A gauge that is read when somebody asks. */
  watch(name: string, help: string, collect: () => number): void {
    this.metrics.gauge({ name, help, collect });
  }
}

interface Counted {
  readonly labels: Readonly<Partial<Record<string, string | number>>>;
  readonly value: number;
}

function sumByAdapter(values: readonly Counted[]): Map<string, number> {
  return new Map(values.map(({ labels, value }) => [String(labels['adapter']), value]));
}

function sumByReason(values: readonly Counted[]): Map<string, Map<string, number>> {
  const sums = new Map<string, Map<string, number>>();
  for (const { labels, value } of values) {
    const adapter = String(labels['adapter']);
    const known = sums.get(adapter) ?? new Map<string, number>();
    sums.set(adapter, known.set(String(labels['reason']), value));
  }
  return sums;
}
