import fc from 'fast-check';
import {
  CLOCK_LIMITS,
  type DatingContext,
  type Device,
  type DeviceTap,
  dateTaps,
  findAssignment,
  findLateLimits,
  findPan,
  mayBePan,
  judgeDevice,
  judgeTap,
  blankPans,
  holdsPan,
  noteReading,
  redateTap,
  writeCanonicalTap,
} from './index.js';

const NOW = Date.parse('2026-11-24T10:00:00Z');
const HOUR = 3_600_000;

function tapOf(seq: number, more: Partial<DeviceTap> = {}): DeviceTap {
  return {
    ...{
      deviceId: 'v',
      seq,
      deviceTimeMs: NOW - HOUR,
      clockSource: 'RTC',
      bootId: 1,
      uptimeMs: HOUR,
      kind: 'ENTRY',
    },
    ...{ mediaType: 'CLOSED_CARD', token: 'c', reason: 'OK_PAYG', denyListVersion: 0, extras: [], place: {} },
    ...more,
  };
}

function contextOf(more: Partial<DatingContext> = {}): DatingContext {
  const boots = noteReading([], { bootId: 1, uptimeMs: 2 * HOUR, receivedAtMs: NOW, sentAtMs: NOW });
  return { boots, offsetMs: 0, receivedAtMs: NOW, provisionedAtMs: 0, limits: CLOCK_LIMITS, ...more };
}

describe('the date of a tap', () => {
  it('is the same however wrong the clock is, by the uptime of its start', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (deviceTimeMs) => {
        const [date] = dateTaps([tapOf(1, { deviceTimeMs })], contextOf());
        expect(Math.abs(date!.tappedAtMs - (NOW - HOUR))).toBeLessThanOrEqual(CLOCK_LIMITS.ignoreMs);
        expect(['EXACT', 'CORRECTED']).toContain(date!.quality);
      }),
    );
  });

  it('comes of the fastest message of a start, whatever the order they come in', () => {
    const readings = [90_000, 400, 5_000].map((delay) => ({
      bootId: 1,
      uptimeMs: HOUR,
      receivedAtMs: NOW + delay,
      sentAtMs: NOW,
    }));
    for (const order of [readings, [...readings].reverse()]) {
      expect(order.reduce<ReturnType<typeof noteReading>>(noteReading, [])[0]?.startedAtMs).toBe(
        NOW + 400 - HOUR,
      );
    }
  });

  it('of a clock set by others is not moved because the message took a minute', () => {
    const boots = noteReading([], {
      bootId: 1,
      uptimeMs: 2 * HOUR,
      receivedAtMs: NOW + 60_000,
      sentAtMs: NOW,
    });
    const late = contextOf({ boots, receivedAtMs: NOW + 60_000 });
    expect(dateTaps([tapOf(1, { clockSource: 'GNSS' })], late)).toEqual([
      { tappedAtMs: NOW - HOUR, quality: 'EXACT' },
    ]);
  });

  it('is that of a clock that is right where the uptime stood still while the device slept, or began anew', () => {
    // Messages of one start at 8:00 and 10:00; of the uptime the night before, 90 minutes in between were not counted.
    for (const laterUptimeMs of [2.5 * HOUR, 5_000]) {
      const before = {
        bootId: 1,
        uptimeMs: 2 * HOUR,
        receivedAtMs: NOW - 2 * HOUR,
        sentAtMs: NOW - 2 * HOUR,
      };
      const after = { bootId: 1, uptimeMs: laterUptimeMs, receivedAtMs: NOW, sentAtMs: NOW - 300 };
      const boots = noteReading(noteReading([], before), after);
      const tap = tapOf(1, { uptimeMs: laterUptimeMs - 1_000, deviceTimeMs: NOW - 1_300 });
      expect(dateTaps([tap], contextOf({ boots }))).toEqual([{ tappedAtMs: NOW - 1_300, quality: 'EXACT' }]);
      const earlier = tapOf(1, { uptimeMs: HOUR, deviceTimeMs: NOW - 3 * HOUR });
      expect(dateTaps([earlier], contextOf({ boots }))).toEqual([
        { tappedAtMs: NOW - 3 * HOUR, quality: 'EXACT' },
      ]);
      // What the clock says must lie between both messages' starts: a wrong one moves no tap.
      const wrong = tapOf(1, { uptimeMs: laterUptimeMs - 1_000, deviceTimeMs: NOW + 9 * HOUR });
      expect(dateTaps([wrong], contextOf({ boots }))[0]?.quality).toBe('CORRECTED');
    }
  });

  it('is by the uptime where a message was hours on its way', () => {
    const fast = { bootId: 1, uptimeMs: HOUR, receivedAtMs: NOW - 2 * HOUR, sentAtMs: NOW - 2 * HOUR };
    const slow = { bootId: 1, uptimeMs: 1.5 * HOUR, receivedAtMs: NOW, sentAtMs: NOW - 1.5 * HOUR };
    const boots = noteReading(noteReading([], fast), slow);
    const tap = tapOf(1, { uptimeMs: HOUR, deviceTimeMs: NOW - HOUR, clockSource: 'RTC' });
    expect(dateTaps([tap], contextOf({ boots }))).toEqual([
      { tappedAtMs: NOW - 2 * HOUR, quality: 'CORRECTED' },
    ]);
  });

  it('never runs against the numbers: what does has none', () => {
    const taps = [tapOf(1), tapOf(2, { uptimeMs: HOUR - 1 }), tapOf(3, { bootId: 0 })];
    expect(dateTaps(taps, contextOf()).map(({ quality }) => quality)).toEqual([
      'EXACT',
      'IMPOSSIBLE',
      'IMPOSSIBLE',
    ]);
  });

  it('in a start unheard of is its own where the clock is right, moved where it is known to be wrong', () => {
    // Before the start that sent it, which was two hours ago.
    const unheard = tapOf(1, { bootId: 0, deviceTimeMs: NOW - 3 * HOUR });
    expect(dateTaps([unheard], contextOf())).toEqual([{ tappedAtMs: NOW - 3 * HOUR, quality: 'EXACT' }]);
    expect(dateTaps([unheard], contextOf({ offsetMs: 60_000 }))).toEqual([
      { tappedAtMs: NOW - 3 * HOUR - 60_000, quality: 'CORRECTED' },
    ]);
    const far = dateTaps([unheard], contextOf({ offsetMs: HOUR }));
    expect(far[0]?.quality).toBe('IMPOSSIBLE');
    expect(dateTaps([tapOf(1, { bootId: 0 })], contextOf())[0]?.quality).toBe('IMPOSSIBLE');
  });

  it('of a later start was after what an earlier one sent, not after that came', () => {
    const MINUTE = HOUR / 60;
    // Sent four hours ago, heard of at once; one more of three hours ago, which a broker kept until now.
    const first = noteReading([], { bootId: 1, uptimeMs: HOUR, receivedAtMs: NOW - 4 * HOUR, sentAtMs: 0 });
    const sentAtMs = NOW - 3 * HOUR;
    const boots = noteReading(first, { bootId: 1, uptimeMs: 2 * HOUR, receivedAtMs: NOW, sentAtMs });
    expect(boots).toEqual([{ bootId: 1, startedAtMs: NOW - 5 * HOUR, lastHeardAtMs: NOW - 3 * HOUR }]);
    const unheard = tapOf(2, { bootId: 2, uptimeMs: MINUTE, deviceTimeMs: NOW - HOUR });
    expect(dateTaps([unheard], contextOf({ boots }))).toEqual([{ tappedAtMs: NOW - HOUR, quality: 'EXACT' }]);
  });

  it('between near neighbours is what the clock says if it was as wrong, or right, where that is between them', () => {
    const MINUTE = HOUR / 60;
    const made = NOW - 2 * HOUR - 2 * MINUTE;
    const context = contextOf({ afterMs: NOW - 2 * HOUR - 10 * MINUTE, offsetMs: 50 * HOUR });
    const dated = (deviceTimeMs: number): unknown =>
      dateTaps([tapOf(1, { bootId: 0, deviceTimeMs })], context)[0];
    expect(dated(made + 50 * HOUR)).toEqual({ tappedAtMs: made, quality: 'BOUNDED' });
    expect(dated(made)).toEqual({ tappedAtMs: made, quality: 'BOUNDED' });
    expect(dated(made - 9 * HOUR)).toEqual({ tappedAtMs: NOW - 2 * HOUR - 5 * MINUTE, quality: 'BOUNDED' });
  });

  it('found later is by the start, else between neighbours that are near', () => {
    const tap = { uptimeMs: 5, receivedAtMs: NOW, provisionedAtMs: 0, isBounded: false };
    expect(redateTap({ ...tap, bootStartedAtMs: NOW - 10 }, CLOCK_LIMITS)).toEqual({
      tappedAtMs: NOW - 5,
      quality: 'CORRECTED',
    });
    expect(redateTap({ ...tap, bootStartedAtMs: NOW + HOUR }, CLOCK_LIMITS)).toBeUndefined();
    expect(redateTap({ ...tap, afterMs: NOW - 20 }, CLOCK_LIMITS)).toEqual({
      tappedAtMs: NOW - 10,
      quality: 'BOUNDED',
    });
    expect(redateTap({ ...tap, afterMs: NOW - HOUR }, CLOCK_LIMITS)).toBeUndefined();
    expect(redateTap({ ...tap, afterMs: NOW - 20, isBounded: true }, CLOCK_LIMITS)).toBeUndefined();
  });
});

describe('the outcome of a tap', () => {
  const late = { openFromMs: NOW - 10 * HOUR, chargedFromMs: NOW - 100 * HOUR };
  const outcome = (
    agoHours: number,
    more: Partial<DeviceTap> = {},
    quality: 'EXACT' | 'IMPOSSIBLE' = 'EXACT',
  ): string => judgeTap(tapOf(1, more), { tappedAtMs: NOW - agoHours * HOUR, quality }, late);

  it('goes by the decision, the clock, and how late it is', () => {
    expect([outcome(1), outcome(11), outcome(101)]).toEqual(['ACCEPTED', 'LATE_ACCEPTED', 'LATE_EXPIRED']);
    expect(outcome(101, { reason: 'DENY_LIST' })).toBe('DENIED_RECORDED');
    expect(outcome(1, {}, 'IMPOSSIBLE')).toBe('QUARANTINED_CLOCK');
  });

  it('is late after the local fare day has closed, in summer and winter, and in the night when clocks change', () => {
    const rules = { timeZone: 'Europe/Kyiv', startMinutes: 180, closesAfterMinutes: 360, lateDays: 35 };
    const openAt = (now: string): string =>
      new Date(findLateLimits(Date.parse(now), rules).openFromMs).toISOString();
    expect(openAt('2026-11-24T06:59:00Z')).toBe('2026-11-23T01:00:00.000Z');
    expect(openAt('2026-11-24T07:01:00Z')).toBe('2026-11-24T01:00:00.000Z');
    expect(openAt('2026-07-24T06:01:00Z')).toBe('2026-07-24T00:00:00.000Z');
    // At three o'clock of 29 March 2026 there is none: the day begins as the clocks go forward.
    expect(openAt('2026-03-29T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
  });
});

describe('a device', () => {
  const key = { keyId: 'k', publicKey: new Uint8Array(32), validFromMs: 10, validUntilMs: 20 };
  const device: Device = {
    ...{
      deviceId: 'v',
      kind: 'VALIDATOR',
      operatorId: 'let',
      state: 'ACTIVE',
      provisionedAtMs: 0,
      keys: [key],
    },
    assignments: [
      { vehicleId: 'a', operatorId: 'let', validFromMs: 0, validUntilMs: 10 },
      { vehicleId: 'b', operatorId: 'let', validFromMs: 10, validUntilMs: Infinity },
    ],
  };

  it('may send by a key that holds now, while it is in use', () => {
    expect(judgeDevice(undefined, 'k', 10).rejection).toBe('UNKNOWN_DEVICE');
    for (const state of ['PROVISIONED', 'SUSPENDED', 'REVOKED'] as const) {
      expect(judgeDevice({ ...device, state }, 'k', 10).rejection).toBe('DEVICE_NOT_ACTIVE');
    }
    expect([9, 10, 19, 20].map((at) => judgeDevice(device, 'k', at).rejection)).toEqual([
      ...['UNKNOWN_KEY', undefined, undefined, 'UNKNOWN_KEY'],
    ]);
    expect(judgeDevice(device, 'x', 10).rejection).toBe('UNKNOWN_KEY');
  });

  it('was on one vehicle at each moment', () => {
    expect([-1, 0, 9, 10].map((at) => findAssignment(device.assignments, at)?.vehicleId)).toEqual([
      ...[undefined, 'a', 'a', 'b'],
    ]);
  });
});

describe('a card number', () => {
  it.each([
    ['4111111111111111', true],
    ['x4111 1111 1111 1111y', true],
    ['00004111111111111111', true],
    ['3782-822463-10005', true],
    ['4111111111111112', false],
    ['411111111111', false],
    ['50014E8A2C6B4F0D9A7733E1C5B2D', false],
    ['', false],
  ])('in %s is found: %s', (text, isThere) => {
    expect(findPan(text) !== undefined).toBe(isThere);
  });

  it.each([
    ['I paid with 4111 1111 1111 1111 twice', 'I paid with **** twice'],
    ['4111.1111.1111.1111; 5500_0000_0000_0004', '****; ****'],
    ['4111\u00a01111\u00a01111\u00a01111 і 3782 822463 10005', '**** і ****'],
    ['\uff14\uff11\uff11\uff11111111111111', '****'],
    // Names of trips and days are many digits, too.
    ['26377_1_1_20261123_0815', '26377_1_1_20261123_0815'],
    ['2026-11-23-1734-26377-08', '2026-11-23-1734-26377-08'],
    ['0000000000000000', '0000000000000000'],
    ['№ 1', '№ 1'],
  ])('%s is written %s', (text, blanked) => {
    expect(blankPans(text)).toBe(blanked);
  });

  it('in the names of trips is not found by chance: no ride is lost for them', () => {
    const trip = fc
      .tuple(
        fc.integer({ min: 10_000, max: 99_999 }),
        fc.integer({ min: 0, max: 364 }),
        fc.constantFrom('-', '_', '.'),
      )
      .map(([number, day, by]) =>
        [...new Date(NOW + day * 24 * HOUR).toISOString().slice(0, 10).split('-'), number, '08', '15'].join(
          by,
        ),
      );
    fc.assert(fc.property(trip, (tripId) => !holdsPan(tripId)));
  });

  it('is never the number of a chip in hexadecimal digits, as vendors are told to send it', () => {
    const uid = fc
      .tuple(fc.constantFrom(4, 7, 10), fc.constantFrom('', ' ', ':'), fc.boolean())
      .chain(([bytes, by, isDecimal]) =>
        fc
          .array(fc.stringMatching(isDecimal ? /^[0-9]{2}$/ : /^[0-9a-f]{2}$/), {
            minLength: bytes,
            maxLength: bytes,
          })
          .map((read) => read.join(by)),
      );
    fc.assert(
      fc.property(uid, (token) => !mayBePan(token, 'CLOSED_CARD')),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['4111.1111.1111.1111', 'BANK_CARD', true],
    ['4111111111111111', 'STATIC_QR', true],
    ['4111 1111 1111 1111', undefined, true],
    ['4111111111111111', 'CLOSED_CARD', true],
    // A closed card with the check digit of ISO/IEC 7812, of an issuer that is no network of bank cards (ITSO, 633597).
    ['633597012345678900', 'CLOSED_CARD', false],
    ['633597012345678900', undefined, false],
    ['633597012345678900', 'BANK_CARD', true],
    ['6011000990139424', 'BANK_CARD', true],
    // Nine and 804, the number of Ukraine: Prostir. Nine and what is no such number is a carrier's own.
    ['9804030000123451', 'CLOSED_CARD', true],
    ['9001002003004005', 'CLOSED_CARD', false],
    ['04A1B2C3D4E5F6', 'CLOSED_CARD', false],
  ] as const)('%s as the token of %s may be one: %s', (token, mediaType, isOne) => {
    expect(mayBePan(token, mediaType)).toBe(isOne);
  });
});

it('no two taps are written alike', () => {
  const text = fc.stringMatching(/^[a-z=;]{1,3}$/);
  const tap = fc.record({
    vehicleId: text,
    routeId: text,
    kind: text,
    count: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(tap, tap, (a, b) => {
      const [one, other] = [a, b].map(({ vehicleId, routeId, kind, count }) =>
        writeCanonicalTap(tapOf(1, { place: { vehicleId, routeId }, extras: [{ kind, count }] }), 'ff'),
      );
      expect(one === other).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
    { numRuns: 3000 },
  );
});
