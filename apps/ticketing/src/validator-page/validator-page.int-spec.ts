/** The validator in a web page: what is served, and its device against the real intake, with a disk in memory. */
import { webcrypto } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import * as domain from '@rukh/domain/validator';
import type { DeviceTap } from '@rukh/domain/taps';
import { IntakeRig } from '../intake-rig.fixture.js';

interface WebValidator {
  readonly state: domain.ValidatorState;
  happen(event: domain.ValidatorEvent): Promise<void>;
}
interface DeviceModule {
  readonly WebValidator: { start(parts: object): Promise<WebValidator> };
  postSigned(deviceId: string, leaf: string, body: string, base: string): Promise<object>;
}

const DEVICE_MODULE = new URL('../../public/validator/device.js', import.meta.url).pathname;
const SIGNER_MODULE = new URL('../../public/validator/session.js', import.meta.url).pathname;

let rig: IntakeRig;
let base: string;
let device: DeviceModule;
let WebSigner: new (parts: object) => object;
/** By what was signed what was posted. */
const keyIds: string[] = [];

beforeAll(async () => {
  rig = await IntakeRig.create();
  await rig.app.listen(0, '127.0.0.1');
  base = `http://127.0.0.1:${(rig.app.getHttpServer().address() as AddressInfo).port}`;
  device = (await import(DEVICE_MODULE)) as DeviceModule;
  ({ WebSigner } = (await import(SIGNER_MODULE)) as { WebSigner: typeof WebSigner });
});

afterAll(async () => {
  // What fetch keeps open for later would be waited for.
  rig.app.getHttpServer().closeAllConnections();
  await rig.close();
});

/** A disk that outlives its device. */
class MemoryDisk {
  boots = 0;
  highWaterMark = 0;
  taps: DeviceTap[] = [];
  usedTickets: domain.UsedTicket[] = [];
  isFull = false;

  read(): Promise<domain.KeptOnDevice> {
    const { boots, highWaterMark, taps } = this;
    return Promise.resolve({ boots, highWaterMark, taps: [...taps], usedTickets: [...this.usedTickets] });
  }
  putBoot(bootId: number): Promise<void> {
    this.boots = bootId;
    return Promise.resolve();
  }
  putTap(tap: DeviceTap, used?: domain.UsedTicket): Promise<void> {
    if (this.isFull) return Promise.reject(new Error('QuotaExceededError'));
    this.taps.push(tap);
    if (used !== undefined) this.usedTickets.push(used);
    return Promise.resolve();
  }
  forget(highWaterMark: number): Promise<void> {
    this.highWaterMark = highWaterMark;
    this.taps = this.taps.filter(({ seq }) => seq > highWaterMark);
    return Promise.resolve();
  }
}

async function start(deviceId: string, disk: MemoryDisk, shown: string[]): Promise<WebValidator> {
  const known = await rig.query(`SELECT 1 FROM ticketing.devices WHERE device_id = '${deviceId}'`);
  if (known.length === 0) {
    const pair = await webcrypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
    keys.set(deviceId, pair as webcrypto.CryptoKeyPair);
    await rig.addDevice(deviceId);
    const raw = await webcrypto.subtle.exportKey('raw', keys.get(deviceId)!.publicKey);
    await rig.query('UPDATE ticketing.device_keys SET public_key = $2 WHERE device_id = $1', [
      deviceId,
      Buffer.from(raw),
    ]);
  }
  return device.WebValidator.start({
    domain,
    store: disk,
    signer: new WebSigner({
      key: {
        keyId: 'k1',
        sign: (bytes: Uint8Array<ArrayBuffer>) =>
          webcrypto.subtle.sign('Ed25519', keys.get(deviceId)!.privateKey, bytes),
      },
      deviceId,
      base,
      chance: () => 0,
    }),
    post: (id: string, leaf: string, body: string) => {
      keyIds.push((JSON.parse(body) as { keyId: string }).keyId);
      return device.postSigned(id, leaf, body, base);
    },
    deviceId,
    onEffect: (effect: domain.ValidatorEffect) => {
      if (effect.type === 'SHOW') shown.push(effect.reason);
    },
    onState: () => undefined,
  });
}
const keys = new Map<string, webcrypto.CryptoKeyPair>();

function tap(token: string): domain.CardRead {
  return { type: 'CARD_READ', token, mediaType: 'CLOSED_CARD' };
}

async function untilSent(validator: WebValidator): Promise<void> {
  for (let tries = 0; validator.state.queue.length > 0 && tries < 200; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    await validator.happen({ type: 'TICK' });
  }
}

describe('a validator in a web page', () => {
  it('keeps taps without a network and over a restart, and sends them when there is one', async () => {
    const disk = new MemoryDisk();
    const shown: string[] = [];
    const first = await start('web1', disk, shown);
    for (let i = 0; i < 25; i++) await first.happen(tap(`card-${i}`));
    const second = await start('web1', disk, shown);
    await second.happen(tap('one-more'));
    expect([second.state.queue.length, shown.length]).toEqual([26, 26]);
    await second.happen({ type: 'CONNECTION', isUp: true });
    await untilSent(second);
    expect([second.state.highWaterMark, disk.taps]).toEqual([26, []]);
    const rows = await rig.query(`SELECT seq FROM ticketing.taps WHERE device_id = 'web1'`);
    expect(rows).toHaveLength(26);
  });

  it('shows no light for a tap that its disk did not take, and gives its number to the next', async () => {
    const disk = new MemoryDisk();
    const shown: string[] = [];
    const validator = await start('web2', disk, shown);
    disk.isFull = true;
    await expect(validator.happen(tap('lost'))).rejects.toThrow('Quota');
    disk.isFull = false;
    await validator.happen(tap('kept'));
    expect([shown, disk.taps.map(({ seq, token }) => `${seq} ${token}`)]).toEqual([
      ['OK_DEGRADED'],
      ['1 kept'],
    ]);
  });

  it('tells of itself what the back office keeps: its queue, its list, its start', async () => {
    const validator = await start('web3', new MemoryDisk(), []);
    await validator.happen({ type: 'LIST', list: { version: 7, confirmedAtMs: Date.now() } });
    await validator.happen({ type: 'CONNECTION', isUp: true });
    await validator.happen({ type: 'TICK' });
    let rows: unknown[] = [];
    for (let tries = 0; rows.length === 0 && tries < 200; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      rows = await rig.query(
        `SELECT boot_id::int, last_seq::int, queue_length, deny_list_version, software_version
         FROM ticketing.device_status WHERE device_id = 'web3'`,
      );
    }
    expect(rows).toEqual([
      {
        ...{ boot_id: 1, last_seq: 0, queue_length: 0, deny_list_version: 7 },
        software_version: 'rukh-web-validator-0.1',
      },
    ]);
  });

  it('signs in a session once it was heard, and by its key where the session is good no more', async () => {
    const validator = await start('web4', new MemoryDisk(), []);
    await validator.happen({ type: 'CONNECTION', isUp: true });
    const send = async (): Promise<string> => {
      await validator.happen(tap('often'));
      await untilSent(validator);
      return keyIds.at(-1)!;
    };
    let last = '';
    for (let tries = 0; !last.startsWith('k1.') && tries < 200; tries++) last = await send();
    expect(last).toMatch(/^k1\./);
    const { port } = new URL(base);
    rig.app.getHttpServer().closeAllConnections();
    await rig.app.close();
    await rig.startApp({ RUKH_TICKETING_TOKEN_KEY: 'another-token-key-for-tests-only-too' });
    await rig.app.listen(Number(port), '127.0.0.1');
    await validator.happen(tap('after'));
    await untilSent(validator);
    expect(validator.state.queue).toEqual([]);
    expect(validator.state.refusal).toBeUndefined();
    const rows = await rig.query(`SELECT seq FROM ticketing.taps WHERE device_id = 'web4'`);
    expect(rows).toHaveLength(validator.state.lastSeq);
  });

  it.each(['uk', 'en'])('has its page in %s, with nothing from elsewhere', async (lang) => {
    const answer = await fetch(`${base}/validator?lang=${lang}`);
    const html = await answer.text();
    expect(html).toContain(`<html lang="${lang}">`);
    expect(html).toContain('rel="icon"');
    expect(html.match(/(?:src|href)="(?!\/|data:,")[^"]*"/g)).toBeNull();
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  it.each([
    '/validator-worker.js',
    '/assets/validator/page.js',
    '/assets/validator/page.css',
    '/assets/validator/office.js',
    '/assets/validator/held-list.js',
    '/assets/validator/signed.js',
    '/assets/validator/session.js',
    '/assets/validator/jsqr.js',
    '/assets/validator/domain/media/index.js',
    '/assets/validator/domain/geo/index.js',
    '/assets/validator/domain/validator/index.js',
    '/assets/validator/domain/taps/index.js',
  ])('serves %s', async (path) => {
    expect((await fetch(base + path)).status).toBe(200);
  });

  it.each([
    '/assets/validator/worker.js',
    '/assets/validator/..%2Ffinance.js',
    '/assets/validator/domain/fares/index.js',
    '/assets/validator/domain/taps/..%2F..%2F..%2Fpackage.json',
    '/assets/validator/domain/validator/none.js',
  ])('does not serve %s', async (path) => {
    expect((await fetch(base + path)).status).toBe(404);
  });
});
