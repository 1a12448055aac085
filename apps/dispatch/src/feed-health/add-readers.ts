import type { FeedReader } from '@rukh/domain/dispatch';

/** Of its own intervals; a process that a reader has not come to for longer is one that it has left. */
const STILL_THERE = 3;

/**
 * Who reads from several processes of the feeds, each once: it came when it came last to any, and as often as to all
 * that it still comes to.
 */
export function addReaders(reports: readonly unknown[]): FeedReader[] {
  const byName = Map.groupBy(
    (reports as readonly (readonly FeedReader[])[]).flat(),
    ({ reader, feed }) => `${reader} ${feed}`,
  );
  const readers = [...byName.values()].map((parts): FeedReader => {
    const { reader, feed } = parts[0]!;
    const lastAt = Math.max(...parts.map((part) => part.lastAt));
    const perSecond = parts
      .filter((part) => lastAt - part.lastAt <= STILL_THERE * (part.everySeconds ?? 0))
      .reduce((sum, { everySeconds }) => sum + (everySeconds ? 1 / everySeconds : 0), 0);
    const every = perSecond > 0 && { everySeconds: 1 / perSecond };
    return { reader, feed, lastAt, ...every };
  });
  return readers.sort((a, b) => b.lastAt - a.lastAt);
}
