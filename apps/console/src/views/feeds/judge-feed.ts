/** How a published feed stands: a new snapshot comes at least each 15 s, and after 90 s nobody is served it. */
export type FeedState = 'fresh' | 'old' | 'dead';

const OLD_SECONDS = 20;
const DEAD_SECONDS = 90;

export function judgeFeed(ageSeconds: number): FeedState {
  if (ageSeconds > DEAD_SECONDS) return 'dead';
  return ageSeconds > OLD_SECONDS ? 'old' : 'fresh';
}
