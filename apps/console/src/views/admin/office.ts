/** How lists of the office are kept fresh. */
import { live } from '../../live/live-store.js';

/** What others change is seen after so long; what is changed here at once. */
export const FRESH_SECONDS = 60;

/** Accounts, carriers or the fleet were changed here: their lists are asked for anew. */
export function noticeChange(): void {
  live.notice('office');
}
