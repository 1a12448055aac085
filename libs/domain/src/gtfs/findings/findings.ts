import { GTFS_RULES, type GtfsRuleName, type Severity } from './rules.js';

/** One thing found wrong, where, and what it means for the import. */
export interface Finding {
  readonly severity: Severity;
  /** Name of the file in the GTFS, or empty where the finding is about the whole. */
  readonly file: string;
  /** Line in the file, the header being 1; 0 where the finding is about the file. */
  readonly line: number;
  readonly rule: GtfsRuleName;
  readonly message: string;
}

/** Of a rule broken 400,000 times the first few say all there is to say. */
const KEPT_PER_RULE = 20;
const LONGEST_TEXT = 300;

/**
 * Gathers findings while a GTFS is read: counts every one and keeps the first of each rule, so that a report
 * is bounded however bad the feed is.
 */
export class Findings {
  readonly #kept: Finding[] = [];
  readonly #counts = new Map<GtfsRuleName, number>();
  #errors = 0;

  add(rule: GtfsRuleName, file: string, line: number, message: string): void {
    const { severity } = GTFS_RULES[rule];
    if (severity === 'error') this.#errors++;
    const count = (this.#counts.get(rule) ?? 0) + 1;
    this.#counts.set(rule, count);
    if (count > KEPT_PER_RULE) return;
    this.#kept.push({ severity, file: makeShown(file), line, rule, message: makeShown(message) });
  }

  /** How many errors were found: the import is refused unless it is 0. */
  get errorCount(): number {
    return this.#errors;
  }

  /** How often each rule was broken. */
  get counts(): Readonly<Partial<Record<GtfsRuleName, number>>> {
    return Object.fromEntries(this.#counts);
  }

  /**
   * The findings kept: errors first, and within each kind those about whole files and then the others in the
   * order of reading, so that causes stand before effects.
   */
  list(): readonly Finding[] {
    const rank = { error: 0, warning: 1, note: 2 };
    const order = ({ severity, line }: Finding): number => rank[severity] * 2 + (line === 0 ? 0 : 1);
    return this.#kept.toSorted((a, b) => order(a) - order(b));
  }
}

/**
 * Values of a feed stand in messages, and messages on terminals: control characters, which a terminal would
 * obey, are replaced, and what is long is cut.
 */
function makeShown(text: string): string {
  const plain = text.slice(0, LONGEST_TEXT).replaceAll(/\p{Cc}/gu, '\uFFFD');
  return text.length > LONGEST_TEXT ? `${plain}…` : plain;
}
