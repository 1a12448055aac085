import { SIGNED_AS } from '@rukh/domain/taps';
import { DeviceKey } from './device-key.js';
import { DeviceSigner } from './device-signer.js';
import { SessionDesk, type SessionAnswer } from './session-desk.js';

const KEY = DeviceKey.derive('spec');
const BODY = Buffer.from('taps');
const SESSION = { sessionId: 'k.1.s', sessionKey: Buffer.alloc(32, 1), validForMs: 1000 } as const;

/** A desk that answers what it is told, at once. */
class ToldDesk extends SessionDesk {
  asked = 0;

  constructor(private readonly answers: SessionAnswer[]) {
    super('http://nowhere.test');
  }

  override open(): Promise<SessionAnswer> {
    this.asked++;
    return Promise.resolve(this.answers.shift() ?? { retryAfterSeconds: 0 });
  }
}

function make(answers: SessionAnswer[]): { signer: DeviceSigner; desk: ToldDesk; clock: { ms: number } } {
  const clock = { ms: 0 };
  const desk = new ToldDesk(answers);
  const signer = new DeviceSigner({ deviceId: 'v', key: KEY, desk, now: () => clock.ms, chance: () => 0.5 });
  return { signer, desk, clock };
}

/** Something was taken; whatever that leads to has been done. */
async function take(signer: DeviceSigner): Promise<void> {
  signer.noteTaken(signer.sign('taps', BODY).keyId);
  await Promise.resolve();
  await Promise.resolve();
}

function keyOf(signer: DeviceSigner): string {
  return signer.sign('taps', BODY).keyId;
}

describe('what a validator signs by', () => {
  it('is its key, until it was heard and a session opened, some time after the first answer', async () => {
    const { signer, desk, clock } = make([SESSION]);
    expect(signer.sign('taps', BODY)).toEqual({
      keyId: KEY.keyId,
      signature: KEY.sign(SIGNED_AS.taps, BODY),
    });
    await take(signer);
    expect(desk.asked).toBe(0);
    clock.ms = 2500;
    await take(signer);
    expect(keyOf(signer)).toBe(SESSION.sessionId);
    expect(signer.sign('taps', BODY).signature).toHaveLength(32);
  });

  it('is a new session before the old one ends, and the key where none was to be had', async () => {
    const { signer, desk, clock } = make([SESSION, { ...SESSION, sessionId: 'k.2.s' }]);
    await take(signer);
    clock.ms = 2500;
    await take(signer);
    clock.ms = 2500 + 874;
    await take(signer);
    expect([keyOf(signer), desk.asked]).toEqual(['k.1.s', 1]);
    clock.ms = 2500 + 875;
    await take(signer);
    expect(keyOf(signer)).toBe('k.2.s');
    clock.ms += 999;
    await take(signer);
    expect([keyOf(signer), desk.asked]).toEqual(['k.2.s', 3]);
    clock.ms += 1;
    expect(keyOf(signer)).toBe(KEY.keyId);
  });

  it('is the key again where the session is refused, for longer each time', async () => {
    const again = { ...SESSION, sessionId: 'k.2.s' };
    const { signer, desk, clock } = make([SESSION, again]);
    await take(signer);
    clock.ms = 2500;
    await take(signer);
    expect(signer.noteRefused('k.1.s')).toBe(true);
    expect(keyOf(signer)).toBe(KEY.keyId);
    expect(signer.noteRefused(KEY.keyId)).toBe(false);
    // An answer to something of before: nothing more is known by it.
    expect(signer.noteRefused('k.1.s')).toBe(true);
    clock.ms += 2500;
    await take(signer);
    expect(signer.noteRefused('k.2.s')).toBe(true);
    clock.ms += 4999;
    await take(signer);
    expect(desk.asked).toBe(2);
    clock.ms += 1;
    await take(signer);
    expect(desk.asked).toBe(3);
  });

  it('waits as long as it is told, and then some', async () => {
    const { signer, desk, clock } = make([{ retryAfterSeconds: 60 }, SESSION]);
    await take(signer);
    clock.ms = 2500;
    await take(signer);
    clock.ms = 2500 + 62_499;
    await take(signer);
    expect([keyOf(signer), desk.asked]).toEqual([KEY.keyId, 1]);
    clock.ms++;
    await take(signer);
    expect(keyOf(signer)).toBe(SESSION.sessionId);
  });

  it('is the key after the power was gone', async () => {
    const { signer, clock } = make([SESSION]);
    await take(signer);
    clock.ms = 2500;
    await take(signer);
    signer.forget();
    expect(keyOf(signer)).toBe(KEY.keyId);
  });
});
