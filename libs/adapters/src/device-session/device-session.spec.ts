import {
  deriveSessionKey,
  makeSessionName,
  makeSessionPair,
  openSession,
  readSessionName,
  sealSession,
} from './index.js';

const OFFICE = Buffer.alloc(32, 7);

describe('a session of a device', () => {
  it('has a name that tells its key and its end, and is no name of a key', () => {
    const name = makeSessionName({ keyId: 'k-1_x', validUntil: 1_795_867_200 });
    expect(readSessionName(name)).toEqual({ keyId: 'k-1_x', validUntil: 1_795_867_200 });
    expect(readSessionName('k-1_x')).toBeUndefined();
    expect(readSessionName(`${name}x`)).toBeUndefined();
  });

  it('has one key on both sides', () => {
    const pair = makeSessionPair();
    const name = makeSessionName({ keyId: 'k', validUntil: 1 });
    const key = deriveSessionKey(OFFICE, 'v1', name);
    const sealed = sealSession(pair.publicKey, name, key);
    expect(sealed.sealedKey.equals(key)).toBe(false);
    expect(openSession(pair.privateKey, name, sealed).equals(key)).toBe(true);
    expect(openSession(makeSessionPair().privateKey, name, sealed).equals(key)).toBe(false);
  });

  it('has another key for another device, another name, another secret', () => {
    const keys = [
      deriveSessionKey(OFFICE, 'v1', 'k.1.a'),
      deriveSessionKey(OFFICE, 'v2', 'k.1.a'),
      deriveSessionKey(OFFICE, 'v1', 'k.2.a'),
      deriveSessionKey(Buffer.alloc(32, 8), 'v1', 'k.1.a'),
    ];
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(4);
  });
});
