import type { Modifier } from '../tariff/terms.js';
import type { Known } from './known.js';
import { readScope } from './read-scope.js';
import type { Tables } from './table.js';

/** fare_modifiers.txt, in the order of the file. */
export function readModifiers(tables: Tables, known: Known): readonly Modifier[] {
  return tables.rows('fare_modifiers.txt').map((row) => {
    const kind = row.oneOf('kind', ['percent', 'amount'], undefined);
    const value = kind === 'percent' ? row.requiredPercent('value', -100, 1000) : row.amount('value', true);
    const isInCaps = row.flag('in_caps', true);
    if (!isInCaps && value < 0) {
      row.fail('bad_value', 'in_caps', 'must be 1 for a discount: only a surcharge can be kept out of caps');
    }
    const leastMinor = row.optionalAmount('at_least');
    const mostMinor = row.optionalAmount('at_most');
    if (!isInCaps && mostMinor !== undefined) {
      row.fail(
        'bad_value',
        'at_most',
        'must be empty with in_caps 0: what is kept out of the fare cannot bound it',
      );
    }
    if (leastMinor !== undefined && mostMinor !== undefined && leastMinor > mostMinor) {
      row.fail('bad_value', 'at_least', 'is above at_most');
    }
    return {
      ...{ ruleId: row.ruleId('modifier_id'), kind, value, isInCaps, leastMinor, mostMinor },
      scope: readScope(row, known),
    };
  });
}
