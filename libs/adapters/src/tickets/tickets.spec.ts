import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import jsQR from 'jsqr';
import { create } from 'qrcode';
import {
  type Inspection,
  type Ticket,
  type TicketKeySet,
  type Verifier,
  drawQr,
  issueTicket,
  openKeySet,
  presentTicket,
  ticketKeySet,
  toHolderKey,
  verifyTicket,
} from './index.js';

const NOW = 1_800_000_000;
const office = generateKeyPairSync('ed25519');
const phone = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const signer = { keyId: 't1', privateKey: office.privateKey };

function keySet(...keys: Partial<TicketKeySet['keys'][number]>[]): TicketKeySet {
  const x = Buffer.from(toHolderKey(office.publicKey).publicKey).toString('base64url');
  const fixed = {
    kid: 't1',
    kty: 'OKP',
    crv: 'Ed25519',
    alg: 'EdDSA',
    use: 'sig',
    x,
    nbf: NOW - 100,
  } as const;
  return { keys: keys.map((key) => ({ ...fixed, ...key })) };
}
const verifier: Verifier = { agency: 'lviv', keys: openKeySet(keySet({})) };

const anywhere: Ticket = {
  ticketId: '00112233445566778899aabbccddeeff',
  agency: 'lviv',
  fareProductId: 'single',
  issuedAt: NOW,
  validFrom: NOW,
  validUntil: NOW + 3600,
  isSingleUse: true,
};
const paper: Ticket = { ...anywhere, vehicleId: 'bus-7' };
const app: Ticket = {
  ...anywhere,
  isSingleUse: false,
  holder: toHolderKey(phone.publicKey),
  dynamic: { endOfValidity: NOW + 1800, validityDuration: 30 },
};
const issuedApp = issueTicket(signer, app);

const refusal = (bytes: Uint8Array, inspection: Inspection, by = verifier): string | undefined => {
  const verdict = verifyTicket(by, bytes, inspection);
  return verdict.isGood ? undefined : verdict.reason;
};
const show = (madeAt: number, challenge?: Uint8Array): Buffer =>
  presentTicket(
    { algorithm: 'ES256', privateKey: phone.privateKey },
    { madeAt, issued: issuedApp, ...(challenge && { challenge }) },
  );

describe('a static ticket', () => {
  const bytes = issueTicket(signer, paper);
  const onBus = { at: NOW + 10, vehicleId: 'bus-7' };

  it('is verified without a network, and comes out as it went in', () => {
    expect(verifyTicket(verifier, bytes, onBus)).toEqual({ isGood: true, ticket: paper });
  });
  it('TICKET_BAD_SIGNATURE: whatever bit of it is another', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const forged = Buffer.from(bytes);
        forged[bit >> 3]! ^= 1 << (bit & 7);
        expect(refusal(forged, onBus)).toBe('TICKET_BAD_SIGNATURE');
      }),
      { numRuns: 300 },
    );
  });
  it('TICKET_BAD_SIGNATURE: any bytes at all, and never an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1_200 }), (junk) => {
        expect(refusal(junk, onBus)).toBe('TICKET_BAD_SIGNATURE');
      }),
    );
  });
  it('TICKET_BAD_SIGNATURE: by a key that is not in the set, or of another network', () => {
    const stranger = generateKeyPairSync('ed25519').privateKey;
    expect(refusal(issueTicket({ ...signer, privateKey: stranger }, paper), onBus)).toBe(
      'TICKET_BAD_SIGNATURE',
    );
    expect(refusal(issueTicket({ ...signer, keyId: 't9' }, paper), onBus)).toBe('TICKET_BAD_SIGNATURE');
    expect(refusal(bytes, onBus, { ...verifier, agency: 'kyiv' })).toBe('TICKET_BAD_SIGNATURE');
  });
  it('TICKET_EXPIRED, TICKET_NOT_YET_VALID, TICKET_WRONG_ZONE: with the ticket, so that somebody can explain', () => {
    expect(verifyTicket(verifier, bytes, { ...onBus, at: NOW + 3600 })).toEqual({
      isGood: false,
      reason: 'TICKET_EXPIRED',
      ticket: paper,
    });
    expect(refusal(bytes, { ...onBus, at: NOW - 1 })).toBe('TICKET_NOT_YET_VALID');
    expect(refusal(bytes, { at: NOW, vehicleId: 'bus-8' })).toBe('TICKET_WRONG_ZONE');
    const zoned = issueTicket(signer, { ...anywhere, zoneIds: ['A'] });
    expect(refusal(zoned, { at: NOW, zoneId: 'A' })).toBeUndefined();
    expect(refusal(zoned, { at: NOW, zoneId: 'B' })).toBe('TICKET_WRONG_ZONE');
  });
});

describe('keys that are replaced', () => {
  const next = generateKeyPairSync('ed25519');
  const nextX = Buffer.from(toHolderKey(next.publicKey).publicKey).toString('base64url');
  const both = openKeySet(keySet({ exp: NOW + 60 }, { kid: 't2', x: nextX, nbf: NOW + 30 }));
  const by = { ...verifier, keys: both };
  const at = NOW + 100;

  it('overlap: tickets of the old key stay good, new ones are signed by the new', () => {
    expect(refusal(issueTicket(signer, anywhere), { at }, by)).toBeUndefined();
    const fresh = issueTicket(
      { keyId: 't2', privateKey: next.privateKey },
      { ...anywhere, issuedAt: NOW + 70 },
    );
    expect(refusal(fresh, { at }, by)).toBeUndefined();
  });
  it('sign nothing outside of their time', () => {
    const late = issueTicket(signer, { ...anywhere, issuedAt: NOW + 60 });
    expect(refusal(late, { at }, by)).toBe('TICKET_BAD_SIGNATURE');
    const early = issueTicket({ keyId: 't2', privateKey: next.privateKey }, anywhere);
    expect(refusal(early, { at }, by)).toBe('TICKET_BAD_SIGNATURE');
  });
});

describe('a ticket on a phone', () => {
  it('is good with a code that the phone made just now, by P-256 or Ed25519', () => {
    expect(verifyTicket(verifier, show(NOW + 5), { at: NOW + 10 })).toEqual({ isGood: true, ticket: app });
    const other = generateKeyPairSync('ed25519');
    const issued = issueTicket(signer, { ...app, holder: toHolderKey(other.publicKey) });
    const code = presentTicket({ algorithm: 'EdDSA', privateKey: other.privateKey }, { madeAt: NOW, issued });
    expect(refusal(code, { at: NOW })).toBeUndefined();
  });
  it('TICKET_STALE_DYNAMIC: a picture of the code, and the issuer’s layer without the phone’s', () => {
    expect(refusal(show(NOW), { at: NOW + 90 })).toBeUndefined();
    expect(refusal(show(NOW), { at: NOW + 91 })).toBe('TICKET_STALE_DYNAMIC');
    expect(refusal(issuedApp, { at: NOW })).toBe('TICKET_STALE_DYNAMIC');
  });
  it('TICKET_STALE_DYNAMIC: a code without the validator’s challenge', () => {
    const challenge = Buffer.from('c4a1');
    expect(refusal(show(NOW, challenge), { at: NOW, challenge })).toBeUndefined();
    expect(refusal(show(NOW), { at: NOW, challenge })).toBe('TICKET_STALE_DYNAMIC');
    expect(refusal(show(NOW, Buffer.from('other')), { at: NOW, challenge })).toBe('TICKET_STALE_DYNAMIC');
  });
  it('TICKET_BAD_SIGNATURE: a code by another phone, or around a ticket that is no phone’s', () => {
    const thief = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const stolen = presentTicket(
      { algorithm: 'ES256', privateKey: thief.privateKey },
      { madeAt: NOW, issued: issuedApp },
    );
    expect(refusal(stolen, { at: NOW })).toBe('TICKET_BAD_SIGNATURE');
    const wrapped = presentTicket(
      { algorithm: 'ES256', privateKey: thief.privateKey },
      { madeAt: NOW, issued: issueTicket(signer, anywhere) },
    );
    expect(refusal(wrapped, { at: NOW })).toBe('TICKET_BAD_SIGNATURE');
  });
  it('has bounds: a code is good for an hour at most', () => {
    const greedy = { ...app, dynamic: { endOfValidity: NOW + 1800, validityDuration: 3601 } };
    expect(() => issueTicket(signer, greedy)).toThrow();
  });
});

describe('the QR code of a ticket', () => {
  it.each([
    ['static', issueTicket(signer, paper)],
    ['on a phone', show(NOW)],
  ])('%s is read back byte by byte', async (_name, bytes) => {
    expect(await drawQr(bytes)).toMatch(/^<svg /);
    const read = readModules(create([{ data: bytes, mode: 'byte' }], { errorCorrectionLevel: 'M' }).modules);
    expect(Buffer.from(read)).toEqual(bytes);
  });
});

describe('the public test vectors (docs/ticket-vectors.json)', () => {
  const file = new URL('../../../../docs/ticket-vectors.json', import.meta.url);
  const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;
  const keys = openKeySet(ticketKeySet.parse(vectors.keySet));

  it.each(vectors.vectors.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
    const { challenge, ...inspection } = vector.inspection;
    const verdict = verifyTicket({ agency: vectors.agency, keys }, Buffer.from(vector.cbor, 'hex'), {
      ...inspection,
      ...(challenge !== undefined && { challenge: Buffer.from(challenge, 'hex') }),
    });
    expect(verdict.isGood ? 'GOOD' : verdict.reason).toBe(vector.verdict);
    if (verdict.ticket) expect(verdict.ticket.ticketId).toBe(vector.ticketId);
  });

  it('name each verdict', () => {
    const verdicts = new Set(vectors.vectors.map(({ verdict }) => verdict));
    expect([...verdicts].sort()).toEqual([
      'GOOD',
      'TICKET_BAD_SIGNATURE',
      'TICKET_EXPIRED',
      'TICKET_NOT_YET_VALID',
      'TICKET_STALE_DYNAMIC',
      'TICKET_WRONG_ZONE',
    ]);
  });

  it('are made again byte by byte by the published private key (Ed25519 is deterministic)', () => {
    const { d, x } = vectors.issuerPrivateKey;
    const privateKey = createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', d, x }, format: 'jwk' });
    for (const { cbor, made } of vectors.vectors) {
      if (made) {
        expect(issueTicket({ keyId: made.keyId, privateKey }, made.ticket).toString('hex')).toBe(cbor);
      }
    }
  });
});

interface Vectors {
  readonly agency: string;
  readonly keySet: unknown;
  readonly issuerPrivateKey: { readonly d: string; readonly x: string };
  readonly vectors: readonly {
    readonly name: string;
    readonly cbor: string;
    readonly ticketId?: string;
    readonly inspection: Omit<Inspection, 'challenge'> & { readonly challenge?: string };
    readonly verdict: string;
    readonly made?: { readonly keyId: string; readonly ticket: Ticket };
  }[];
}

/** As a camera would: black and white pixels, four a module, with a quiet zone. */
function readModules({ size, data }: { size: number; data: Uint8Array }): number[] {
  const scale = 4;
  const side = (size + 8) * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < size * scale; y++) {
    for (let x = 0; x < size * scale; x++) {
      if (data[Math.floor(y / scale) * size + Math.floor(x / scale)] === 0) continue;
      pixels.fill(
        0,
        ((y + 4 * scale) * side + x + 4 * scale) * 4,
        ((y + 4 * scale) * side + x + 4 * scale) * 4 + 3,
      );
    }
  }
  return jsQR.default(pixels, side, side)!.binaryData;
}
