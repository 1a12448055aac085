/** Which failures are worth a second run, and what is counted of two. */
import { type Results, countResults, listWorthAgain, takeInPlace } from '../tools/test-results.mjs';

const file = (name: string, ...tests: readonly string[]): Results['testResults'][number] => ({
  name,
  status: tests.length === 0 || tests.includes('failed') ? 'failed' : 'passed',
  assertionResults: tests.map((status) => ({ status })),
});

describe('results of a run of tests', () => {
  it('runs again what waits for servers and browsers, where it is a few files', () => {
    const failed = ['a.scenario.ts', 'b.int-spec.ts', 'c.scenario.ts'].map((name) => file(name, 'failed'));
    const passed = file('d.scenario.ts', 'passed');
    expect(listWorthAgain({ testResults: [...failed, passed] })).toEqual([
      'a.scenario.ts',
      'b.int-spec.ts',
      'c.scenario.ts',
    ]);
    expect(listWorthAgain({ testResults: [...failed, file('e.scenario.ts', 'failed')] })).toEqual([]);
  });

  it('runs nothing again where something pure has failed', () => {
    const results = { testResults: [file('a.scenario.ts', 'failed'), file('price.spec.ts', 'failed')] };
    expect(listWorthAgain(results)).toEqual([]);
  });

  it('counts each file as it was the last time, one that could not be loaded as a failure', () => {
    const first = {
      testResults: [file('a.scenario.ts', 'failed', 'passed'), file('b.spec.ts', 'passed', 'pending')],
    };
    expect(countResults(first)).toEqual({ passed: 2, failed: 1, skipped: 1 });
    const again = { testResults: [file('a.scenario.ts', 'passed', 'passed')] };
    expect(countResults(takeInPlace(first, again))).toEqual({ passed: 3, failed: 0, skipped: 1 });
    const broken = { testResults: [file('a.scenario.ts')] };
    expect(countResults(takeInPlace(first, broken))).toEqual({ passed: 1, failed: 1, skipped: 1 });
  });
});
