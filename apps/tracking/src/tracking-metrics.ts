import { Injectable } from '@nestjs/common';
import { type Counter, type Gauge, type Histogram, Metrics } from '@rukh/service';

/** Why a position was not tracked. */
export const TRACKING_SKIP_REASONS = ['unreadable_batch', 'out_of_order'] as const;
export type TrackingSkipReason = (typeof TRACKING_SKIP_REASONS)[number];

const LATENCY = {
  name: 'rukh_tracking_latency_seconds',
  help: 'From the receipt of a position to its update',
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60],
};

/** What tracking counts. */
@Injectable()
export class TrackingMetrics {
  readonly positions: Counter;
  readonly skipped: Counter<'reason'>;
  readonly unassigned: Counter<'reason'>;
  readonly phases: Counter<'phase'>;
  readonly ended: Counter<'how'>;
  readonly visits: Counter;
  readonly lost: Counter<'stream' | 'reason'>;
  readonly errors: Counter<'where'>;
  readonly checkpoints: Counter;
  readonly unreadable: Counter;
  readonly behind: Gauge;
  readonly seconds: Histogram;
  readonly headways: Histogram;
  readonly intervalRoutes: Gauge;
  readonly boardings: Gauge;

  constructor(metrics: Metrics) {
    this.positions = metrics.counter({ name: 'rukh_tracking_positions_total', help: 'Positions tracked' });
    this.skipped = metrics.counter({
      name: 'rukh_tracking_skipped_total',
      help: 'Positions not tracked, by reason',
      labels: ['reason'],
    });
    this.unassigned = metrics.counter({
      name: 'rukh_tracking_unassigned_total',
      help: 'Positions of vehicles without a trip, by reason',
      labels: ['reason'],
    });
    this.phases = metrics.counter({
      name: 'rukh_tracking_phases_total',
      help: 'Positions by phase of the vehicle',
      labels: ['phase'],
    });
    this.ended = metrics.counter({
      name: 'rukh_tracking_trips_ended_total',
      help: 'Trips left by their vehicle, by how',
      labels: ['how'],
    });
    this.visits = metrics.counter({ name: 'rukh_tracking_stop_visits_total', help: 'Stops seen passed' });
    this.lost = metrics.counter({
      name: 'rukh_tracking_stream_lost_total',
      help: 'Stream entries or items lost, by stream and reason',
      labels: ['stream', 'reason'],
    });
    this.errors = metrics.counter({
      name: 'rukh_tracking_errors_total',
      help: 'Failures of something tracking depends on',
      labels: ['where'],
    });
    this.checkpoints = metrics.counter({
      name: 'rukh_tracking_checkpoints_total',
      help: 'Vehicle states written to Redis',
    });
    this.unreadable = metrics.counter({
      name: 'rukh_tracking_checkpoints_unreadable_total',
      help: 'Vehicle states in Redis that could not be read at a start',
    });
    this.behind = metrics.gauge({
      name: 'rukh_tracking_behind_entries',
      help: 'Entries of the positions stream still to be read',
    });
    this.headways = metrics.histogram({
      name: 'rukh_tracking_headway_ratio',
      help: 'Actual by planned headway at stops passed, of routes that run by headway',
      buckets: [0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 5],
    });
    this.boardings = metrics.gauge({
      name: 'rukh_tracking_boardings_vehicles',
      help: 'Vehicles of which taps tell who got in where',
    });
    this.intervalRoutes = metrics.gauge({
      name: 'rukh_tracking_interval_routes',
      help: 'Routes and directions that run by interval though they have a timetable',
    });
    this.seconds = metrics.histogram(LATENCY);
  }
}
