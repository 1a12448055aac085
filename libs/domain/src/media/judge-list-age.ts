/**
 * Whether a device may still decide by its deny list. How old that may be, and what then, is a rule for each kind of
 * medium: where the list cannot come, either the scheme bears the risk or the rider stands in the rain.
 */
import type { StaleListRule } from './validator-configuration.js';

export interface ListAge {
  /** Since the back office last said that this was the newest list. Infinity where the device never had one. */
  readonly ageSeconds: number;
  /** Media of this kind that were let in since the list became too old. */
  readonly acceptedStale: number;
}

/** FRESH: go by the list. DEGRADED: go by it, say OK_DEGRADED. REFUSE: nobody in of this kind. */
export type ListAgeVerdict = 'FRESH' | 'DEGRADED' | 'REFUSE';

export function judgeListAge(rule: StaleListRule, { ageSeconds, acceptedStale }: ListAge): ListAgeVerdict {
  if (ageSeconds <= rule.maxAgeSeconds) return 'FRESH';
  if (rule.whenStale === 'DENY') return 'REFUSE';
  return acceptedStale < (rule.atMost ?? Infinity) ? 'DEGRADED' : 'REFUSE';
}
