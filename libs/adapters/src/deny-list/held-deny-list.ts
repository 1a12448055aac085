/**
 * The deny list as a device holds it: checked, never going back, and knowing how old it is. Simulated validators use it;
 * whoever writes a device in another language finds the same steps in docs/deny-list.md.
 */
import { z } from 'zod';
import { type ListStep, followList } from '@rukh/domain/media';
import { hasFingerprint, makeFingerprint, packFingerprints, unpackFingerprints } from './fingerprints.js';
import { type ListDelta, type ListDocument, type ListSnapshot, isListGenuine } from './list-documents.js';

export interface TrustedOffice {
  readonly agency: string;
  readonly publicKeys: ReadonlyMap<string, Uint8Array>;
}

/** What the device did with an offer; FORGED where the signature is not the back office's. */
export type OfferResult = ListStep | 'FORGED';

/** The list as it lies on a device's disk. */
export const keptDenyList = z.object({
  epoch: z.int(),
  version: z.int(),
  /** base64url, as `entries`. */
  salt: z.string(),
  entries: z.string(),
  /** When the back office last said that this is the newest, milliseconds since 1970 UTC. */
  confirmedAtMs: z.number(),
});
export type KeptDenyList = z.output<typeof keptDenyList>;

export class HeldDenyList {
  #office: TrustedOffice;
  #epoch = 0;
  #version = 0;
  #salt: Buffer = Buffer.alloc(0);
  #packed: Buffer = Buffer.alloc(0);
  #confirmedAtMs = -Infinity;

  /** @param kept by a device that was switched off meanwhile; its disk is believed */
  constructor(office: TrustedOffice, kept?: KeptDenyList) {
    this.#office = office;
    if (kept === undefined) return;
    this.#epoch = kept.epoch;
    this.#version = kept.version;
    this.#salt = Buffer.from(kept.salt, 'base64url');
    this.#packed = packFingerprints(unpackFingerprints(Buffer.from(kept.entries, 'base64url')));
    this.#confirmedAtMs = kept.confirmedAtMs;
  }

  get version(): number {
    return this.#version;
  }
  get epoch(): number {
    return this.#epoch;
  }
  get size(): number {
    return this.#packed.length / 8;
  }

  /** When the back office last said that this is the newest; -Infinity without a list. */
  get confirmedAtMs(): number {
    return this.#confirmedAtMs;
  }

  /** From now on these keys are believed: the back office has others. */
  trust(office: TrustedOffice): void {
    this.#office = office;
  }

  keep(): KeptDenyList {
    return {
      epoch: this.#epoch,
      version: this.#version,
      salt: this.#salt.toString('base64url'),
      entries: this.#packed.toString('base64url'),
      confirmedAtMs: this.#confirmedAtMs,
    };
  }

  /** Since the back office last said that this is the newest; Infinity without a list. By the device's clock. */
  ageSeconds(nowMs: number): number {
    return Math.max(0, (nowMs - this.#confirmedAtMs) / 1000);
  }

  /** @param listRef of the token, by `makeListRef` */
  has(listRef: Uint8Array): boolean {
    return this.#version > 0 && hasFingerprint(this.#packed, makeFingerprint(this.#salt, listRef));
  }

  offer(document: ListDocument): OfferResult {
    if (!isListGenuine(document, this.#office.publicKeys, this.#office.agency)) return 'FORGED';
    const step = followList({ version: this.#version, epoch: this.#epoch }, document);
    if (step === 'TAKE') this.#take(document as ListSnapshot | ListDelta);
    const isNews = step === 'TAKE' || step === 'CONFIRMED';
    if (isNews) this.#confirmedAtMs = Math.max(this.#confirmedAtMs, document.issuedAtMs);
    return step;
  }

  #take(document: ListSnapshot | ListDelta): void {
    if (document.kind === 'snapshot') {
      this.#packed = packFingerprints(unpackFingerprints(Buffer.from(document.entries, 'base64url')));
      this.#salt = Buffer.from(document.salt, 'base64url');
      this.#epoch = document.epoch;
      this.#version = document.version;
      return;
    }
    const removed = Buffer.from(document.removed, 'base64url');
    const kept = unpackFingerprints(this.#packed).filter((one) => !hasFingerprint(removed, one));
    const added = unpackFingerprints(Buffer.from(document.added, 'base64url'));
    this.#packed = packFingerprints([...kept, ...added]);
    this.#version = document.to;
  }
}
