import fc from 'fast-check';
import { findIban } from './check-iban.js';

/** Of the National Bank's own example, and of the registry of ISO 13616. */
const UKRAINIAN = 'UA213223130000026007233566001';

describe('an account number', () => {
  it.each([UKRAINIAN, 'DE89370400440532013000', 'PL61109010140000071219812874', 'GB29NWBK60161331926819'])(
    '%s is good',
    (iban) => {
      expect(findIban(iban)).toBe(iban);
    },
  );

  it('may be written in groups and small letters', () => {
    expect(findIban('ua21 3223 1300 0002 6007 2335 6600 1')).toBe(UKRAINIAN);
  });

  it('of which one digit is wrong, or two neighbours are exchanged, is none', () => {
    const position = fc.integer({ min: 2, max: UKRAINIAN.length - 1 });
    fc.assert(
      fc.property(position, fc.integer({ min: 1, max: 9 }), (at, by) => {
        const digit = (Number(UKRAINIAN[at]) + by) % 10;
        expect(findIban(UKRAINIAN.slice(0, at) + String(digit) + UKRAINIAN.slice(at + 1))).toBeUndefined();
      }),
    );
    for (let i = 2; i < UKRAINIAN.length - 1; i++) {
      const [a, b] = [UKRAINIAN[i]!, UKRAINIAN[i + 1]!];
      if (a === b) continue;
      expect(findIban(UKRAINIAN.slice(0, i) + b + a + UKRAINIAN.slice(i + 2))).toBeUndefined();
    }
  });

  it.each(['', 'UA21', 'UA2132231300000260072335660', '00213223130000026007233566001'])(
    '%j is none',
    (text) => {
      expect(findIban(text)).toBeUndefined();
    },
  );
});
