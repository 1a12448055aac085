import { getServiceDate } from '../time/index.js';
import { type Activation, findActivationInForce, listActivationsToCome } from './find-version-in-force.js';

const at = (text: string): number => Date.parse(text) / 1000;
let nextId = 1;
const activation = (versionId: number, fromDate: string, timeZone = 'Europe/Kyiv'): Activation => ({
  activationId: nextId++,
  versionId,
  fromDate: getServiceDate(fromDate),
  timeZone,
});

describe('the version in force', () => {
  const autumn = activation(1, '20260901');
  const winter = activation(2, '20261201');
  const held = (when: string, ...activations: Activation[]): number | undefined =>
    findActivationInForce(activations, at(when))?.versionId;

  it('is the one whose first day came last', () => {
    expect(held('2026-11-23T12:00:00Z', winter, autumn)).toBe(1);
    expect(held('2026-12-24T12:00:00Z', winter, autumn)).toBe(2);
    expect(held('2026-08-01T12:00:00Z', winter, autumn)).toBeUndefined();
  });

  it('changes at three in the morning of the agency, when the last trips of the evening are in', () => {
    expect(held('2026-12-01T00:59:59Z', winter, autumn)).toBe(1);
    expect(held('2026-12-01T01:00:00Z', winter, autumn)).toBe(2);
    expect(held('2026-12-01T01:00:00Z', autumn, activation(3, '20261201', 'America/New_York'))).toBe(1);
  });

  it('is the one activated later where two are of the same day: so one goes back to an older version', () => {
    expect(held('2026-12-24T12:00:00Z', autumn, winter, activation(1, '20261201'))).toBe(1);
  });

  it('is followed by those to come, in order', () => {
    const spring = activation(4, '20270301');
    const better = activation(5, '20261201');
    const coming = listActivationsToCome([spring, winter, autumn, better], at('2026-11-23T12:00:00Z'));
    expect(coming.map(({ versionId }) => versionId)).toEqual([5, 4]);
  });
});
