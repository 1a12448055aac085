/**
 * Counts rides that became a loss of the scheme, since their media were reported lost, by who failed: somebody has to look
 * at a device that lets in whom its list names.
 */
import type { Charge } from '@rukh/domain/fares';
import { isRiskLoss } from '@rukh/domain/ledger';
import type { Revision } from './plan-revisions.js';
import type { PricingMetrics } from './pricing-metrics.js';

export function countLosses(revisions: readonly Revision[], losses: PricingMetrics['losses']): void {
  for (const { charge, before } of revisions) {
    if (!isRiskLoss(charge.disposition) || (before && isRiskLoss(before.disposition))) continue;
    const { reasons } = JSON.parse(charge.details) as Charge;
    losses.inc({ fault: String(reasons.find(({ code }) => code === 'LOST_MEDIUM')!.inputs['fault']) });
  }
}
