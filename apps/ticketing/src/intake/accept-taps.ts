import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  type Conflict,
  IntakeNotes,
  type TapRow,
  type Tombstone,
  type WrittenTap,
} from '@rukh/adapters/postgres';
import { prepareTokenRef } from '@rukh/adapters/token-ref';
import { CLOCK_LIMITS, type TapAnswer, type TapOutcome, isDurable } from '@rukh/domain/taps';
import type { TicketingConfig } from '../config.js';
import { TICKETING_CONFIG } from '../tokens.js';
import { type DeviceTrack, DeviceTracks } from './device-tracks.js';
import { LateTapLimits } from './late-limits.js';
import type { OpenedBatch } from './open-batch.js';
import { type PreparedTap, prepareTaps } from './prepare-taps.js';
import { TapWriter } from './tap-writer.js';
import { TokensSeen } from './tokens-seen.js';

/** Taps whose fate is known and durable. */
export interface AcceptedTaps {
  readonly track: DeviceTrack;
  readonly answers: readonly TapAnswer[];
}

/** Makes the taps of an opened batch durable and says what became of each. */
@Injectable()
export class TapAcceptance {
  readonly #logger = new Logger('TapAcceptance');
  readonly #nameToken: (token: string) => Buffer;

  constructor(
    @Inject(TICKETING_CONFIG) config: TicketingConfig,
    private readonly tracks: DeviceTracks,
    private readonly writer: TapWriter,
    @Inject(IntakeNotes) private readonly notes: IntakeNotes,
    private readonly tokens: TokensSeen,
    private readonly late: LateTapLimits,
  ) {
    this.#nameToken = prepareTokenRef(config.RUKH_TICKETING_TOKEN_KEY);
  }

  /** Throws where it cannot be said that all are durable; some may be, and are DUPLICATE when they come again. */
  async accept(batch: OpenedBatch, receivedAtMs: number): Promise<AcceptedTaps> {
    const { header, device } = batch;
    const found = this.tracks.get(device.deviceId);
    const track = found instanceof Promise ? await found : found;
    const closings = this.late.awaitClosings(receivedAtMs);
    if (closings) await closings;
    track.hear({ ...header, receivedAtMs }, header.lastSeq);
    const prepared = this.#prepare(batch, track, receivedAtMs);
    const rows = prepared.flatMap(({ row }) => row ?? []);
    const isKnown = ({ seq }: TapRow): boolean => isDurable(track.progress, seq);
    const [written] = await Promise.all([
      this.writer.write(rows, isKnown),
      this.#bury(device.deviceId, prepared),
    ]);
    const answers = await this.#answer(device.deviceId, prepared, written);
    settle(track, prepared, answers);
    if (track.mayReread(receivedAtMs)) await this.tracks.reread(track);
    return { track, answers };
  }

  #prepare({ device, header, taps }: OpenedBatch, track: DeviceTrack, receivedAtMs: number): PreparedTap[] {
    const { lastTap } = track;
    const firstSeq = Math.min(...taps.map(({ seq }) => Number(seq)));
    return prepareTaps(taps, {
      device,
      dating: {
        ...{
          boots: track.boots,
          offsetMs: header.sentAtMs - receivedAtMs,
          receivedAtMs,
          limits: CLOCK_LIMITS,
        },
        provisionedAtMs: device.provisionedAtMs,
        ...(lastTap && lastTap.seq < firstSeq && { afterMs: lastTap.tappedAtMs }),
      },
      late: this.late.at(receivedAtMs),
      nameToken: this.#nameToken,
      onToken: (token, tokenRef) => this.tokens.note(token, tokenRef),
    });
  }

  /** Settles the numbers of what is no tap, so that the device can go on. */
  async #bury(deviceId: string, prepared: readonly PreparedTap[]): Promise<void> {
    const tombstones = prepared.flatMap((tap): Tombstone[] =>
      tap.row || tap.seq === undefined ? [] : [{ deviceId, seq: tap.seq, fault: tap.fault }],
    );
    if (tombstones.length > 0) await this.notes.addTombstones(tombstones);
  }

  async #answer(
    deviceId: string,
    prepared: readonly PreparedTap[],
    written: readonly WrittenTap[],
  ): Promise<TapAnswer[]> {
    const conflicts: Conflict[] = [];
    let at = 0;
    const answers = prepared.map((tap): TapAnswer => {
      if (!tap.row) return { seq: tap.seq ?? 0, outcome: 'REJECTED_FORM', detail: tap.fault };
      const { seq, contentHash } = tap.row;
      const stored = written[at++]!;
      if (stored.isNew) return tellNew(seq, tap.row.outcome as TapOutcome);
      if (Buffer.compare(stored.contentHash, contentHash) === 0) {
        return { seq, outcome: 'DUPLICATE', detail: `was ${stored.outcome}` };
      }
      conflicts.push({ deviceId, seq, contentHash, storedHash: stored.contentHash });
      return { seq, outcome: 'CONFLICT', detail: 'another tap has this number' };
    });
    if (conflicts.length > 0) await this.#tellConflicts(deviceId, conflicts);
    return answers;
  }

  async #tellConflicts(deviceId: string, conflicts: readonly Conflict[]): Promise<void> {
    this.#logger.error(
      `device ${deviceId} has sent ${conflicts.length} taps under numbers of other taps: it counts wrong, was ` +
        'restored from a copy, or its key is in other hands',
    );
    await this.notes.addConflicts(conflicts);
  }
}

function settle(track: DeviceTrack, prepared: readonly PreparedTap[], answers: readonly TapAnswer[]): void {
  let last: { readonly seq: number; readonly tappedAtMs: number } | undefined;
  for (const { row } of prepared) {
    if (row && row.clockQuality !== 'IMPOSSIBLE' && row.seq > (last?.seq ?? 0)) {
      last = { seq: row.seq, tappedAtMs: row.tappedAtMs };
    }
  }
  track.settle(
    answers.flatMap(({ seq }) => (seq > 0 ? [seq] : [])),
    last,
  );
}

/** A vendor whose taps wait for a time reads why, not only that they do. */
function tellNew(seq: number, outcome: TapOutcome): TapAnswer {
  if (outcome !== 'QUARANTINED_CLOCK') return { seq, outcome };
  return {
    seq,
    outcome,
    detail: 'it would be before the device was registered, to come, or against its numbers',
  };
}
