import { goTo } from '../url/use-page-state.js';

const BACK_SECONDS = 15 * 60;

/** Shows the city as it was a quarter of an hour ago. */
export function lookBack(): void {
  goTo({ view: 'live', at: Math.round(Date.now() / 1000) - BACK_SECONDS });
}
