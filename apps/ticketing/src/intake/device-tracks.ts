import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DeviceReader, IntakeNotes } from '@rukh/adapters/postgres';
import {
  type Boots,
  type ClockReading,
  type SequenceProgress,
  addDurable,
  countMissing,
  joinProgress,
  noteReading,
} from '@rukh/domain/taps';
import { AskTogether } from './ask-together.js';
import { IntakeMetrics } from './intake-metrics.js';

/** How often it is noted how far devices have come. */
const NOTE_MS = 5_000;
/** Devices whose histories are read in one query. */
const MOST_READ = 500;
/** A gap that another process may have filled is looked up so often, while the device speaks. */
const REREAD_MS = 1_000;
/** And of those that are silent: it may have been given up. */
const LOOK_AGAIN_MS = 60_000;

/** How far one device has come, as this process knows it: never farther than it has. */
export class DeviceTrack {
  lastSeq = 0;
  lastTap: { readonly seq: number; readonly tappedAtMs: number } | undefined;
  isChanged = false;
  #rereadAtMs = 0;

  constructor(
    readonly deviceId: string,
    public progress: SequenceProgress,
    public boots: Boots,
  ) {}

  get missing(): number {
    return countMissing(this.progress, this.lastSeq);
  }

  hear(reading: ClockReading, lastSeq: number): void {
    this.boots = noteReading(this.boots, reading);
    this.lastSeq = Math.max(this.lastSeq, lastSeq);
    this.isChanged = true;
  }

  settle(
    seqs: readonly number[],
    last: { readonly seq: number; readonly tappedAtMs: number } | undefined,
  ): void {
    this.progress = addDurable(this.progress, seqs);
    if (last && last.seq > (this.lastTap?.seq ?? 0)) this.lastTap = last;
    this.lastSeq = Math.max(this.lastSeq, seqs.at(-1) ?? 0);
    this.isChanged = true;
  }

  /** Whether it is time to see if a gap is there still. */
  mayReread(nowMs: number): boolean {
    if (this.missing === 0 || nowMs < this.#rereadAtMs) return false;
    this.#rereadAtMs = nowMs + REREAD_MS;
    return true;
  }
}

/** Where each device stands. Read from the database when first heard of; noted there now and then. */
@Injectable()
export class DeviceTracks implements OnApplicationBootstrap {
  readonly #logger = new Logger('DeviceTracks');
  readonly #tracks = new Map<string, DeviceTrack>();
  readonly #histories: AskTogether<DeviceTrack>;
  readonly #progress: AskTogether<SequenceProgress>;
  #timer: NodeJS.Timeout | undefined;
  #lookedAtMs = 0;

  constructor(
    @Inject(DeviceReader) private readonly reader: DeviceReader,
    @Inject(IntakeNotes) private readonly notes: IntakeNotes,
    metrics: IntakeMetrics,
  ) {
    this.#histories = new AskTogether((ids) => this.#read(ids), MOST_READ);
    this.#progress = new AskTogether((ids) => this.reader.listProgress(ids), MOST_READ);
    metrics.watch('rukh_taps_missing', 'Taps that devices have numbered and that are not here', () =>
      this.#sum('missing'),
    );
    metrics.watch(
      'rukh_taps_devices_with_gaps',
      'Devices of which taps are missing between those that are here',
      () => [...this.#tracks.values()].filter(({ progress }) => progress.above.length > 0).length,
    );
    metrics.watch('rukh_taps_devices', 'Devices heard of since the start', () => this.#tracks.size);
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.note(), NOTE_MS);
    this.#timer.unref();
  }

  /** After the last tap was settled and before the connections close. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.note();
  }

  find(deviceId: string): DeviceTrack | undefined {
    return this.#tracks.get(deviceId);
  }

  /** At once where the device was heard of before. */
  get(deviceId: string): DeviceTrack | Promise<DeviceTrack> {
    return this.#tracks.get(deviceId) ?? this.#histories.get(deviceId);
  }

  /** Looks up what other processes have made durable. */
  async reread(track: DeviceTrack): Promise<void> {
    const found = await this.#progress.get(track.deviceId);
    // Both are true: neither says of a number that it is durable when it is not.
    track.progress = joinProgress(track.progress, found);
  }

  async note(): Promise<void> {
    await this.#lookAgain(Date.now()).catch(() => undefined);
    const changed = [...this.#tracks.values()].filter((track) => track.isChanged);
    for (const track of changed) track.isChanged = false;
    try {
      for (let at = 0; at < changed.length; at += 500) {
        await this.notes.noteDevices(changed.slice(at, at + 500).map(toNoted));
      }
    } catch (error) {
      for (const track of changed) track.isChanged = true;
      this.#logger.debug(`could not be noted: ${(error as Error).message}`);
    }
  }

  async #lookAgain(nowMs: number): Promise<void> {
    if (nowMs < this.#lookedAtMs + LOOK_AGAIN_MS) return;
    this.#lookedAtMs = nowMs;
    const behind = [...this.#tracks.values()].filter(({ missing }) => missing > 0);
    await Promise.all(behind.map((track) => this.reread(track)));
  }

  async #read(deviceIds: readonly string[]): Promise<DeviceTrack[]> {
    const histories = await this.reader.listHistories(deviceIds);
    return histories.map(({ progress, boots, lastTap }, i) => {
      const track = new DeviceTrack(deviceIds[i]!, progress, boots);
      track.lastTap = lastTap;
      track.lastSeq = lastTap?.seq ?? 0;
      this.#tracks.set(track.deviceId, track);
      return track;
    });
  }

  #sum(name: 'missing'): number {
    let sum = 0;
    for (const track of this.#tracks.values()) sum += track[name];
    return sum;
  }
}

function toNoted(track: DeviceTrack): Parameters<IntakeNotes['noteDevices']>[0][number] {
  const { deviceId, lastSeq, missing, boots, lastTap, progress } = track;
  return {
    deviceId,
    highWaterMark: progress.highWaterMark,
    lastSeq,
    missing,
    boots,
    lastTapAtMs: lastTap?.tappedAtMs,
  };
}
