import type { PredictionParameters } from './prediction-parameters.js';
import { fadeFactor } from './section-memory.js';

interface Memory {
  persons: number;
  visits: number;
  /** When the sums were faded last, epoch seconds. */
  at: number;
}

/**
 * How many usually get in at the stop at the end of a section, of late: the mean of all vehicles that call there, beside the
 * network's mean for so many visits.
 */
export class UsualBoardings {
  readonly #memories: (Memory | undefined)[] = [];
  readonly #network: Memory = { persons: 0, visits: 0, at: 0 };

  constructor(private readonly p: PredictionParameters) {}

  /** Whether enough was seen to say anything. */
  get isKnown(): boolean {
    return this.#network.visits >= this.p.boardingVisitsKnown;
  }

  /** Persons a visit. */
  of(section: number): number {
    const { persons, visits } = this.#memories[section] ?? NOTHING;
    const trust = this.p.boardingTrustVisits;
    const mean = this.#network.visits > 0 ? this.#network.persons / this.#network.visits : 0;
    return (persons + trust * mean) / (visits + trust);
  }

  learn(section: number, persons: number, at: number): void {
    this.#add((this.#memories[section] ??= { ...NOTHING }), persons, at);
    this.#add(this.#network, persons, at);
  }

  /** Rows that `restore` reads: section, persons, visits, time; the network's is first, as section -1. */
  dump(): [section: number, ...numbers: number[]][] {
    const rows: [number, ...number[]][] = [[-1, ...numbersOf(this.#network)]];
    this.#memories.forEach((memory, section) => memory && rows.push([section, ...numbersOf(memory)]));
    return rows;
  }

  restore(section: number, [persons = 0, visits = 0, at = 0]: readonly number[]): void {
    const memory = section < 0 ? this.#network : (this.#memories[section] ??= { ...NOTHING });
    Object.assign(memory, { persons, visits, at });
  }

  #add(memory: Memory, persons: number, at: number): void {
    const keep = fadeFactor(at - memory.at, this.p.boardingHalfLifeSeconds);
    memory.persons = keep * memory.persons + persons;
    memory.visits = keep * memory.visits + 1;
    memory.at = Math.max(memory.at, at);
  }
}

const NOTHING: Readonly<Memory> = { persons: 0, visits: 0, at: 0 };

function numbersOf({ persons, visits, at }: Memory): [number, number, number] {
  return [persons, visits, at];
}
