import { encodeHeartbeat, encodeSigned, encodeTapBatch } from '@rukh/adapters/protobuf';
import type { TapBatch, TapReceipt } from '@rukh/domain/taps';
import {
  type CardRead,
  type Step,
  type ValidatorConfig,
  type ValidatorEffect,
  type ValidatorEvent,
  type ValidatorState,
  readCard,
  startValidator,
  step,
  tellTime,
} from '@rukh/domain/validator';
import type { DeviceClock } from './device-clock.js';
import { DeviceJournal, type JournalOptions } from './device-journal.js';
import type { DeviceSignature, DeviceSigner } from './device-signer.js';
import type { DeviceTransport } from './device-transport.js';

const SOFTWARE_VERSION = 'rukh-validator-0.1';

export interface ValidatorParts {
  readonly config: ValidatorConfig;
  readonly journalPath: string;
  readonly journalOptions?: JournalOptions;
  readonly signer: DeviceSigner;
  readonly clock: DeviceClock;
  readonly transport: DeviceTransport;
  /** Told what is for people: lights, alarms. */
  readonly onEffect?: (effect: ValidatorEffect) => void;
}

/**
 * A validator that is switched on: the state machine of the domain with a disk, a key, clocks and a way to the back
 * office. An event is over when everything that it asked of the disk is done; the network answers in its own time.
 */
export class RunningValidator {
  readonly #parts: ValidatorParts;
  #journal!: DeviceJournal;
  #state!: ValidatorState;
  /** Counts starts: an answer to a batch of an earlier one is nobody's. */
  #life = 0;
  #isOffline = false;
  /** By which key or session the last message was signed. */
  #lastKeyId = '';

  constructor(parts: ValidatorParts) {
    this.#parts = parts;
    this.#start();
  }

  get state(): ValidatorState {
    return this.#state;
  }

  /** The time as the validator tells it, milliseconds since 1970 UTC. */
  tellTime(): number {
    return tellTime(this.#state, this.#parts.clock.now());
  }

  get damagedLines(): number {
    return this.#journal.damagedLines;
  }

  /** Lets something happen. Returns when the disk has it; throws what the disk says, and then nothing was shown. */
  happen(event: ValidatorEvent): void {
    const next = step(this.#state, event, this.#parts.clock.now());
    if (event.type === 'RECEIPT') this.#keepReceipt(event.receipt, next.state.highWaterMark);
    this.#follow(next);
  }

  /** A medium was held to it, which is sent when the next event comes: for days that go by faster than time. */
  hold(card: CardRead): void {
    this.#follow(readCard(this.#state, card, this.#parts.clock.now()));
  }

  #follow({ state, effects }: Step): void {
    // First the disk: a tap that could not be written was never made.
    for (const effect of effects) {
      if (effect.type !== 'KEEP') continue;
      this.#journal.append({ tap: effect.tap, ...(effect.used && { used: effect.used }) });
    }
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
  }

  /** A receipt that came by itself. */
  receive(receipt: TapReceipt): void {
    this.#hear(receipt, this.#lastKeyId);
  }

  /** A session that is refused is no reason to wait: the same is sent again, signed by the key. */
  #hear(receipt: TapReceipt, keyId: string): void {
    if (this.#isOffline) return;
    const { signer } = this.#parts;
    const { rejection } = receipt;
    if (rejection === undefined) signer.noteTaken(keyId);
    const isForeign = rejection === 'UNKNOWN_KEY' || rejection === 'BAD_SIGNATURE';
    const isSessions = isForeign && signer.noteRefused(keyId);
    this.happen(isSessions ? { type: 'SEND_FAILED' } : { type: 'RECEIPT', receipt });
  }

  /** Pulls the plug of the network, or puts it in. */
  setOffline(isOffline: boolean): void {
    this.#isOffline = isOffline;
    this.happen({ type: 'CONNECTION', isUp: !isOffline });
  }

  /** The power goes, and comes back: memory is lost, the disk is not. */
  crash(): void {
    this.#journal.close();
    this.#parts.clock.restart();
    this.#parts.signer.forget();
    this.#start();
  }

  close(): void {
    this.#life++;
    this.#journal.close();
  }

  #start(): void {
    this.#life++;
    const { clock, config, journalPath, journalOptions } = this.#parts;
    this.#journal = DeviceJournal.open(journalPath, journalOptions);
    this.#state = startValidator(config, clock.now(), this.#journal.kept);
    this.#journal.append({ boot: this.#state.bootId });
  }

  #keepReceipt({ highWaterMark, answers, rejection }: TapReceipt, forgotten: number): void {
    if (rejection !== undefined || highWaterMark > this.#state.lastSeq) return;
    const kept = answers.map(({ seq, outcome }) => ({ seq, outcome }));
    this.#journal.append({ receipt: { highWaterMark, answers: kept }, forgotten });
  }

  #perform(effect: ValidatorEffect): void {
    if (effect.type === 'SEND') void this.#send(effect.batch, this.#life);
    else if (effect.type === 'HEARTBEAT') void this.#sendHeartbeat();
    else this.#parts.onEffect?.(effect);
  }

  async #send(batch: TapBatch, life: number): Promise<void> {
    const { transport } = this.#parts;
    const { deviceId } = batch;
    try {
      const body = encodeTapBatch('protobuf', batch);
      const signed = { deviceId, body, ...this.#sign('taps', body) };
      const receipt = await transport.sendTaps(deviceId, encodeSigned('protobuf', signed));
      if (receipt !== undefined && life === this.#life) this.#hear(receipt, signed.keyId);
    } catch {
      if (life === this.#life) this.happen({ type: 'SEND_FAILED' });
    }
  }

  /** Nobody waits for it: the next one says more. */
  async #sendHeartbeat(): Promise<void> {
    const { transport, clock, config } = this.#parts;
    const { deviceId, vehicleId } = config;
    const { wallMs, uptimeMs } = clock.now();
    const { bootId, clockSource, lastSeq, queue, denyList } = this.#state;
    const body = encodeHeartbeat('protobuf', {
      deviceId,
      sentAtMs: Math.round(wallMs),
      bootId,
      uptimeMs: Math.round(uptimeMs),
      clockSource,
      lastSeq,
      queueLength: queue.length,
      denyListVersion: denyList?.version ?? 0,
      softwareVersion: SOFTWARE_VERSION,
      configVersion: '1',
      ...(vehicleId !== undefined && { vehicleId }),
    });
    const signed = { deviceId, body, ...this.#sign('heartbeat', body) };
    const life = this.#life;
    const answer = transport.sendHeartbeat(deviceId, encodeSigned('protobuf', signed));
    const receipt = await answer.catch(() => undefined);
    if (receipt !== undefined && life === this.#life) this.#hear(receipt, signed.keyId);
  }

  #sign(purpose: 'taps' | 'heartbeat', body: Uint8Array): DeviceSignature {
    const signed = this.#parts.signer.sign(purpose, body);
    this.#lastKeyId = signed.keyId;
    return signed;
  }
}
