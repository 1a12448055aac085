import type { Schedule } from '@rukh/domain/gtfs';
import { type FeedMessage, type FeedReport, type Severity, RULES, checkFeed } from '@rukh/domain/realtime';
import type { FeedArrival } from './feed-arrival.js';

/**
 * What is found over a series of messages. Each message is checked against the one before it from the same source
 * and beside the last ones of the other sources; findings are counted, and of each rule the first few are kept, so
 * that an hour of a bad feed fits in memory and on a screen.
 */
export interface ValidationOptions {
  readonly schedule?: Schedule;
  readonly only?: ReadonlySet<string>;
  /** The message before the first one, of the first source. */
  readonly previous?: FeedMessage;
  readonly examples: number;
}

export interface RuleTally {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly title: string;
  /** Findings. */
  count: number;
  /** Messages with one at least. */
  messages: number;
  readonly examples: string[];
}

/** What became of one message. */
export interface Verdict {
  readonly arrival: FeedArrival;
  readonly errors: number;
  readonly warnings: number;
}

/** Rules that grow true while a feed stands still: asked again of a message that has come before. */
const RULES_OF_AGE = ['W008', 'P005'];

export class Validation {
  readonly rules = new Map<string, RuleTally>();
  readonly refusals = new Map<string, { count: number; readonly text: string }>();
  readonly notRun = new Map<string, string>();
  messages = 0;
  unchanged = 0;
  errors = 0;
  warnings = 0;
  readonly #options: ValidationOptions;
  readonly #last = new Map<string, FeedMessage>();

  constructor(options: ValidationOptions) {
    this.#options = options;
  }

  /** Checks what came at one moment. */
  take(arrivals: readonly FeedArrival[]): readonly Verdict[] {
    const before = new Map(this.#last);
    const first = arrivals[0];
    if (first && this.messages === 0 && this.#options.previous) {
      before.set(first.source, this.#options.previous);
    }
    for (const { source, message } of arrivals) if (message) this.#last.set(source, message);
    let acrossFeeds = true;
    return arrivals.map((arrival) => {
      const { source, refusal, message, isUnchanged } = arrival;
      if (refusal) this.#refuse(arrival, refusal);
      if (isUnchanged) this.unchanged++;
      if (message) this.messages++;
      const report = message
        ? this.#check(arrival, message, before.get(source), acrossFeeds)
        : this.#checkAge(arrival);
      if (message) acrossFeeds = false;
      return this.#count(arrival, report);
    });
  }

  #check(
    { source, atSeconds }: FeedArrival,
    message: FeedMessage,
    previous: FeedMessage | undefined,
    acrossFeeds: boolean,
  ): FeedReport {
    const { schedule, only } = this.#options;
    const siblings = [...this.#last].filter(([other]) => other !== source).map(([, sibling]) => sibling);
    const report = checkFeed(
      {
        message,
        nowSeconds: atSeconds,
        siblings,
        ...(previous && { previous }),
        ...(schedule && { schedule }),
      },
      { acrossFeeds, ...(only && { only }) },
    );
    this.#noteNotRun(report);
    return report;
  }

  #checkAge({ source, atSeconds, isUnchanged }: FeedArrival): FeedReport {
    const message = isUnchanged ? this.#last.get(source) : undefined;
    const only = new Set(RULES_OF_AGE.filter((id) => this.#options.only?.has(id) ?? true));
    if (!message) return { findings: [], notRun: [] };
    return checkFeed({ message, nowSeconds: atSeconds }, { only, acrossFeeds: false });
  }

  /** A rule counts as not run where it never was; one that lacked only the first message's predecessor was. */
  #noteNotRun({ notRun }: FeedReport): void {
    const now = new Map(notRun.map(({ ruleId, missing }) => [ruleId, missing]));
    if (this.messages === 1) for (const [ruleId, missing] of now) this.notRun.set(ruleId, missing);
    for (const ruleId of this.notRun.keys()) if (!now.has(ruleId)) this.notRun.delete(ruleId);
  }

  #refuse({ name }: FeedArrival, { reason, text }: NonNullable<FeedArrival['refusal']>): void {
    const known = this.refusals.get(reason);
    if (known) known.count++;
    else this.refusals.set(reason, { count: 1, text: `${name}: ${text}` });
  }

  #count(arrival: FeedArrival, { findings }: FeedReport): Verdict {
    const seen = new Set<string>();
    let errors = 0;
    for (const { ruleId, severity, text } of findings) {
      const tally = this.#tallyOf(ruleId);
      tally.count++;
      if (!seen.has(ruleId)) tally.messages++;
      seen.add(ruleId);
      if (severity === 'error') errors++;
      if (tally.examples.length < this.#options.examples) tally.examples.push(`${arrival.name}: ${text}`);
    }
    this.errors += errors;
    this.warnings += findings.length - errors;
    return { arrival, errors, warnings: findings.length - errors };
  }

  #tallyOf(ruleId: string): RuleTally {
    let tally = this.rules.get(ruleId);
    if (!tally) {
      const { severity, title } = RULES.find(({ id }) => id === ruleId)!;
      tally = { ruleId, severity, title, count: 0, messages: 0, examples: [] };
      this.rules.set(ruleId, tally);
    }
    return tally;
  }
}
