import { noticeKeys } from '@rukh/adapters/notices';
import { subscribeToRedis } from '@rukh/adapters/redis';
import type { FeedsConfig } from '../config.js';
import type { FeedMetrics } from '../feed-metrics.js';

/**
 * Has dispatchers' changes read at once; a call that is lost is made good by the next look.
 * @returns ends it
 */
export function followNotices(
  { REDIS_URL, RUKH_AGENCY }: FeedsConfig,
  read: () => Promise<void>,
  metrics: FeedMetrics,
): () => void {
  const onError = (): void => metrics.errors.inc({ where: 'notices' });
  return subscribeToRedis(
    REDIS_URL,
    { name: 'feeds-notices', onError },
    noticeKeys(RUKH_AGENCY).changed,
    () => {
      read().catch(onError);
    },
  );
}
