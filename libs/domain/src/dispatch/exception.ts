/** What needs a dispatcher, as ../shared/design/console.md 3.2 lists it; in the order of urgency. */
export const EXCEPTION_KINDS = [
  'driver_alarm',
  'not_started',
  'off_route',
  'gap',
  'bunch',
  'very_late',
  'no_signal',
  'unassigned',
  'early',
  'expiring',
  'feed_fault',
] as const;
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number];

export type ExceptionState = 'new' | 'taken' | 'snoozed' | 'solved';

/** One row of the list. Times are epoch seconds. */
export interface DispatchException {
  /** Stable while it lasts; a new one when the same thing happens again. */
  readonly exceptionId: string;
  readonly kind: ExceptionKind;
  readonly state: ExceptionState;
  readonly routeId?: string;
  readonly directionId?: number;
  readonly vehicleId?: string;
  /** Of two vehicles (a bunch, a gap): the one ahead. */
  readonly otherVehicleId?: string;
  readonly tripId?: string;
  readonly serviceDate?: string;
  readonly blockId?: string;
  readonly stopId?: string;
  readonly carrierId?: string;
  readonly orderId?: string;
  readonly alertId?: string;
  /**
   * Seconds (late, early, headway, silent, since departure) or metres (off route); `expected` of the same unit. Of a
   * fault of the data, vehicles that are silent of those expected.
   */
  readonly value?: number;
  readonly expected?: number;
  readonly sinceSeconds: number;
  readonly raisedAt: number;
  readonly takenBy?: { readonly userId: string; readonly name: string; readonly at: number };
  readonly snoozedUntil?: number;
  /** How it ended: by itself, by a person, by an order. */
  readonly solved?: {
    readonly at: number;
    readonly how: 'cleared' | 'person' | 'order';
    readonly by?: string;
  };
}
