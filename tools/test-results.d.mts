/** The part of what Jest writes that is read here. */
export interface Results {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

export function listWorthAgain(results: Results): string[];
export function takeInPlace(first: Results, second: Results): Results;
export function countResults(results: Results): { passed: number; failed: number; skipped: number };
