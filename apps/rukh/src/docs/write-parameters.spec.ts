import { PREDICTION_PARAMETERS } from '@rukh/domain/prediction';
import { TRACKING_PARAMETERS } from '@rukh/domain/tracking';
import { readRows, writePredictionParameters, writeTrackingParameters } from './write-parameters.js';

describe('the pages on constants', () => {
  it.each([
    [writeTrackingParameters(), TRACKING_PARAMETERS],
    [writePredictionParameters(), PREDICTION_PARAMETERS],
  ])('have each constant once, with its value', (page, parameters) => {
    const cells = page.split('\n').map((line) => line.split(' | ')[0]!);
    const named = cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    expect(named.sort()).toEqual(Object.keys(parameters).sort());
    expect(page).not.toContain('undefined');
  });

  it('have the unit that a name ends with', () => {
    expect(writeTrackingParameters()).toContain('| `headingMinSpeed` | 2 m/s |');
    expect(writeTrackingParameters()).toContain('| `offsetSigmaMetres` | 22 m |');
  });

  it('have constants that share a comment in one row', () => {
    const source =
      'export interface Some {\n  /** First\n   * and more. */\n  readonly a: number;\n  readonly b: number;\n  /** Other. */\n  readonly c: number;\n}\n';
    expect(readRows(source)).toEqual([
      { names: ['a', 'b'], means: 'First and more.' },
      { names: ['c'], means: 'Other.' },
    ]);
  });
});
