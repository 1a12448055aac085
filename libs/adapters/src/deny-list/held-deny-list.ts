/**
 * The deny list as a device holds it: checked, never going back, and knowing how old it is. Simulated validators use it;
 * whoever writes a device in another language finds the same steps in docs/deny-list.md.
 */
import { type ListStep, followList } from '@rukh/domain/media';
import { hasFingerprint, makeFingerprint, packFingerprints, unpackFingerprints } from './fingerprints.js';
import { type ListDelta, type ListDocument, type ListSnapshot, isListGenuine } from './list-documents.js';

export interface TrustedOffice {
  readonly agency: string;
  readonly publicKeys: ReadonlyMap<string, Uint8Array>;
}

/** What the device did with an offer; FORGED where the signature is not the back office's. */
export type OfferResult = ListStep | 'FORGED';

export class HeldDenyList {
  #epoch = 0;
  #version = 0;
  #salt: Buffer = Buffer.alloc(0);
  #packed: Buffer = Buffer.alloc(0);
  #confirmedAtMs = -Infinity;

  constructor(private readonly office: TrustedOffice) {}

  get version(): number {
    return this.#version;
  }
  get epoch(): number {
    return this.#epoch;
  }
  get size(): number {
    return this.#packed.length / 8;
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
    if (!isListGenuine(document, this.office.publicKeys, this.office.agency)) return 'FORGED';
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
