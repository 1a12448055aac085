/**
 * What a card owes for a fare day (or a part of it, where a limit closed one early), until it is paid or given up.
 *
 * ```
 * OPEN --close--> nothing owed: CLOSED
 *             `-> NO_AUTH_DONE --approved--> CLOSED
 *                              --declined--> capture at risk: CLOSED
 *                                        `-> DEBT --recovered, or nothing owed any more--> CLOSED
 *                                              `--given up--> DEBT_FINAL
 * CLOSED --the gateway refuses the capture, or the card's bank takes it back--> DEBT
 * ```
 * Charges are added only while it is OPEN; a charge that becomes cheaper later lowers it in any state.
 */
export const PAY_WINDOW_STATES = ['OPEN', 'NO_AUTH_DONE', 'CLOSED', 'DEBT', 'DEBT_FINAL'] as const;
export type PayWindowState = (typeof PAY_WINDOW_STATES)[number];

export type PayWindowEvent =
  | { readonly type: 'CLOSE'; readonly netMinor: number }
  | { readonly type: 'APPROVED' }
  | { readonly type: 'DECLINED'; readonly isCapturedAtRisk: boolean }
  | { readonly type: 'CAPTURE_REFUSED' }
  | { readonly type: 'CHARGED_BACK' }
  | { readonly type: 'RECOVERED' }
  | { readonly type: 'NOTHING_OWED' }
  | { readonly type: 'GIVEN_UP' };

type Moves = Partial<Record<PayWindowEvent['type'], (event: never) => PayWindowState>>;

const MOVES: Readonly<Record<PayWindowState, Moves>> = {
  OPEN: { CLOSE: ({ netMinor }: { netMinor: number }) => (netMinor > 0 ? 'NO_AUTH_DONE' : 'CLOSED') },
  NO_AUTH_DONE: {
    APPROVED: () => 'CLOSED',
    DECLINED: ({ isCapturedAtRisk }: { isCapturedAtRisk: boolean }) => (isCapturedAtRisk ? 'CLOSED' : 'DEBT'),
  },
  CLOSED: { CAPTURE_REFUSED: () => 'DEBT', CHARGED_BACK: () => 'DEBT' },
  DEBT: {
    CHARGED_BACK: () => 'DEBT',
    RECOVERED: () => 'CLOSED',
    NOTHING_OWED: () => 'CLOSED',
    GIVEN_UP: () => 'DEBT_FINAL',
  },
  DEBT_FINAL: {},
};

/** The state after an event; undefined where the event is nothing to a window in that state (an answer twice). */
export function findNextState(state: PayWindowState, event: PayWindowEvent): PayWindowState | undefined {
  return MOVES[state][event.type]?.(event as never);
}

/** When the fare day of a window counts as over. */
export interface DayClosing {
  /** Given to taps that are under way: the window stays open so long after its day at most. */
  readonly graceMs: number;
  /** Up to when all that every validator took is here; -Infinity where that is not known of all. */
  readonly completeUntilMs: number;
}

export interface AggregationLimits extends DayClosing {
  /** A window that comes to this is closed before its day ends; 0 = no limit. */
  readonly cumulativeMinor: number;
  /** So long after its first charge, too; 0 = no limit. */
  readonly openMinutes: number;
}

export interface OpenWindow {
  readonly openedAtMs: number;
  /** End of the fare day, and the time given to taps that are under way. */
  readonly closesAtMs: number;
  readonly netMinor: number;
}

export function isDueToClose(window: OpenWindow, limits: AggregationLimits, nowMs: number): boolean {
  if (nowMs >= window.closesAtMs) return true;
  // No tap of the day is under way any more.
  if (window.closesAtMs - limits.graceMs <= limits.completeUntilMs) return true;
  if (limits.cumulativeMinor > 0 && window.netMinor >= limits.cumulativeMinor) return true;
  return limits.openMinutes > 0 && nowMs - window.openedAtMs >= limits.openMinutes * 60_000;
}

/** What is still owed of a window: what its charges come to, less what was taken; below nought where more was. */
export function findOwed(window: { readonly netMinor: number; readonly settledMinor: number }): number {
  return window.netMinor - window.settledMinor;
}

/** What of a window was asked of the gateway so far. */
export interface SettledWindow {
  readonly state: PayWindowState;
  /** What its charges come to now. */
  readonly netMinor: number;
  /** Taken by the gateway. */
  readonly debitedMinor: number;
  /** Asked for and not yet answered. */
  readonly isDebitPending: boolean;
  /** Given back, or asked to be. */
  readonly creditedMinor: number;
}

/** What is to be given back now; 0 where nothing is. A settlement is either a DEBIT or a CREDIT, never both. */
export function findCreditDue(window: SettledWindow): number {
  if (window.isDebitPending) return 0;
  return Math.max(0, window.debitedMinor - window.creditedMinor - Math.max(0, window.netMinor));
}
