/** Every word of the money's pages; a language is an object of this shape. */
export interface Texts {
  readonly title: string;
  readonly rideTitle: (ref: string) => string;
  readonly ridesTitle: (day: string) => string;
  readonly dayTitle: (date: string) => string;
  readonly language: string;
  readonly otherLanguage: string;
  readonly steps: {
    readonly tap: string;
    readonly corrections: string;
    readonly context: string;
    readonly price: string;
    readonly booked: string;
    readonly window: string;
    readonly settlement: string;
    readonly shares: string;
    readonly refunds: string;
  };
  readonly columns: Readonly<Record<string, string>>;
  readonly dispositions: Readonly<Record<string, string>>;
  /** Who failed where a lost medium was let in. */
  readonly faults: Readonly<Record<string, string>>;
  readonly causeNames: Readonly<Record<string, string>>;
  readonly states: Readonly<Record<string, string>>;
  readonly kinds: Readonly<Record<string, string>>;
  readonly outcomes: Readonly<Record<string, string>>;
  /** What devices, taps and contexts say in codes. */
  readonly codes: Readonly<Record<string, string>>;
  /** Accounts of the ledger by what stands before the colon. */
  readonly accounts: Readonly<Record<string, string>>;
  readonly allRides: string;
  readonly next: string;
  readonly none: string;
  readonly voided: string;
  readonly struck: string;
  readonly tooLate: (money: string) => string;
  readonly revised: (causes: string) => string;
  readonly revision: (n: number, isCurrent: boolean) => string;
  readonly atRisk: string;
  readonly sealed: string;
  readonly notSealed: string;
  /** Why a fare day was closed. */
  readonly closings: Readonly<Record<'COMPLETE' | 'TIMEOUT', string>>;
  readonly notClosed: string;
  readonly sum: string;
  readonly day: Readonly<Record<string, string>>;
  readonly clearing: {
    readonly title: (fromDay: string, toDay: string) => string;
    readonly chart: (currency: string) => string;
    readonly dues: string;
    readonly sales: string;
    readonly ruleTitle: string;
    readonly booked: (at: string) => string;
    readonly notBooked: string;
    readonly superseded: (runId: number) => string;
    readonly early: string;
    readonly nobody: string;
    readonly rules: Readonly<Record<string, string>>;
    readonly pools: Readonly<Record<string, string>>;
    readonly words: Readonly<Record<string, string>>;
  };
  readonly shares: {
    readonly journey: string;
    readonly notCleared: string;
    readonly sold: (product: string, carrier: string) => string;
    readonly soldOver: (money: string, rides: number) => string;
  };
  readonly form: Readonly<Record<string, string>>;
}
