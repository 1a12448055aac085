import type { Dropped, StandardName, UnjudgedFix, Verdict } from '@rukh/domain/scoring';
import type { Phase } from '@rukh/domain/tracking';

/** Everything the report says, in one language. */
export interface Texts {
  readonly lang: string;
  readonly language: string;
  readonly languages: string;
  readonly title: string;
  readonly lead: (files: string) => string;
  readonly summary: string;
  readonly seconds: (text: string) => string;
  readonly minutesAndSeconds: (minutes: string, seconds: string) => string;
  readonly asTable: string;
  readonly minutesBefore: string;
  readonly minutes: string;
  readonly chance: { readonly sure: string; readonly unsure: string };
  /** Names of methods; others keep their own. */
  readonly methods: Readonly<Record<string, string>>;
  /** What each method does. */
  readonly methodNotes: Readonly<Record<string, string>>;
  readonly predictions: PredictionTexts;
  readonly assignments: AssignmentTexts;
  readonly leftOut: LeftOutTexts;
  readonly notes: { readonly title: string; readonly items: readonly string[] };
}

export interface PredictionTexts {
  readonly title: string;
  readonly cards: {
    readonly error: string;
    readonly complete: string;
    readonly within: string;
    readonly wobble: string;
    readonly better: (method: string) => string;
    readonly worse: (method: string) => string;
  };
  readonly nearError: (mae: string, median: string, p90: string) => string;
  readonly farError: (mae: string, median: string, p90: string) => string;
  readonly complete: (share: string, visits: string) => string;
  readonly late: (bias: string) => string;
  readonly early: (bias: string) => string;
  readonly unbiased: string;
  readonly calibrated: (share: string) => string;
  readonly tooNarrow: (share: string) => string;
  readonly tooWide: (share: string) => string;
  readonly wobble: (change: string) => string;
  readonly better: (method: string, own: string, other: string, chance: string) => string;
  readonly worse: (method: string, own: string, other: string, chance: string) => string;
  readonly compareTitle: string;
  readonly compareReading: (rows: string) => string;
  readonly compareUp: string;
  readonly underWayCaption: string;
  readonly differenceCaption: string;
  readonly methodsTitle: string;
  readonly errorsTitle: string;
  readonly errorsReading: string;
  readonly errorsUp: string;
  readonly errorHead: readonly string[];
  readonly rows: string;
  readonly completeTitle: string;
  readonly completeReading: string;
  readonly completeUp: string;
  readonly completeHead: readonly string[];
  readonly intervalTitle: string;
  readonly intervalReading: string;
  readonly intervalUp: string;
  readonly intervalBand: string;
  readonly intervalHead: readonly string[];
  readonly wobbleTitle: string;
  readonly wobbleReading: (spread: string) => string;
  readonly improper: (past: string, finished: string) => string;
  readonly contradictions: (rows: string) => string;
  readonly wobbleUp: string;
  readonly wobbleHead: readonly string[];
  readonly standardsTitle: string;
  readonly standardsText: string;
  readonly standards: Readonly<Record<StandardName, string>>;
  readonly standardHead: readonly string[];
  readonly minutesShort: string;
  readonly emptyClass: string;
}

export interface AssignmentTexts {
  readonly title: string;
  readonly text: (fixes: string, vehicles: string) => string;
  readonly cards: {
    readonly rightTrip: string;
    readonly rightRoute: string;
    readonly wrongMinutes: string;
    readonly firstRight: string;
  };
  readonly rightTitle: string;
  readonly rightHead: readonly string[];
  readonly classes: {
    readonly inService: string;
    readonly inServiceKnown: string;
    readonly inServiceInTimetable: string;
    readonly layover: string;
  };
  readonly phaseTitle: string;
  readonly phaseText: (recall: string, precision: string) => string;
  readonly phaseReading: string;
  readonly noPhases: string;
  readonly phaseCorner: string;
  readonly phases: Readonly<Record<Phase | 'none', string>>;
  readonly recognised: string;
  readonly minutesTitle: string;
  readonly minutesText: (shownFrom: string) => string;
  readonly minutesHead: readonly string[];
  readonly verdicts: Readonly<Record<Verdict, string>>;
  readonly firstRight: (median: string, p90: string, never: string, trips: string) => string;
  readonly confidenceTitle: string;
  readonly confidenceReading: (sure: string, fixes: string, error: string) => string;
  readonly confidenceUp: string;
  readonly confidenceAcross: string;
  readonly said: string;
  readonly wasRight: string;
  readonly confidenceHead: readonly string[];
  readonly flipsTitle: string;
  readonly flipHead: readonly string[];
  readonly flips: Readonly<
    Record<'tripChanges' | 'trueTripChanges' | 'returns' | 'vehicleChanges' | 'wrongVehicleChanges', string>
  >;
}

export interface LeftOutTexts {
  readonly title: string;
  readonly text: string;
  readonly head: readonly string[];
  readonly nothing: string;
  readonly predictions: string;
  readonly arrivals: string;
  readonly comparison: string;
  readonly fixes: string;
  readonly labels: string;
  readonly reasons: Readonly<
    Record<
      | Dropped
      | UnjudgedFix
      | 'malformed'
      | 'withoutArrival'
      | 'repeated'
      | 'repeatedMessage'
      | 'outsideRecording'
      | 'unpaired',
      string
    >
  >;
  readonly noAnswer: (method: string) => string;
  readonly noTimetable: (method: string) => string;
}
