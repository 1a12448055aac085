/**
 * The stream of events of the console (GET /api/v1/dispatch/events). What follows a snapshot: first ask for the
 * snapshot, then open the stream with its `eventId` as Last-Event-ID. Where the stream can not be taken up there, its
 * first event is `resync`: ask for the snapshot again. A comment comes every 15 s.
 */
import type { DispatchException } from './exception.js';
import type { DataLamp, VehicleRow } from './live-view.js';

export interface LiveEventData {
  /** At most one a second: rows new or changed, and ids of vehicles that are gone. */
  readonly vehicles: {
    readonly at: number;
    readonly changed: readonly VehicleRow[];
    readonly gone: readonly string[];
  };
  /** One exception that is new, changed or (state `solved`) over. */
  readonly exception: DispatchException;
  readonly lamp: DataLamp;
  /** An order was confirmed, changed or undone. */
  readonly orders: { readonly orderId: string };
  readonly alerts: { readonly alertId: string };
  readonly journal: { readonly entryId: string };
  /** Mode or thresholds of a line were set. */
  readonly line: { readonly routeId: string };
  /** A named set of lines was made, changed or removed. */
  readonly lineGroups: { readonly groupId: string };
  /** Another version of the schedule is in force: the network is to be fetched again. */
  readonly network: { readonly feedVersion: string };
  readonly resync: { readonly reason: 'unknown_event' };
}
export type LiveEventName = keyof LiveEventData;

/** GET /api/v1/dispatch/exceptions. */
export interface ExceptionsView {
  readonly at: number;
  /** Those open, the most urgent kind first and then the oldest; then solved ones where asked for. */
  readonly exceptions: readonly DispatchException[];
}
