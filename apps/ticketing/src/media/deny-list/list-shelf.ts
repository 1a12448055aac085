/**
 * The deny list in memory, and what to hand out to a device that says what it has. Owns no timer and no connection:
 * whoever has them puts versions in and takes documents out.
 */
import {
  type ListDelta,
  type ListDocument,
  type ListHead,
  type ListSnapshot,
  type OfficeKey,
  hasFingerprint,
  packFingerprints,
  signList,
  unpackFingerprints,
} from '@rukh/adapters/deny-list';
import type { ListVersion, WholeList } from '@rukh/adapters/postgres';

/** Versions that are kept; a device that is farther back takes the whole list. */
const KEPT_VERSIONS = 2_000;
/** A signed head is good for so long: thousands of devices ask for it at once. */
const HEAD_MS = 1_000;

export interface ShelfOptions {
  readonly agency: string;
  readonly key: OfficeKey;
  readonly snapshotEvery: number;
}

export class ListShelf {
  #epoch = 0;
  #version = 0;
  #salt: Buffer = Buffer.alloc(0);
  #entries = new Map<string, Buffer>();
  #versions: ListVersion[] = [];
  #snapshot: ListSnapshot | undefined;
  #head: ListHead | undefined;
  readonly #deltas = new Map<number, ListDelta>();

  constructor(private readonly options: ShelfOptions) {}

  get version(): number {
    return this.#version;
  }
  get epoch(): number {
    return this.#epoch;
  }
  get size(): number {
    return this.#entries.size;
  }

  /** Begins with a whole list, which is also the first snapshot. */
  load({ epoch, version, salt, fingerprints }: WholeList, nowMs: number): void {
    this.#epoch = epoch;
    this.#version = version;
    this.#salt = salt;
    this.#entries = new Map(fingerprints.map((one) => [one.toString('hex'), one]));
    this.#versions = [];
    this.#sign(nowMs);
  }

  /** Takes the next version. False where it cannot: then the whole list is to be read again. */
  apply(next: ListVersion, nowMs: number): boolean {
    if (next.epoch !== this.#epoch || next.version !== this.#version + 1) return false;
    for (const one of unpackFingerprints(next.removed)) this.#entries.delete(one.toString('hex'));
    for (const one of unpackFingerprints(next.added)) this.#entries.set(one.toString('hex'), one);
    this.#version = next.version;
    this.#versions.push(next);
    if (this.#versions.length > KEPT_VERSIONS) this.#versions.shift();
    this.#deltas.clear();
    this.#head = undefined;
    if (this.#version % this.options.snapshotEvery === 0) this.#sign(nowMs);
    return true;
  }

  /** Whether there is something newer than what a device says that it has. */
  isBehind(epoch: number, version: number): boolean {
    return epoch !== this.#epoch || version !== this.#version;
  }

  /** What leads a device from what it has to the newest; the head where it has that. */
  answer(epoch: number, version: number, nowMs: number): ListDocument {
    if (epoch !== this.#epoch || version < 1 || version > this.#version) return this.getSnapshot();
    if (version === this.#version) return this.signHead(nowMs);
    const oldest = this.#versions[0]?.version ?? Infinity;
    return version + 1 < oldest ? this.getSnapshot() : this.signDelta(version, nowMs);
  }

  getSnapshot(): ListSnapshot {
    if (!this.#snapshot) throw new Error('the deny list is not loaded');
    return this.#snapshot;
  }

  /** From when on the oldest change is that a device at a version does not have, epoch milliseconds. */
  oldestChangeAfter(version: number): number | undefined {
    const changes = this.#versions
      .filter((one) => one.version > version)
      .map((one) => one.changedAt.getTime());
    return changes.length === 0 ? undefined : Math.min(...changes);
  }

  signHead(nowMs: number): ListHead {
    if (this.#head && nowMs - this.#head.issuedAtMs < HEAD_MS) return this.#head;
    const { agency, key } = this.options;
    const fields = { agency, epoch: this.#epoch, version: this.#version, issuedAtMs: nowMs };
    this.#head = signList(key, { kind: 'head', ...fields });
    return this.#head;
  }

  signDelta(from: number, nowMs: number): ListDelta {
    const kept = this.#deltas.get(from);
    if (kept) return kept;
    const { agency, key } = this.options;
    const { added, removed } = sumUp(this.#versions.filter(({ version }) => version > from));
    const fields = { agency, epoch: this.#epoch, from, to: this.#version, issuedAtMs: nowMs };
    const delta = signList(key, { kind: 'delta', ...fields, added, removed });
    this.#deltas.set(from, delta);
    return delta;
  }

  #sign(nowMs: number): void {
    const { agency, key } = this.options;
    this.#snapshot = signList(key, {
      kind: 'snapshot',
      agency,
      epoch: this.#epoch,
      version: this.#version,
      issuedAtMs: nowMs,
      salt: this.#salt.toString('base64url'),
      entries: packFingerprints(this.#entries.values()).toString('base64url'),
    });
    this.#head = undefined;
    this.#deltas.clear();
  }
}

/** What several versions come to: of a medium the last word counts. */
function sumUp(versions: readonly ListVersion[]): { added: string; removed: string } {
  const last = new Map<string, { readonly bytes: Buffer; readonly isAdded: boolean }>();
  for (const version of versions) {
    for (const bytes of unpackFingerprints(version.removed)) {
      last.set(bytes.toString('hex'), { bytes, isAdded: hasFingerprint(version.added, bytes) });
    }
    for (const bytes of unpackFingerprints(version.added)) {
      last.set(bytes.toString('hex'), { bytes, isAdded: true });
    }
  }
  const pick = (isAdded: boolean): string =>
    packFingerprints(
      [...last.values()].filter((one) => one.isAdded === isAdded).map(({ bytes }) => bytes),
    ).toString('base64url');
  return { added: pick(true), removed: pick(false) };
}
