/** Who reads which feed, when last and how often: whether a planner still comes is seen by nothing else. */
import type { FeedReader } from './feed-health-view.js';

/** Readers by feed at most. Whoever makes up names can fill it, but sends away nobody who is in it. */
const MOST = 100;
const FORGET_SECONDS = 86_400;
/** Of so many of its last requests it is told how often it comes. */
const REMEMBERED = 10;

export class ReaderLog {
  readonly #times = new Map<string, { reader: string; feed: string; times: number[] }>();

  note(reader: string, feed: string, now: number): void {
    const key = `${reader} ${feed}`;
    const known = this.#times.get(key);
    if (known) {
      known.times.push(now);
      if (known.times.length > REMEMBERED) known.times.shift();
      return;
    }
    if (this.#times.size >= MOST) this.#forget(now);
    if (this.#times.size < MOST) this.#times.set(key, { reader, feed, times: [now] });
  }

  /** The one heard of last first. */
  list(now: number): FeedReader[] {
    this.#forget(now);
    const readers = [...this.#times.values()].map(({ reader, feed, times }): FeedReader => {
      const [first, last] = [times[0]!, times.at(-1)!];
      const every = times.length > 1 && { everySeconds: (last - first) / (times.length - 1) };
      return { reader, feed, lastAt: last, ...every };
    });
    return readers.sort((a, b) => b.lastAt - a.lastAt);
  }

  #forget(now: number): void {
    for (const [key, { times }] of this.#times) {
      if (now - times.at(-1)! > FORGET_SECONDS) this.#times.delete(key);
    }
  }
}
