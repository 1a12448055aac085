import { Inject, Injectable } from '@nestjs/common';
import {
  DEFAULT_JUDGING_LIMITS,
  FleetJudge,
  type JudgingLimits,
  type ReportOutcome,
  type ReportRejection,
  type ServiceArea,
} from '@rukh/domain/vehicle';
import {
  type DecodedItem,
  type IngestAdapter,
  type IngestMessage,
  MessageRefusedError,
} from '../adapters/index.js';
import type { IngestConfig } from '../config.js';
import { INGEST_CONFIG } from '../tokens.js';
import { IngestMetrics } from './ingest-metrics.js';
import { PositionsStream } from './positions-stream.js';
import { type NotedMessage, RecentMessages } from './recent-messages.js';

/** What became of one item of a message. */
export type ItemOutcome =
  | { readonly status: 'accepted' }
  | { readonly status: 'rejected'; readonly reason: ReportRejection; readonly detail?: string };

/** Where messages come from. */
type MessageSource = Pick<IngestAdapter, 'name' | 'findVehicle'>;

/** What all adapters share: a message is decoded, its reports are judged, the good ones go into the stream. */
@Injectable()
export class IntakeService {
  /** What vehicles said last, as it came. */
  readonly recent = new RecentMessages();
  readonly #judge: FleetJudge;
  readonly #limits: JudgingLimits;

  constructor(
    @Inject(INGEST_CONFIG) config: IngestConfig,
    private readonly stream: PositionsStream,
    private readonly metrics: IngestMetrics,
  ) {
    this.#limits = toLimits(config);
    this.#judge = new FleetJudge(this.#limits);
    metrics.watch('rukh_ingest_vehicles', 'Vehicles that judging remembers', () => this.#judge.vehicleCount);
  }

  /** Where vehicles may be from now on; undefined: anywhere. */
  set area(area: ServiceArea | undefined) {
    this.#judge.limits = area ? { ...this.#limits, area } : this.#limits;
  }

  /**
   * Takes a message. Answers one outcome an item, or why nothing of it could be used. Never throws: an adapter
   * that stumbles over a message is a fault of ours, and no reason to lose the next one.
   */
  take(adapter: IngestAdapter, message: IngestMessage): ItemOutcome[] | MessageRefusedError {
    try {
      return this.takeItems(adapter, adapter.decode(message).items, message);
    } catch (error) {
      const refusal =
        error instanceof MessageRefusedError
          ? error
          : new MessageRefusedError('adapter_failure', 'The message could not be read.');
      this.metrics.refused.inc({ adapter: adapter.name, reason: refusal.reason });
      const { reason: outcome, message: detail } = refusal;
      this.#keep(adapter, undefined, { topic: message.topic, said: message.payload, outcome, detail });
      return refusal;
    }
  }

  /** Judges items that were decoded already. @param message that they are of, where they came in one */
  takeItems(source: MessageSource, items: readonly DecodedItem[], message?: IngestMessage): ItemOutcome[] {
    const { name: adapter } = source;
    const receivedAtSeconds = Date.now() / 1000;
    const reports = items.flatMap(({ report }) => report ?? []);
    this.metrics.received.inc({ adapter }, items.length);
    const outcomes = this.#judge.judge(adapter, reports, receivedAtSeconds).values();
    const answers = items.map((item) => this.#settle(adapter, item, () => outcomes.next().value!));
    this.#note(source, items, answers, message);
    const lag = this.#judge.findLagSeconds(adapter);
    if (lag !== undefined) this.metrics.clockLag.set({ adapter }, lag);
    return answers;
  }

  #note(
    source: MessageSource,
    items: readonly DecodedItem[],
    outcomes: readonly ItemOutcome[],
    message?: IngestMessage,
  ): void {
    for (const [i, { report, problem: detail }] of items.entries()) {
      const answered = outcomes[i]!;
      const outcome = answered.status === 'accepted' ? 'accepted' : answered.reason;
      // Of many reports in one message each is kept as read.
      const said = items.length === 1 && message ? message.payload : (report ?? {});
      this.#keep(source, report?.vehicleId, { topic: message?.topic, said, outcome, detail });
    }
  }

  /** Of what cannot be read the topic still says whose it is. */
  #keep(
    { name: adapter, findVehicle }: MessageSource,
    reported: string | undefined,
    message: Omit<NotedMessage, 'at' | 'adapter'>,
  ): void {
    const vehicleId = reported ?? findVehicle?.(message.topic ?? '');
    if (vehicleId !== undefined) this.recent.note(vehicleId, { at: Date.now() / 1000, adapter, ...message });
  }

  #settle(adapter: string, { report, problem }: DecodedItem, nextOutcome: () => ReportOutcome): ItemOutcome {
    if (!report) return this.#reject(adapter, 'malformed', problem);
    const { position, rejection } = nextOutcome();
    if (!position) return this.#reject(adapter, rejection);
    this.stream.write(position);
    this.metrics.accepted.inc({ adapter });
    this.metrics.age.observe({ adapter }, position.receivedAtSeconds - position.atSeconds);
    return { status: 'accepted' };
  }

  #reject(adapter: string, reason: ReportRejection, detail?: string): ItemOutcome {
    this.metrics.rejected.inc({ adapter, reason });
    return { status: 'rejected', reason, ...(detail !== undefined && { detail }) };
  }
}

function toLimits(config: IngestConfig): JudgingLimits {
  return {
    ...DEFAULT_JUDGING_LIMITS,
    maxAgeSeconds: config.RUKH_INGEST_MAX_AGE_SECONDS,
    maxSpeedMetresPerSecond: config.RUKH_INGEST_MAX_SPEED_METRES_PER_SECOND,
    ...(config.RUKH_INGEST_VEHICLES && { knownVehicles: new Set(config.RUKH_INGEST_VEHICLES) }),
  };
}
