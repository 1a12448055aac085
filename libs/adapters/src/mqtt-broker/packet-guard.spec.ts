import fc from 'fast-check';
import { PacketGuard } from './packet-guard.js';

/** A packet of MQTT with so many bytes after its head. */
function packet(length: number): Uint8Array {
  const head = [0x30];
  let rest = length;
  do {
    head.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Uint8Array.from([...head, ...new Uint8Array(length).fill(0xff)]);
}

/** Bytes in pieces of the given sizes, over and over. */
function* cut(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, piece = 0; at < bytes.length; piece++) {
    const size = sizes[piece % sizes.length]!;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

describe('PacketGuard', () => {
  it('lets packets of any allowed size pass, however they are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1 }),
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }),
        (lengths, sizes) => {
          const guard = new PacketGuard(1000);
          const bytes = Buffer.concat(lengths.map(packet));
          for (const piece of cut(bytes, sizes)) expect(guard.accept(piece)).toBe(true);
        },
      ),
    );
  });

  it('stops a packet that is too large at its head, wherever it comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1000 })),
        fc.integer({ min: 1001, max: 100_000 }),
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }),
        (before, tooLarge, sizes) => {
          const guard = new PacketGuard(1000);
          const bytes = Buffer.concat([...before.map(packet), packet(tooLarge).subarray(0, 4)]);
          expect([...cut(bytes, sizes)].every((piece) => guard.accept(piece))).toBe(false);
        },
      ),
    );
  });

  it('stops a length that never ends', () => {
    expect(new PacketGuard(1000).accept(Uint8Array.of(0x30, 0x80, 0x80, 0x80, 0x80))).toBe(false);
  });
});
