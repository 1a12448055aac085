import { DISPOSITIONS } from '@rukh/domain/fares';
import { BATCH_REJECTIONS, TAP_OUTCOMES, TAP_REASONS } from '@rukh/domain/taps';
import { hasTest, missing } from './promised.js';
import { BEHAVIOURS, INVARIANTS } from './ticketing-behaviours.js';
import { DEVICE_REASONS, OFFICE_OUTCOMES } from './ticketing-outcomes.js';
import { SCENARIOS } from './ticketing-scenarios.js';

describe('each promise of the e-ticket has a test', () => {
  it.each(Object.entries({ ...INVARIANTS, ...BEHAVIOURS, ...SCENARIOS }))('%s', (_, { shown }) => {
    expect(shown).not.toEqual([]);
    expect(missing(shown)).toEqual([]);
  });

  it.each(Object.entries({ ...DEVICE_REASONS, ...OFFICE_OUTCOMES }))('%s occurs', (_, shown) => {
    expect(shown).not.toEqual([]);
    expect(missing(shown)).toEqual([]);
  });

  it('and none is left out', () => {
    expect(Object.keys(INVARIANTS)).toHaveLength(11);
    expect(Object.keys(BEHAVIOURS)).toEqual(Array.from({ length: 12 }, (_, i) => `2.4.${i + 1}`));
    expect(Object.keys(SCENARIOS)).toEqual('abcdefghij'.split(''));
    expect(Object.keys(DEVICE_REASONS).sort()).toEqual([...TAP_REASONS].sort());
    const outcomes = new Set([...TAP_OUTCOMES, ...BATCH_REJECTIONS, ...DISPOSITIONS, 'RISK_LOSS', 'REFUND']);
    expect(Object.keys(OFFICE_OUTCOMES).sort()).toEqual([...outcomes].sort());
  });

  it('and a title that no test has is found out', () => {
    expect(hasTest(['test/ticketing-behaviours.ts', 'no such title'])).toBe(false);
  });
});
