import type { FeedReader } from '@rukh/domain/dispatch';

/** Who reads from several processes of the feeds, each once: it came when it came last to any, and as often as to all. */
export function addReaders(reports: readonly unknown[]): FeedReader[] {
  const byName = Map.groupBy(
    (reports as readonly (readonly FeedReader[])[]).flat(),
    ({ reader, feed }) => `${reader} ${feed}`,
  );
  const readers = [...byName.values()].map((parts): FeedReader => {
    const { reader, feed } = parts[0]!;
    const perSecond = parts.reduce((sum, { everySeconds }) => sum + (everySeconds ? 1 / everySeconds : 0), 0);
    const every = perSecond > 0 && { everySeconds: 1 / perSecond };
    return { reader, feed, lastAt: Math.max(...parts.map(({ lastAt }) => lastAt)), ...every };
  });
  return readers.sort((a, b) => b.lastAt - a.lastAt);
}
