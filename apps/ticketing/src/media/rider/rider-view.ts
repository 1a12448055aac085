import type { EntitlementRow, PassRow, Refund, RiderFine, RiderTopUp } from '@rukh/adapters/postgres';
import type { Language, Message } from './rider-texts.js';

/** One line of the list of rides. */
export interface ShownRide {
  readonly at: Date;
  /** As it stands on the vehicle. */
  readonly route: string | null;
  readonly vehicleId: string | null;
  /** Undefined while it is not priced. */
  readonly price?: {
    readonly amountMinor: number;
    readonly currency: string;
    readonly sentences: readonly string[];
    readonly chargeId: string;
    /** On a card that was reported lost before. */
    readonly isLost: boolean;
    /** The last wish to have it back. */
    readonly refund?: Pick<Refund, 'state' | 'amountMinor' | 'askedMinor' | 'decisionNote'>;
  };
  readonly isDenied: boolean;
}

/** With what the tariff calls it. */
export type ShownPass = PassRow & { readonly name: string };

export interface RiderView {
  readonly lang: Language;
  readonly timeZone: string;
  readonly currency: string;
  readonly message: Message | undefined;
  readonly csrf: string;
  /** Of the top-up's form: sent twice, it is one. */
  readonly formRef: string;
  readonly isBlocked: boolean;
  /** What puts the block away once it is paid in, nought where it is; undefined where money alone does not. */
  readonly unblocksMinor: number | undefined;
  readonly balanceMinor: number;
  /** Of what is owed, what the card's bank took back. */
  readonly chargedBackMinor: number;
  readonly isPrepaid: boolean;
  readonly transferMinutes: number | undefined;
  readonly rides: readonly ShownRide[];
  readonly fines: readonly RiderFine[];
  readonly topUps: readonly RiderTopUp[];
  readonly passes: readonly ShownPass[];
  readonly entitlements: readonly EntitlementRow[];
  readonly linkWeeks: number;
}
