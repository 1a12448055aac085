import type { AggregationLimits, RecoveryPolicy } from '@rukh/domain/ledger';

/** What the city decides about cards that are asked after the ride. */
export interface PaymentPolicy {
  readonly limits: AggregationLimits;
  readonly chargebackThresholdMinor: number;
  readonly recovery: RecoveryPolicy;
}
