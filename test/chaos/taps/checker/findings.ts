/** What a check found: how much it looked at, and what was wrong, the first few of it in words. */
export interface Finding {
  readonly name: string;
  readonly checked: number;
  readonly violations: number;
  readonly examples: readonly string[];
}

const EXAMPLES = 5;

/** Counts one check. */
export class Check {
  checked = 0;
  violations = 0;
  readonly examples: string[] = [];
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  expect(isRight: boolean, describe: () => string): void {
    this.checked++;
    if (isRight) return;
    this.violations++;
    if (this.examples.length < EXAMPLES) this.examples.push(describe());
  }

  finding(): Finding {
    const { name, checked, violations, examples } = this;
    return { name, checked, violations, examples };
  }
}
