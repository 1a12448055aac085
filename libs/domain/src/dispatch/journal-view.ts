/** What the console asks of the journal and of handovers, and what it is answered. Times are epoch seconds. */
import type { AlertView } from './alert-view.js';
import type { Author, BothLanguages, OrderReason, OrderView } from './order-view.js';

export const JOURNAL_KINDS = ['order', 'alert', 'exception', 'note', 'handover', 'settings'] as const;
export type JournalKind = (typeof JOURNAL_KINDS)[number];

/** One line of the journal. Lines are only ever added. */
export interface JournalEntry {
  readonly entryId: number;
  readonly at: number;
  readonly by: Author;
  readonly kind: JournalKind;
  /** `order.confirmed`, `order.undone`, `order.expired`, `alert.published`, `note`, `handover.given`, ... */
  readonly event: string;
  readonly text: BothLanguages;
  readonly note?: string;
  readonly reason?: OrderReason;
  readonly orderId?: string;
  readonly alertId?: string;
  readonly exceptionId?: string;
  readonly vehicleId?: string;
  readonly routeId?: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface JournalPage {
  readonly entries: readonly JournalEntry[];
  /** Of the next older page: `?before=`. */
  readonly nextBefore?: number;
}

/** Body of `POST /dispatch/journal`. */
export interface NoteRequest {
  readonly text: string;
  readonly vehicleId?: string;
  readonly routeId?: string;
  readonly orderId?: string;
  readonly exceptionId?: string;
}

/** Body of `POST /dispatch/handovers`: signed by who leaves. `POST /dispatch/handovers/{id}/accept` by who comes. */
export interface HandoverRequest {
  readonly notes: string;
}

export interface Handover {
  readonly handoverId: number;
  readonly givenBy: Author;
  readonly givenAt: number;
  readonly notes: string;
  /** As it stood when it was given. */
  readonly snapshot: {
    readonly exceptions: readonly unknown[];
    readonly orders: readonly OrderView[];
    readonly alerts: readonly AlertView[];
    readonly entries: readonly JournalEntry[];
  };
  readonly acceptedBy?: Author;
  readonly acceptedAt?: number;
  readonly acceptNote?: string;
}

export interface HandoverList {
  readonly handovers: readonly Handover[];
}
