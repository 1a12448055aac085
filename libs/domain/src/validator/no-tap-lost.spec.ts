import fc from 'fast-check';
import type { BatchRejection, DeviceTap, TapBatch, TapReceipt } from '../taps/index.js';
import {
  type DeviceNow,
  type ValidatorEffect,
  type ValidatorEvent,
  type ValidatorState,
  makeConfig,
  startValidator,
  step,
} from './index.js';
import { ModelServer, rejection } from './model-server.fixture.js';

/** What may happen next; the numbers choose among what is on its way. */
type Happening =
  | { readonly does: 'tap'; readonly token: number }
  | { readonly does: 'deliver' | 'drop' | 'deliver-twice'; readonly which: number }
  | { readonly does: 'answer' | 'lose-answer' | 'answer-twice'; readonly which: number }
  | { readonly does: 'crash'; readonly whileWriting: boolean }
  | { readonly does: 'refuse'; readonly reason: BatchRejection; readonly seconds: number }
  | { readonly does: 'offline' | 'online' | 'fail' }
  | { readonly does: 'wait'; readonly ms: number }
  | { readonly does: 'clock'; readonly ms: number };

const which = fc.nat(20);
const HAPPENING: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('tap' as const), token: fc.nat(5) }) },
  {
    weight: 6,
    arbitrary: fc.record({ does: fc.constantFrom('deliver', 'drop', 'deliver-twice' as const), which }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ does: fc.constantFrom('answer', 'lose-answer', 'answer-twice' as const), which }),
  },
  fc.record({ does: fc.constant('crash' as const), whileWriting: fc.boolean() }),
  fc.record({
    does: fc.constant('refuse' as const),
    reason: fc.constantFrom<BatchRejection[]>('UNAVAILABLE', 'TOO_LARGE', 'MALFORMED', 'DEVICE_NOT_ACTIVE'),
    seconds: fc.nat(100),
  }),
  fc.record({ does: fc.constantFrom('offline', 'online', 'online', 'fail' as const) }),
  { weight: 3, arbitrary: fc.record({ does: fc.constant('wait' as const), ms: fc.nat(30_000) }) },
  fc.record({ does: fc.constant('clock' as const), ms: fc.integer({ min: -1e9, max: 1e9 }) }),
);

/** A device with its disk, a network that may do anything, and the back office at its end. */
class World {
  readonly server = new ModelServer();
  /** What is on the device's disk. */
  readonly disk = { boots: 0, highWaterMark: 0, taps: [] as DeviceTap[], usedTickets: [] };
  /** The numbers for which a light was shown. */
  readonly shown: number[] = [];
  readonly requests: TapBatch[] = [];
  readonly answers: TapReceipt[] = [];
  readonly contents = new Map<number, string>();
  state: ValidatorState;
  #wallMs = Date.UTC(2026, 10, 28);
  #uptimeMs = 0;

  constructor(batchSize: number) {
    this.config = makeConfig('V1', { batchSize });
    this.state = startValidator(this.config, this.#now(), this.disk);
    this.disk.boots = this.state.bootId;
  }

  readonly config;

  #now(): DeviceNow {
    return { wallMs: this.#wallMs, uptimeMs: this.#uptimeMs };
  }

  happen(happening: Happening): void {
    switch (happening.does) {
      case 'tap':
        this.event({ type: 'CARD_READ', token: `c${happening.token}`, mediaType: 'CLOSED_CARD' });
        break;
      case 'deliver':
      case 'deliver-twice':
      case 'drop':
        this.#carry(happening.does, happening.which);
        break;
      case 'answer':
      case 'answer-twice':
      case 'lose-answer':
        this.#answer(happening.does, happening.which);
        break;
      case 'crash':
        this.crash(happening.whileWriting);
        break;
      case 'refuse':
        this.event({ type: 'RECEIPT', receipt: rejection(happening.reason, happening.seconds) });
        break;
      case 'fail':
        this.event({ type: 'SEND_FAILED' });
        break;
      case 'offline':
      case 'online':
        this.event({ type: 'CONNECTION', isUp: happening.does === 'online' });
        break;
      case 'wait':
        this.#pass(happening.ms);
        this.event({ type: 'TICK' });
        break;
      case 'clock':
        this.#wallMs = Math.max(0, this.#wallMs + happening.ms);
        this.event({ type: 'CLOCK_SET', source: 'NETWORK' });
        break;
    }
  }

  event(event: ValidatorEvent): void {
    this.#pass(1);
    const before = this.state;
    const next = step(before, event, this.#now());
    this.state = next.state;
    this.#checkShrinking(before, event);
    for (const effect of next.effects) this.#perform(effect);
  }

  /** The power goes. While writing: the last tap is not on disk, its light was never shown, nothing was sent. */
  crash(whileWriting: boolean): void {
    if (whileWriting) {
      // The step is made, its effects are not performed: what it numbered is gone with the memory.
      step(this.state, { type: 'CARD_READ', token: 'torn', mediaType: 'CLOSED_CARD' }, this.#now());
    }
    this.#uptimeMs = 0;
    this.state = startValidator(this.config, this.#now(), this.disk);
    this.disk.boots = this.state.bootId;
  }

  /** From here on nothing goes wrong. */
  heal(): void {
    this.requests.length = 0;
    this.event({ type: 'CONNECTION', isUp: true });
    for (let i = 0; i < 5000 && this.state.queue.length > 0; i++) {
      if (this.requests.length > 0) this.#carry('deliver', 0);
      else if (this.answers.length > 0) this.#answer('answer', 0);
      else this.happen({ does: 'wait', ms: 30_000 });
    }
  }

  #pass(ms: number): void {
    this.#wallMs += ms;
    this.#uptimeMs += ms;
  }

  #perform(effect: ValidatorEffect): void {
    if (effect.type === 'KEEP') this.disk.taps.push(effect.tap);
    if (effect.type === 'SHOW') this.shown.push(this.disk.taps.at(-1)!.seq);
    if (effect.type === 'SEND') this.#send(effect.batch);
    if (effect.type === 'FORGET') {
      this.disk.highWaterMark = effect.highWaterMark;
      this.disk.taps = this.disk.taps.filter(({ seq }) => seq > effect.highWaterMark);
    }
  }

  #send(batch: TapBatch): void {
    expect(batch.taps.length).toBeGreaterThanOrEqual(1);
    expect(batch.taps.length).toBeLessThanOrEqual(this.config.batchSize);
    for (const tap of batch.taps) {
      const content = JSON.stringify(tap);
      expect(this.contents.get(tap.seq) ?? content).toBe(content);
      this.contents.set(tap.seq, content);
      expect(this.disk.taps).toContainEqual(tap);
    }
    this.requests.push(batch);
  }

  #carry(how: 'deliver' | 'deliver-twice' | 'drop', index: number): void {
    const at = index % Math.max(1, this.requests.length);
    const batch = this.requests[at];
    if (batch === undefined) return;
    if (how !== 'deliver-twice') this.requests.splice(at, 1);
    if (how !== 'drop') this.answers.push(this.server.receive(batch));
  }

  #answer(how: 'answer' | 'answer-twice' | 'lose-answer', index: number): void {
    const at = index % Math.max(1, this.answers.length);
    const receipt = this.answers[at];
    if (receipt === undefined) return;
    if (how !== 'answer-twice') this.answers.splice(at, 1);
    if (how !== 'lose-answer') this.event({ type: 'RECEIPT', receipt });
  }

  #checkShrinking(before: ValidatorState, event: ValidatorEvent): void {
    const isShrunk = this.state.queue.length < before.queue.length;
    if (isShrunk) expect(event.type).toBe('RECEIPT');
    expect(this.state.highWaterMark).toBeGreaterThanOrEqual(before.highWaterMark);
    // Nothing between the mark and the last number is ever missing from the queue.
    expect(this.state.queue.map(({ tap }) => tap.seq)).toEqual(
      Array.from(
        { length: this.state.lastSeq - this.state.highWaterMark },
        (_, i) => this.state.highWaterMark + 1 + i,
      ),
    );
  }
}

describe('over any network, with any crash', () => {
  it('no tap is lost, none is sent under two contents, and only receipts shorten the queue', () => {
    fc.assert(
      fc.property(
        fc.array(HAPPENING, { maxLength: 120, size: 'max' }),
        fc.integer({ min: 1, max: 7 }),
        (happenings, batchSize) => {
          const world = new World(batchSize);
          for (const happening of happenings) world.happen(happening);
          world.heal();
          expect(world.state.queue).toEqual([]);
          // Numbered from 1 without a gap, each light shown once, each tap stored as it was made.
          expect(world.shown).toEqual(Array.from({ length: world.shown.length }, (_, i) => i + 1));
          expect([...world.server.stored.keys()].sort((a, b) => a - b)).toEqual(world.shown);
          expect(world.server.conflicts).toEqual([]);
        },
      ),
      { numRuns: 400 },
    );
  });
});
