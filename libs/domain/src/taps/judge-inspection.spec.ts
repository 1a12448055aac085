import { type Inspection, judgeInspection, voidsFine } from './judge-inspection.js';

const NOW = 1_000_000_000;
const MINUTE = 60_000;
const HEARD = { heardMs: NOW, hasGap: false, queueLength: 0 };

function inspection(changes: Partial<Inspection> = {}): Inspection {
  return {
    atMs: NOW,
    lockedAtMs: NOW - MINUTE,
    rideSinceMs: NOW - 60 * MINUTE,
    taps: [],
    validators: [HEARD],
    hasUndatedTap: false,
    isOnDenyList: false,
    isWrongHolder: false,
    ...changes,
  };
}
const tap = (minutesAgo: number, changes: object = {}): Inspection['taps'][number] => ({
  atMs: NOW - minutesAgo * MINUTE,
  isAllowed: true,
  isExit: false,
  ...changes,
});

describe('an inspection finds', () => {
  it('VALID: tapped on this vehicle in this ride', () => {
    expect(judgeInspection(inspection({ taps: [tap(5)] }))).toBe('VALID');
  });

  it('NO_VALIDATION: every validator was heard, and the medium is not among what they took', () => {
    expect(judgeInspection(inspection())).toBe('NO_VALIDATION');
  });

  it('NO_VALIDATION of one who taps when he sees the inspector: the validators are locked', () => {
    expect(judgeInspection(inspection({ taps: [tap(0.5)] }))).toBe('NO_VALIDATION');
  });

  it('NO_VALIDATION where the device had refused', () => {
    expect(judgeInspection(inspection({ taps: [tap(5, { isAllowed: false })] }))).toBe('NO_VALIDATION');
  });

  it('EXPIRED: the tap was of an earlier ride, or the rider had tapped out', () => {
    expect(judgeInspection(inspection({ taps: [tap(90)] }))).toBe('EXPIRED');
    expect(judgeInspection(inspection({ taps: [tap(20), tap(10, { isExit: true })] }))).toBe('EXPIRED');
  });

  it('WRONG_HOLDER: whatever the medium says', () => {
    expect(judgeInspection(inspection({ taps: [tap(5)], isWrongHolder: true }))).toBe('WRONG_HOLDER');
  });

  it('ON_DENY_LIST, but not of one who was let in before he came to be on it', () => {
    expect(judgeInspection(inspection({ isOnDenyList: true }))).toBe('ON_DENY_LIST');
    expect(judgeInspection(inspection({ isOnDenyList: true, taps: [tap(5)] }))).toBe('VALID');
  });

  it.each([
    ['keeps taps', { queueLength: 3 }],
    ['has a gap', { hasGap: true }],
    ['was last heard before the lock', { heardMs: NOW - 10 * MINUTE }],
    ['was never heard', { heardMs: undefined }],
    ['was taken off with taps in its queue', { leftMs: NOW - 20 * MINUTE, queueLength: 3 }],
    ['was taken off and not heard since', { leftMs: NOW - 20 * MINUTE, heardMs: NOW - 21 * MINUTE }],
  ])('UNKNOWN_PENDING: a validator of the vehicle %s', (_, changes) => {
    const { heardMs, ...rest } = { ...HEARD, ...changes };
    const validator = heardMs === undefined ? rest : { heardMs, ...rest };
    expect(judgeInspection(inspection({ validators: [HEARD, validator] }))).toBe('UNKNOWN_PENDING');
  });

  it.each([
    ['was heard after it was taken off, and kept nothing', { heardMs: NOW - 10 * MINUTE }],
    ['has since sent a tap that none before is missing of', { markMs: NOW - 10 * MINUTE, queueLength: 3 }],
  ])('NO_VALIDATION: one that was swapped for another %s', (_, changes) => {
    const swapped = { ...HEARD, heardMs: NOW - 30 * MINUTE, leftMs: NOW - 20 * MINUTE, ...changes };
    expect(judgeInspection(inspection({ validators: [HEARD, swapped] }))).toBe('NO_VALIDATION');
  });
});

describe('a validator whose clock is wrong', () => {
  it('makes nobody one who did not pay: his tap is here, and its time is not', () => {
    expect(judgeInspection(inspection({ hasUndatedTap: true }))).toBe('UNKNOWN_PENDING');
    expect(judgeInspection(inspection({ hasUndatedTap: true, taps: [tap(90)] }))).toBe('UNKNOWN_PENDING');
    expect(judgeInspection(inspection({ hasUndatedTap: true, taps: [tap(5)] }))).toBe('VALID');
  });
});

describe('a fine', () => {
  it('falls away for a tap before the lock that was still in the queue, and for no other', () => {
    const when = inspection();
    expect(voidsFine(tap(5), when)).toBe(true);
    expect(voidsFine(tap(0.5), when)).toBe(false);
    expect(voidsFine(tap(90), when)).toBe(false);
    expect(voidsFine(tap(5, { isAllowed: false }), when)).toBe(false);
  });
});
