/**
 * First-ride risk: a card that the validator could not ask about is let on board, once. Where the bank then declines,
 * the schemes let a small amount be captured all the same, if it is the first decline since the last success;
 * otherwise it is a debt, and the card goes on the deny list.
 */
export interface DeclineHistory {
  /** Declines of this card since its last approval, this one not counted. */
  readonly declinesBefore: number;
  readonly amountMinor: number;
  /** Up to this the issuer bears a first decline. */
  readonly chargebackThresholdMinor: number;
}

export function isCapturedAtRisk(history: DeclineHistory): boolean {
  return history.declinesBefore === 0 && history.amountMinor <= history.chargebackThresholdMinor;
}

/** What becomes of a debt that is given up. */
export type Loss = 'RISK_LOSS' | 'WRITE_OFF';

/**
 * A ride that the device could not have refused, since the list it had did not hold the card, is the scheme's risk.
 * @param listVersions of the deny list, by which each of the rides was decided
 * @param listedSince the first version that held the card; undefined where none did
 */
export function judgeLoss(listVersions: readonly number[], listedSince: number | undefined): Loss {
  const couldKnow = listVersions.some((version) => listedSince !== undefined && version >= listedSince);
  return couldKnow ? 'WRITE_OFF' : 'RISK_LOSS';
}

export interface RecoveryPolicy {
  /** Attempts before a debt is given up. */
  readonly attempts: number;
  /** Hours to the next attempt of the merchant's own, doubled each time. */
  readonly firstAfterHours: number;
}

/** When a debt that the merchant does not try again is given up: when one that he tried last would be asked for once more. */
export function planGivingUp(nowMs: number, { attempts, firstAfterHours }: RecoveryPolicy): number {
  return nowMs + firstAfterHours * 3_600_000 * 2 ** attempts;
}

/** When the merchant tries again by himself; undefined where the debt is to be given up. */
export function planRecovery(
  attemptsMade: number,
  nowMs: number,
  policy: RecoveryPolicy,
): number | undefined {
  if (attemptsMade >= policy.attempts) return undefined;
  return nowMs + policy.firstAfterHours * 3_600_000 * 2 ** attemptsMade;
}
