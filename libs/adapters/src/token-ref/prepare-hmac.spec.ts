import { createHmac } from 'node:crypto';
import { prepareHmac } from './index.js';

/** RFC 4231, 4.2 to 4.8 without the truncated one: key, data, HMAC-SHA-256. */
const VECTORS = [
  ['0b'.repeat(20), '4869205468657265', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  [
    '4a656665',
    '7768617420646f2079612077616e7420666f72206e6f7468696e673f',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  ['aa'.repeat(20), 'dd'.repeat(50), '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'],
  [
    '0102030405060708090a0b0c0d0e0f10111213141516171819',
    'cd'.repeat(50),
    '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  ],
  [
    'aa'.repeat(131),
    Buffer.from('Test Using Larger Than Block-Size Key - Hash Key First').toString('hex'),
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
] as const;

describe('an HMAC by a key made ready', () => {
  it.each(VECTORS)('is that of RFC 4231: key %s', (key, data, expected) => {
    const digest = prepareHmac(Buffer.from(key, 'hex'))(Buffer.from(data, 'hex'));
    expect(digest.toString('hex')).toBe(expected);
  });

  it('is Node’s own, whatever the parts and their lengths', () => {
    for (const key of ['k', 'x'.repeat(64), 'ключ'.repeat(40)]) {
      const digest = prepareHmac(key);
      for (const parts of [
        [],
        [''],
        ['purpose\n', Buffer.alloc(5000, 7)],
        ['картка', '🚋'.repeat(1500)],
        ['🚋', 'a'],
      ]) {
        const expected = createHmac('sha256', key);
        for (const part of parts) expected.update(part);
        expect(digest(...parts)).toEqual(expected.digest());
      }
    }
  });

  it('is kept from those that come after it', () => {
    const digest = prepareHmac('k');
    const first = digest('a');
    const copy = Buffer.from(first);
    digest('b');
    expect(first).toEqual(copy);
  });
});
