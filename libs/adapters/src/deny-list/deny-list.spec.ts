import fc from 'fast-check';
import {
  HeldDenyList,
  type ListDelta,
  type ListSnapshot,
  hasFingerprint,
  makeFingerprint,
  openOfficeKey,
  packFingerprints,
  signList,
  unpackFingerprints,
} from './index.js';

const key = openOfficeKey('list-1', Buffer.alloc(32, 7));
const office = { agency: 'lviv', publicKeys: new Map([['list-1', key.publicKey]]) };
const salt = Buffer.alloc(16, 3);
const refs = Array.from({ length: 6 }, (_, i) => Buffer.alloc(16, i + 1));
const pack = (...of: Buffer[]): string =>
  packFingerprints(of.map((ref) => makeFingerprint(salt, ref))).toString('base64url');

function snapshot(version: number, entries: string, issuedAtMs = 1000): ListSnapshot {
  const fields = { agency: 'lviv', epoch: 1, version, salt: salt.toString('base64url'), entries, issuedAtMs };
  return signList(key, { kind: 'snapshot', ...fields });
}
function delta(from: number, to: number, added: string, removed: string, issuedAtMs = 2000): ListDelta {
  return signList(key, { kind: 'delta', agency: 'lviv', epoch: 1, from, to, added, removed, issuedAtMs });
}

describe('fingerprints', () => {
  it('are found by bisection, all that are there and no other', () => {
    const bytes = fc.uint8Array({ minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 50 }), bytes, (list, other) => {
        const packed = packFingerprints(list);
        for (const one of list) expect(hasFingerprint(packed, one)).toBe(true);
        const isIn = list.some((one) => Buffer.compare(one, other) === 0);
        expect(hasFingerprint(packed, other)).toBe(isIn);
        expect(packFingerprints(unpackFingerprints(packed))).toEqual(packed);
      }),
    );
  });
  it('of the same medium differ under another salt', () => {
    expect(makeFingerprint(Buffer.alloc(16, 4), refs[0]!)).not.toEqual(makeFingerprint(salt, refs[0]!));
  });
});

describe('a deny list in a device', () => {
  it('refuses whom the snapshot lists, and follows deltas', () => {
    const list = new HeldDenyList(office);
    expect(list.offer(snapshot(4, pack(refs[0]!, refs[1]!)))).toBe('TAKE');
    expect([list.has(refs[0]!), list.has(refs[1]!), list.has(refs[2]!)]).toEqual([true, true, false]);
    expect(list.offer(delta(4, 6, pack(refs[2]!), pack(refs[0]!)))).toBe('TAKE');
    expect([list.has(refs[0]!), list.has(refs[1]!), list.has(refs[2]!)]).toEqual([false, true, true]);
    expect([list.version, list.size]).toEqual([6, 2]);
  });

  it('is not taken back to an older version, however well that is signed', () => {
    const list = new HeldDenyList(office);
    list.offer(snapshot(4, pack(refs[0]!)));
    expect(list.offer(snapshot(3, pack()))).toBe('REFUSE');
    expect(list.has(refs[0]!)).toBe(true);
  });

  it('takes nothing that was changed on its way: no field, and no fingerprint moved between added and removed', () => {
    const list = new HeldDenyList(office);
    const good = snapshot(4, pack(refs[0]!));
    for (const forged of [
      { ...good, version: 9 },
      { ...good, entries: '' },
      { ...good, epoch: 2 },
      { ...good, issuedAtMs: 9_999 },
      { ...good, agency: 'kyiv' },
      { ...good, keyId: 'list-2' },
      { ...good, salt: Buffer.alloc(16, 4).toString('base64url') },
    ]) {
      expect(list.offer(forged)).toBe('FORGED');
    }
    list.offer(good);
    const change = delta(4, 5, pack(refs[1]!), '');
    expect(list.offer({ ...change, added: '', removed: change.added })).toBe('FORGED');
    expect(list.version).toBe(4);
  });

  it('grows old until the back office says again that nothing is newer; an old such message makes it no younger', () => {
    const list = new HeldDenyList(office);
    expect(list.ageSeconds(0)).toBe(Infinity);
    list.offer(snapshot(4, pack(), 1_000));
    expect(list.ageSeconds(61_000)).toBe(60);
    const head = signList(key, { kind: 'head', agency: 'lviv', epoch: 1, version: 4, issuedAtMs: 50_000 });
    expect(list.offer(head)).toBe('CONFIRMED');
    expect(list.ageSeconds(61_000)).toBe(11);
    const old = signList(key, { kind: 'head', agency: 'lviv', epoch: 1, version: 4, issuedAtMs: 2_000 });
    list.offer(old);
    expect(list.ageSeconds(61_000)).toBe(11);
  });

  it('comes to the same list by any deltas that lead there', () => {
    const step = fc.record({ medium: fc.nat(5), isIn: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), (steps, size) => {
        const list = new HeldDenyList(office);
        list.offer(snapshot(1, ''));
        const wanted = new Set<number>();
        let version = 1;
        for (let i = 0; i < steps.length; i += size) {
          const before = new Set(wanted);
          for (const { medium, isIn } of steps.slice(i, i + size)) {
            if (isIn) wanted.add(medium);
            else wanted.delete(medium);
          }
          const added = [...wanted].filter((one) => !before.has(one)).map((one) => refs[one]!);
          const removed = [...before].filter((one) => !wanted.has(one)).map((one) => refs[one]!);
          expect(list.offer(delta(version, version + 1, pack(...added), pack(...removed)))).toBe('TAKE');
          version++;
        }
        refs.forEach((ref, i) => expect(list.has(ref)).toBe(wanted.has(i)));
      }),
    );
  });
});
