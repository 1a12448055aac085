import fc from 'fast-check';
import { ALLOW_REASONS, DENY_REASONS, MEDIA_TYPES } from '../taps/index.js';
import {
  type CheckRequest,
  type CheckedMedium,
  DEFAULT_VALIDATOR_CONFIGURATION,
  type TicketTerms,
  findTransferEnd,
  followList,
  giveFeedback,
  judgeCheck,
  judgeListAge,
  judgeListedTap,
  judgeTicket,
  judgeTravel,
} from './index.js';

describe('a deny list that grew old', () => {
  const rule = { maxAgeSeconds: 3600, whenStale: 'ALLOW_DEGRADED', atMost: 2 } as const;

  it('is gone by until its greatest age, and that second still', () => {
    expect(judgeListAge(rule, { ageSeconds: 3600, acceptedStale: 0 })).toBe('FRESH');
  });
  it('lets in as OK_DEGRADED so many, and then none', () => {
    expect(judgeListAge(rule, { ageSeconds: 3601, acceptedStale: 1 })).toBe('DEGRADED');
    expect(judgeListAge(rule, { ageSeconds: 3601, acceptedStale: 2 })).toBe('REFUSE');
  });
  it('lets in any number where the rule has no bound, also on a device that never had a list', () => {
    const unbounded = { maxAgeSeconds: 60, whenStale: 'ALLOW_DEGRADED' } as const;
    expect(judgeListAge(unbounded, { ageSeconds: Infinity, acceptedStale: 1e6 })).toBe('DEGRADED');
  });
  it('refuses where the rule of the medium says so', () => {
    const strict = { maxAgeSeconds: 60, whenStale: 'DENY' } as const;
    expect(judgeListAge(strict, { ageSeconds: 61, acceptedStale: 0 })).toBe('REFUSE');
  });
  it('has a rule for every kind of medium from the start', () => {
    expect(Object.keys(DEFAULT_VALIDATOR_CONFIGURATION.staleList).sort()).toEqual([...MEDIA_TYPES].sort());
  });
});

describe('a device that is offered a deny list', () => {
  const held = { version: 7, epoch: 2 };

  it('takes a newer snapshot, and a delta that reaches back to what it has', () => {
    expect(followList(held, { kind: 'snapshot', epoch: 2, version: 9 })).toBe('TAKE');
    expect(followList(held, { kind: 'delta', epoch: 2, from: 7, to: 8 })).toBe('TAKE');
    expect(followList(held, { kind: 'delta', epoch: 2, from: 3, to: 8 })).toBe('TAKE');
  });
  it('asks for more where a delta begins after what it has, or has another salt', () => {
    expect(followList(held, { kind: 'delta', epoch: 2, from: 8, to: 9 })).toBe('FETCH');
    expect(followList(held, { kind: 'delta', epoch: 3, from: 7, to: 8 })).toBe('FETCH');
    expect(followList({ version: 0, epoch: 0 }, { kind: 'delta', epoch: 1, from: 0, to: 8 })).toBe('FETCH');
  });
  it('knows its list for fresh when the head says the same version', () => {
    expect(followList(held, { kind: 'head', epoch: 2, version: 7 })).toBe('CONFIRMED');
    expect(followList(held, { kind: 'head', epoch: 2, version: 8 })).toBe('FETCH');
  });
  it('refuses to go back, whatever is offered', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 2 }), (version, epoch) => {
        expect(followList(held, { kind: 'snapshot', epoch, version })).toBe('REFUSE');
        expect(followList(held, { kind: 'delta', epoch, from: version - 1, to: version })).toBe('REFUSE');
        expect(followList(held, { kind: 'head', epoch, version })).toBe('REFUSE');
      }),
    );
    expect(followList(held, { kind: 'snapshot', epoch: 1, version: 9 })).toBe('REFUSE');
  });
});

describe('a tap of a medium that was on the deny list', () => {
  const spans = [{ addedVersion: 5, removedVersion: 9 }, { addedVersion: 12 }];

  it('is a fault of the device where its list had the entry and it let the medium in', () => {
    expect(judgeListedTap(spans, { isAllowed: true, denyListVersion: 5 }, 20)).toBe('DEVICE_FAULT');
    expect(judgeListedTap(spans, { isAllowed: true, denyListVersion: 13 }, 20)).toBe('DEVICE_FAULT');
  });
  it('is the risk of the scheme where the entry was not yet in the list of the device', () => {
    expect(judgeListedTap(spans, { isAllowed: true, denyListVersion: 4 }, 6)).toBe('SCHEME_RISK');
    expect(judgeListedTap(spans, { isAllowed: true, denyListVersion: 0 }, 12)).toBe('SCHEME_RISK');
  });
  it('is nobody’s fault where the entry came after the tap, or was gone before it', () => {
    expect(judgeListedTap(spans, { isAllowed: true, denyListVersion: 4 }, 4)).toBe('NOT_LISTED');
    expect(judgeListedTap(spans, { isAllowed: true, denyListVersion: 9 }, 10)).toBe('NOT_LISTED');
  });
  it('is as it should be where the device refused', () => {
    expect(judgeListedTap(spans, { isAllowed: false, denyListVersion: 6 }, 6)).toBe('REFUSED');
  });
  it('never blames a device for an entry that it did not have', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), fc.nat(20), (added, has, newest) => {
        fc.pre(has < added);
        const verdict = judgeListedTap(
          [{ addedVersion: added }],
          { isAllowed: true, denyListVersion: has },
          newest,
        );
        expect(verdict).not.toBe('DEVICE_FAULT');
      }),
    );
  });
});

describe('a ticket whose signature is right', () => {
  const rule = { windowSeconds: 30, skewSeconds: 60 };
  const terms: TicketTerms = { validFrom: 1000, validUntil: 5000 };

  it('is good from its first second until its last, and not at its end', () => {
    expect(judgeTicket(terms, { at: 1000 }, rule)).toBeUndefined();
    expect(judgeTicket(terms, { at: 4999 }, rule)).toBeUndefined();
    expect(judgeTicket(terms, { at: 5000 }, rule)).toBe('TICKET_EXPIRED');
    expect(judgeTicket(terms, { at: 999 }, rule)).toBe('TICKET_NOT_YET_VALID');
  });
  it('that is bound to a vehicle or zones is good there only', () => {
    const bound = { ...terms, vehicleId: 'bus-7' };
    expect(judgeTicket(bound, { at: 1500, vehicleId: 'bus-7' }, rule)).toBeUndefined();
    expect(judgeTicket(bound, { at: 1500, vehicleId: 'bus-8' }, rule)).toBe('TICKET_WRONG_ZONE');
    expect(judgeTicket(bound, { at: 1500 }, rule)).toBe('TICKET_WRONG_ZONE');
    const zoned = { ...terms, zoneIds: ['A', 'B'] };
    expect(judgeTicket(zoned, { at: 1500, zoneId: 'B' }, rule)).toBeUndefined();
    expect(judgeTicket(zoned, { at: 1500, zoneId: 'C' }, rule)).toBe('TICKET_WRONG_ZONE');
  });

  describe('of a phone', () => {
    const phone = { ...terms, dynamic: { endOfValidity: 4000, validityDuration: 20 } };

    it('is good for its time and the skew of the phone’s clock, either way', () => {
      expect(judgeTicket(phone, { at: 2000, madeAt: 2000 - 80 }, rule)).toBeUndefined();
      expect(judgeTicket(phone, { at: 2000, madeAt: 2000 + 60 }, rule)).toBeUndefined();
    });
    it('is stale after that: a picture of it gets nobody in', () => {
      expect(judgeTicket(phone, { at: 2000, madeAt: 2000 - 81 }, rule)).toBe('TICKET_STALE_DYNAMIC');
      expect(judgeTicket(phone, { at: 2000, madeAt: 2000 + 61 }, rule)).toBe('TICKET_STALE_DYNAMIC');
      expect(judgeTicket(phone, { at: 2000 }, rule)).toBe('TICKET_STALE_DYNAMIC');
    });
    it('ends when its key may not vouch for it any more', () => {
      expect(judgeTicket(phone, { at: 4000, madeAt: 4000 }, rule)).toBe('TICKET_EXPIRED');
    });
  });
});

describe('the same ticket in two places', () => {
  const opera = { lat: 49.844, lon: 24.0262 };
  const airport = { lat: 49.8125, lon: 23.9561 };

  it('is impossible where nobody gets from one to the other in the time', () => {
    const verdict = judgeTravel({ atMs: 0, place: opera }, { atMs: 60_000, place: airport });
    expect(verdict.isPossible).toBe(false);
    expect(verdict.metres).toBeGreaterThan(5_000);
    expect(verdict.seconds).toBe(60);
  });
  it('is possible with the time to ride there', () => {
    expect(judgeTravel({ atMs: 0, place: opera }, { atMs: 900_000, place: airport }).isPossible).toBe(true);
  });
  it('does not depend on the order of both taps', () => {
    const places = fc.record({ lat: fc.double({ min: 49, max: 50, noNaN: true }), lon: fc.constant(24) });
    const taps = fc.record({ atMs: fc.nat(3_600_000), place: places });
    fc.assert(
      fc.property(taps, taps, (a, b) => {
        expect(judgeTravel(a, b).isPossible).toBe(judgeTravel(b, a).isPossible);
      }),
    );
  });
});

describe('the online check', () => {
  const atMs = 1_800_000_000_000;
  const request: CheckRequest = {
    atMs,
    mediaType: 'CLOSED_CARD',
    vehicleId: 'bus-7',
    hasExtras: false,
    passbackSeconds: 10,
  };
  const card: CheckedMedium = {
    state: 'ACTIVE',
    denyReasons: [],
    creditPolicy: 'BLOCK_PAY_AS_YOU_GO',
    isAccountShut: false,
    isUsedTicket: false,
  };
  const pass = { fareProductId: 'pass-30', untilMs: atMs + 1 };

  it('OK_PAYG: a known card', () => {
    expect(judgeCheck(card, request)).toEqual({ reason: 'OK_PAYG' });
  });
  it('OK_PASS: with the pass and its end', () => {
    expect(judgeCheck({ ...card, pass }, request)).toEqual({ reason: 'OK_PASS', pass });
  });
  it('OK_CONCESSION: with the category', () => {
    const student = { ...card, riderCategoryId: 'student' };
    expect(judgeCheck(student, request)).toEqual({ reason: 'OK_CONCESSION', riderCategoryId: 'student' });
  });
  it('OK_TRANSFER_HINT: with whole minutes that are left', () => {
    const changing = { ...card, transferUntilMs: atMs + 119_999 };
    expect(judgeCheck(changing, request)).toEqual({ reason: 'OK_TRANSFER_HINT', transferMinutesLeft: 1 });
    expect(judgeCheck({ ...card, transferUntilMs: atMs }, request)).toEqual({ reason: 'OK_PAYG' });
  });
  it('OK_OFFLINE_RISK: a bank card seen for the first time', () => {
    expect(judgeCheck(undefined, { ...request, mediaType: 'BANK_CARD' }).reason).toBe('OK_OFFLINE_RISK');
  });
  it('NOT_ON_ALLOW_LIST: a badge of the staff that nobody gave out', () => {
    expect(judgeCheck(undefined, { ...request, mediaType: 'STAFF' }).reason).toBe('NOT_ON_ALLOW_LIST');
  });
  it('NOT_ON_ALLOW_LIST: a badge without a right of its own, which pays for no rides', () => {
    const badge = { ...request, mediaType: 'STAFF' } as const;
    expect(judgeCheck(card, badge).reason).toBe('NOT_ON_ALLOW_LIST');
    expect(judgeCheck({ ...card, pass }, badge).reason).toBe('OK_PASS');
    expect(judgeCheck({ ...card, riderCategoryId: 'staff' }, badge).reason).toBe('OK_CONCESSION');
  });
  it.each(['BLOCKED', 'LOST', 'REPLACED'] as const)('DENY_LIST: a card that is %s', (state) => {
    expect(judgeCheck({ ...card, state }, request).reason).toBe('DENY_LIST');
  });
  it('DENY_LIST: an entry, a closed account', () => {
    expect(judgeCheck({ ...card, denyReasons: ['FRAUD'], pass }, request).reason).toBe('DENY_LIST');
    expect(judgeCheck({ ...card, isAccountShut: true }, request).reason).toBe('DENY_LIST');
  });
  it('DENY_LIST: debt stops what is paid by the ride, and a pass only where the policy says so', () => {
    const debtor = { ...card, denyReasons: ['DEBT'] };
    expect(judgeCheck(debtor, request).reason).toBe('DENY_LIST');
    expect(judgeCheck({ ...debtor, pass }, request).reason).toBe('OK_PASS');
    expect(judgeCheck({ ...debtor, pass, creditPolicy: 'BLOCK_ALL' }, request).reason).toBe('DENY_LIST');
    expect(judgeCheck({ ...debtor, creditPolicy: 'ALLOW_TRAVEL' }, request).reason).toBe('OK_PAYG');
  });
  it('CARD_EXPIRED: from the moment that it expires', () => {
    expect(judgeCheck({ ...card, expiresAtMs: atMs }, request).reason).toBe('CARD_EXPIRED');
    expect(judgeCheck({ ...card, expiresAtMs: atMs + 1 }, request).reason).toBe('OK_PAYG');
    expect(judgeCheck({ ...card, state: 'EXPIRED' }, request).reason).toBe('CARD_EXPIRED');
  });
  it('PASSBACK: the same card on the same vehicle within seconds, unless somebody rides along', () => {
    const again = { ...card, lastTap: { atMs: atMs - 9_999, vehicleId: 'bus-7' } };
    expect(judgeCheck(again, request).reason).toBe('PASSBACK');
    expect(judgeCheck(again, { ...request, hasExtras: true }).reason).toBe('OK_PAYG');
    expect(judgeCheck(again, { ...request, vehicleId: 'bus-8' }).reason).toBe('OK_PAYG');
    expect(judgeCheck(again, { ...request, atMs: atMs + 1 }).reason).toBe('OK_PAYG');
  });
  it('TICKET_EXPIRED: a ticket for one ride that was used; within seconds on its own bus it is PASSBACK', () => {
    const used = { ...card, isUsedTicket: true };
    const usedAgo = (ms: number, vehicleId: string): string =>
      judgeCheck({ ...used, lastTap: { atMs: atMs - ms, vehicleId } }, request).reason;
    expect(usedAgo(9_999, 'bus-1')).toBe('TICKET_EXPIRED');
    expect(usedAgo(9_999, 'bus-7')).toBe('PASSBACK');
    // On the way back by the same bus it was not "just held here".
    expect(usedAgo(3_600_000, 'bus-7')).toBe('TICKET_EXPIRED');
    expect(judgeCheck(used, request).reason).toBe('TICKET_EXPIRED');
  });
  it('TICKET_NOT_YET_VALID, TICKET_EXPIRED and TICKET_WRONG_ZONE: by what a ticket was sold for', () => {
    const ticket = { validFromMs: atMs, validUntilMs: atMs + 1, vehicleId: 'bus-7' };
    const reasonOf = (more: object): string =>
      judgeCheck({ ...card, ticket: { ...ticket, ...more } }, request).reason;
    expect(reasonOf({})).toBe('OK_PAYG');
    expect(reasonOf({ validFromMs: atMs + 1 })).toBe('TICKET_NOT_YET_VALID');
    expect(reasonOf({ validUntilMs: atMs })).toBe('TICKET_EXPIRED');
    expect(reasonOf({ vehicleId: 'bus-8' })).toBe('TICKET_WRONG_ZONE');
  });
});

describe('feedback of a validator', () => {
  it('differs in rhythm between allowed and refused, for every reason', () => {
    for (const reason of ALLOW_REASONS) expect(giveFeedback(reason).tone).not.toBe('LONG_THREE');
    for (const reason of DENY_REASONS) {
      expect(giveFeedback(reason)).toMatchObject({ tone: 'LONG_THREE', colour: 'RED', text: reason });
    }
  });
});

describe('the hint of a transfer', () => {
  const minute = 60_000;

  it('ends a window after the first tap, however many follow: it does not slide', () => {
    expect(findTransferEnd([0, 20 * minute], 40, 30 * minute)).toBe(40 * minute);
  });
  it('begins again with the first tap after its end, and its last instant still belongs to it', () => {
    expect(findTransferEnd([0, 40 * minute], 40, 40 * minute)).toBe(40 * minute);
    expect(findTransferEnd([0, 40 * minute + 1], 40, 41 * minute)).toBe(80 * minute + 1);
  });
  it('is none without taps, after the end, or where there are no transfers', () => {
    expect(findTransferEnd([], 40, 0)).toBeUndefined();
    expect(findTransferEnd([0], 40, 40 * minute + 1)).toBeUndefined();
    expect(findTransferEnd([0], 0, 0)).toBeUndefined();
  });
});
