import type { Phase } from '../../tracking/index.js';
import { type BootstrapDraws, TripSums } from '../trip-sums.js';
import { type PhaseScore, PhaseConfusion } from './confuse-phases.js';
import { type FlipScore, FlipCounts } from './count-flips.js';
import { type RightScore, RightCounts } from './count-right.js';
import {
  type FixLabel,
  type PublishedFix,
  VERDICTS,
  type Verdict,
  isInService,
  isRightTrip,
  judgeFix,
  labelledPhase,
} from './judge-fix.js';
import { type ConfidenceScore, ConfidenceCounts } from './measure-confidence.js';
import { type FirstRightScore, FirstRightTimes } from './time-first-right.js';

/**
 * Holds published assignments against labels, fix by fix. A fix that is polled again is the same fix: it is judged
 * once. Time is counted between the fixes of a vehicle; what was published at one holds until the next, but for no
 * longer than two minutes, after which it is silence. Memory is bounded by vehicles and trips.
 */
const LONGEST_STEP_SECONDS = 120;
/** A tracker must have seen something of a vehicle before it can be asked for its trip. */
const KNOWN_AFTER_SECONDS = 180;
const EXPECTED_VEHICLES = 1024;

export const UNJUDGED_FIXES = ['unlabelled', 'repeated_fix'] as const;
export type UnjudgedFix = (typeof UNJUDGED_FIXES)[number];

export interface ScoringOptions {
  /** Whether a trip could have been found at all: labels name added trips, too. */
  readonly isInTimetable?: (tripId: string) => boolean;
  /** A trip less sure than this is not on show; one that says no confidence is. */
  readonly shownFrom?: number;
}

export interface AssignmentScores {
  readonly fixes: number;
  readonly judged: number;
  readonly leftOut: Readonly<Partial<Record<UnjudgedFix, number>>>;
  readonly vehicles: number;
  /** Whether the labels say phases; where they do not, every fix with a trip counts as in service. */
  readonly hasPhases: boolean;
  readonly inService: RightScore | undefined;
  /** Of them, those of vehicles that had been seen for three minutes. */
  readonly inServiceKnown: RightScore | undefined;
  /** Of those in service, the ones whose labelled trip is in the timetable; absent where none was given. */
  readonly inServiceInTimetable?: RightScore;
  readonly layover: RightScore | undefined;
  /** Absent where the labels have none. */
  readonly phases?: PhaseScore;
  readonly firstRight: FirstRightScore;
  /** Least confidence of a trip that is on show: minutes and flips are of what a feed would say. */
  readonly shownFrom: number;
  /** Minutes for which each verdict was on show. */
  readonly minutes: Readonly<Record<Verdict, number>>;
  readonly confidence: ConfidenceScore | undefined;
  readonly flips: FlipScore;
}

interface SeenVehicle {
  readonly index: number;
  atSeconds: number;
  /** Sums of steps, which no wrong clock turns back. */
  seenSeconds: number;
  inServiceSeconds: number;
  /** Undefined where nothing is known of what it was doing. */
  verdict: Verdict | undefined;
  wasInService: boolean;
}

export class AssignmentScorer {
  readonly #sums = new TripSums(EXPECTED_VEHICLES);
  readonly #inService = new RightCounts(this.#sums);
  readonly #inServiceKnown = new RightCounts(this.#sums);
  readonly #inTimetable = new RightCounts(this.#sums);
  readonly #layover = new RightCounts(this.#sums);
  readonly #phases = new PhaseConfusion();
  readonly #firstRight = new FirstRightTimes();
  readonly #confidence = new ConfidenceCounts();
  readonly #flips = new FlipCounts();
  readonly #vehicles = new Map<string, SeenVehicle>();
  readonly #leftOut: Partial<Record<UnjudgedFix, number>> = {};
  readonly #seconds: Record<Verdict, number> = { right: 0, wrong_trip: 0, not_in_service: 0, missing: 0 };
  #fixes = 0;
  #judged = 0;
  #hasPhases = false;

  constructor(private readonly options: ScoringOptions = {}) {}

  /** Takes the fixes of each vehicle in the order in which they were published. */
  add(label: FixLabel, published: PublishedFix): void {
    this.#fixes++;
    const known = this.#vehicles.get(label.vehicleId);
    if (known?.atSeconds === label.atSeconds) {
      this.#leaveOut('repeated_fix');
      return;
    }
    const phase = labelledPhase(label);
    const vehicle = known ?? this.#meet(label);
    this.#step(vehicle, label.atSeconds);
    vehicle.verdict = phase === undefined ? undefined : judgeFix(label, this.#onShow(published));
    vehicle.wasInService = phase !== undefined && isInService(phase);
    if (phase === undefined) this.#leaveOut('unlabelled');
    else this.#judge(vehicle, phase, label, published);
  }

  #judge(vehicle: SeenVehicle, phase: Phase, label: FixLabel, published: PublishedFix): void {
    this.#judged++;
    const isRight = isRightTrip(label, published);
    if (label.phase !== undefined) {
      this.#hasPhases = true;
      this.#phases.add(label.phase, published.phase);
    }
    if (isInService(phase)) {
      this.#inService.add(vehicle.index, label, published);
      if (vehicle.seenSeconds >= KNOWN_AFTER_SECONDS) {
        this.#inServiceKnown.add(vehicle.index, label, published);
      }
      if (this.options.isInTimetable?.(label.tripId ?? '') === true) {
        this.#inTimetable.add(vehicle.index, label, published);
      }
      this.#firstRight.note(vehicle.index, nameOf(label) ?? '', vehicle.inServiceSeconds, isRight);
    }
    if (phase === 'LAYOVER') this.#layover.add(vehicle.index, label, published);
    if (published.tripId !== undefined && published.confidence !== undefined) {
      this.#confidence.add(published.confidence, isRight);
    }
    const day = label.startDate ?? published.startDate;
    const actual = nameOf({ ...label, ...(day !== undefined && { startDate: day }) });
    this.#flips.note(vehicle.index, actual, nameOf(this.#onShow(published)));
  }

  /** What a feed says of a fix: below its confidence no trip. */
  #onShow(published: PublishedFix): PublishedFix {
    return (published.confidence ?? 1) < this.#shownFrom ? {} : published;
  }

  get #shownFrom(): number {
    return this.options.shownFrom ?? 0;
  }

  #meet({ vehicleId, atSeconds }: FixLabel): SeenVehicle {
    const vehicle: SeenVehicle = {
      index: this.#vehicles.size,
      atSeconds,
      seenSeconds: 0,
      inServiceSeconds: 0,
      verdict: undefined,
      wasInService: false,
    };
    this.#vehicles.set(vehicleId, vehicle);
    return vehicle;
  }

  /** Lets what was published before hold until now. */
  #step(vehicle: SeenVehicle, atSeconds: number): void {
    const step = Math.min(LONGEST_STEP_SECONDS, Math.max(0, atSeconds - vehicle.atSeconds));
    if (vehicle.verdict) this.#seconds[vehicle.verdict] += step;
    vehicle.seenSeconds += step;
    if (vehicle.wasInService) vehicle.inServiceSeconds += step;
    vehicle.atSeconds = atSeconds;
  }

  #leaveOut(reason: UnjudgedFix): void {
    this.#leftOut[reason] = (this.#leftOut[reason] ?? 0) + 1;
  }

  /** Nothing may be added after. */
  report(): AssignmentScores {
    const draws: BootstrapDraws = this.#sums.draw();
    const minutes = Object.fromEntries(
      VERDICTS.map((verdict) => [verdict, this.#seconds[verdict] / 60]),
    ) as Record<Verdict, number>;
    const inServiceInTimetable = this.#inTimetable.summarise(draws);
    return {
      fixes: this.#fixes,
      judged: this.#judged,
      leftOut: this.#leftOut,
      vehicles: this.#vehicles.size,
      hasPhases: this.#hasPhases,
      inService: this.#inService.summarise(draws),
      inServiceKnown: this.#inServiceKnown.summarise(draws),
      ...(inServiceInTimetable && { inServiceInTimetable }),
      layover: this.#layover.summarise(draws),
      ...(this.#hasPhases && { phases: this.#phases.summarise() }),
      firstRight: this.#firstRight.summarise(),
      shownFrom: this.#shownFrom,
      minutes,
      confidence: this.#confidence.summarise(),
      flips: this.#flips.summarise(),
    };
  }
}

/** A trip of a day. */
function nameOf({ tripId, startDate }: PublishedFix): string | undefined {
  return tripId === undefined ? undefined : `${tripId} ${startDate ?? ''}`;
}
