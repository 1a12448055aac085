import type { Snapshot } from '../snapshots/snapshot.js';
import { LazyCodings, type Printed, renderFeed } from './render-feed.js';

/**
 * A feed is printed no faster than this: a city's, some 2 MB, takes the CPU a good part of a second and so comes each
 * five; a few alerts are printed as soon as they change.
 */
const BYTES_PER_MS = 400;

export interface PrintedFeed {
  readonly snapshot: Snapshot;
  readonly codings: LazyCodings;
  /** When its printing was asked for, ms. */
  readonly at: number;
}

/** JSON and text of the feeds, the newest of each. */
export class PrintedFeeds {
  readonly #printed = new Map<string, PrintedFeed>();

  /** @param onPrinted told of bytes that were printed */
  constructor(private readonly onPrinted: (form: Printed, bytes: number) => void) {}

  /**
   * The printed form of a snapshot, or of an older one where that was printed too short a while ago.
   * @param nowMs of a clock that only runs forward
   */
  print(current: Snapshot, form: Printed, nowMs: number): PrintedFeed {
    const key = `${current.name}.${form}`;
    const before = this.#printed.get(key);
    if (
      before &&
      (before.snapshot === current || nowMs - before.at < before.snapshot.body.length / BYTES_PER_MS)
    ) {
      return before;
    }
    const codings = new LazyCodings(async () => {
      const bytes = await renderFeed(current.body, form);
      this.onPrinted(form, bytes.length);
      return bytes;
    });
    const printed = { snapshot: current, codings, at: nowMs };
    this.#printed.set(key, printed);
    return printed;
  }
}
