/**
 * What a benchmark found: each figure is printed as it is known, with its unit, and handed to `npm run bench`
 * where that started the benchmark.
 */
import { appendFileSync } from 'node:fs';

export interface Figure {
  readonly bench: string;
  /** What was measured: a rate, a recording, a table. */
  readonly subject: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

export class Figures {
  readonly bench: string;

  constructor(bench: string) {
    this.bench = bench;
  }

  /** `digits` after the point are printed and kept. */
  add(subject: string, name: string, value: number, unit: string, digits = 0): void {
    const figure: Figure = { bench: this.bench, subject, name, value: Number(value.toFixed(digits)), unit };
    console.log(`${subject.padEnd(28)} ${name.padEnd(52)} ${value.toFixed(digits).padStart(9)} ${unit}`);
    const file = process.env['RUKH_BENCH_FIGURES'];
    if (file !== undefined) appendFileSync(file, `${JSON.stringify(figure)}\n`);
  }

  /** The p50, p99 and greatest of some values. */
  addSpread(subject: string, name: string, values: readonly number[], unit: string, digits = 0): void {
    const sorted = [...values].sort((a, b) => a - b);
    for (const [label, share] of [
      ['p50', 0.5],
      ['p99', 0.99],
      ['max', 1],
    ] as const) {
      const at = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
      this.add(subject, `${name}, ${label}`, sorted[at] ?? NaN, unit, digits);
    }
  }
}

/** The sum of a metric over all its labels in Prometheus' text form; 0 where it is not there. */
export function sumMetric(text: string, name: string): number {
  const lines = text
    .split('\n')
    .filter((line) => line.startsWith(name) && /[{ ]/.test(line[name.length] ?? ''));
  return lines.reduce((total, line) => total + Number(line.split(' ').at(-1)), 0);
}
