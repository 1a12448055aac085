/** What can be tried with `rukh validator`, against the real back office: every answer that a device can give. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { presentTicket, toHolderKey } from '@rukh/adapters/tickets';
import { DISPLAY, makeConfig } from '@rukh/domain/validator';
import { MediaRig } from '../../../ticketing/src/media/media-rig.fixture.js';
import { DenyListBoard } from '../../../ticketing/src/media/deny-list/deny-list-board.js';
import { DeviceClock } from './device-clock.js';
import { DeviceHome } from './device-home.js';
import { DeviceOffice } from './device-office.js';
import { DeviceSigner } from './device-signer.js';
import { HttpTransport } from './http-transport.js';
import { MediumReader } from './medium-reader.js';
import { OfficeShelf } from './office-shelf.js';
import { OnlineCheck } from './online-check.js';
import { RunningValidator } from './running-validator.js';
import { SessionDesk } from './session-desk.js';
import { EN } from './terminal-en.js';
import { ValidatorTerminal } from './validator-terminal.js';

let rig: MediaRig;
let base: string;
let folder: string;

beforeAll(async () => {
  rig = await MediaRig.create();
  base = await listen();
  folder = mkdtempSync(join(tmpdir(), 'rukh-terminal-'));
});
afterAll(async () => {
  rig.app.getHttpServer().closeAllConnections();
  await rig.close();
  rmSync(folder, { recursive: true });
});

async function listen(port = 0): Promise<string> {
  await rig.app.listen(port, '127.0.0.1');
  return `http://127.0.0.1:${(rig.app.getHttpServer().address() as AddressInfo).port}`;
}

/** A validator in its terminal, and who types there. */
class Bench {
  readonly #input: PassThrough;
  readonly #lines: string[] = [];
  readonly #ended: Promise<void>;
  readonly #shown: string[];
  readonly #tick: NodeJS.Timeout;

  private constructor(
    readonly terminal: ValidatorTerminal,
    readonly signer: DeviceSigner,
    output: PassThrough,
    input: PassThrough,
    shown: string[],
  ) {
    this.#input = input;
    this.#shown = shown;
    output.on('data', (text: Buffer) => this.#lines.push(...text.toString().split('\n').filter(Boolean)));
    terminal.validator.happen({ type: 'CONNECTION', isUp: true });
    this.#tick = setInterval(() => {
      terminal.validator.happen({ type: 'TICK' });
    }, 50);
    terminal.office.start();
    this.#ended = terminal.run();
  }

  static async open(deviceId: string, vehicleId = 'bus-7', waitSeconds = 1): Promise<Bench> {
    const home = DeviceHome.open(join(folder, deviceId), deviceId);
    const { publicKey, keyId } = home.key;
    await rig.query(
      `INSERT INTO ticketing.devices (device_id, operator_id, state) VALUES ($1, 'let', 'ACTIVE')
       ON CONFLICT DO NOTHING`,
      [deviceId],
    );
    await rig.query(
      `INSERT INTO ticketing.device_keys (device_id, key_id, public_key) VALUES ($1, $2, $3)
       ON CONFLICT DO NOTHING`,
      [deviceId, keyId, publicKey],
    );
    const [input, output] = [new PassThrough(), new PassThrough()];
    const shown: string[] = [];
    const clock = new DeviceClock();
    const signer = new DeviceSigner({
      deviceId,
      key: home.key,
      desk: new SessionDesk(base),
      chance: () => 0,
    });
    const terminal = new ValidatorTerminal(clock, EN, DISPLAY.en, input, output);
    terminal.validator = new RunningValidator({
      config: makeConfig(deviceId, { vehicleId }),
      journalPath: home.journalPath,
      signer,
      clock,
      transport: new HttpTransport(base),
      onEffect: (effect) => {
        terminal.show(effect);
        if (effect.type === 'SHOW') shown.push(effect.reason);
      },
    });
    terminal.office = new DeviceOffice({
      url: base,
      deviceId,
      signer,
      shelf: new OfficeShelf(home.folder),
      onEvent: (event) => {
        terminal.validator.happen(event);
      },
      waitSeconds,
    });
    terminal.reader = new MediumReader({
      office: terminal.office,
      check: new OnlineCheck({ url: base, deviceId, vehicleId, signer, limitMs: 10_000 }),
      tellTime: () => terminal.validator.tellTime(),
      zoneId: () => terminal.zoneId,
      vehicleId,
    });
    return new Bench(terminal, signer, output, input, shown);
  }

  /** What the terminal answers to a line, up to its line of state. */
  async type(line: string): Promise<string> {
    this.#lines.length = 0;
    this.#input.write(`${line}\n`);
    await until('an answer', () => this.#lines.some((text) => text.startsWith('  [')));
    return this.#lines.join('\n');
  }

  /** The reason of the tap that a line made. */
  async tap(line: string): Promise<string> {
    const { length } = this.#shown;
    await this.type(line);
    await until('a light', () => this.#shown.length > length);
    return this.#shown.at(-1)!;
  }

  async hasList(): Promise<void> {
    await until('a list', () => this.terminal.validator.state.denyList !== undefined);
    await until('ticket keys', () => this.terminal.office.verifier !== undefined);
  }

  async close(): Promise<void> {
    this.#input.write('quit\n');
    await this.#ended;
    clearInterval(this.#tick);
    await this.terminal.office.stop();
    this.terminal.validator.close();
  }
}

async function until(what: string, isTrue: () => boolean): Promise<void> {
  for (let tries = 0; !isTrue(); tries++) {
    if (tries > 1500) throw new Error(`there was not ${what}`);
    await delay(20);
  }
}

let cards = 0;
async function issue(): Promise<{ token: string; tokenRef: string; accountId: number }> {
  const token = `5500${String(++cards).padStart(4, '0')}`;
  const { body } = await rig.ask<{ tokenRef: string; accountId: number }>('POST', 'media', {
    token,
    mediaType: 'CLOSED_CARD',
  });
  return { token, ...body };
}

async function sell(changes: object = {}): Promise<{ cose: string; ticketId: string }> {
  const { body, status } = await rig.ask<{ cose: string; ticketId: string }>('POST', 'tickets', {
    channel: 'DRIVER',
    fareProductId: 'single',
    validSeconds: 3600,
    priceMinor: 2000,
    currency: 'UAH',
    isSingleUse: true,
    ...changes,
  });
  expect(status).toBe(201);
  return body;
}

describe('a validator in a terminal, with a network', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.open('t-1');
    await bench.hasList();
  });
  afterAll(() => bench.close());

  it('asks the back office, and says what it answers: a card, one never seen, a badge that nobody gave out', async () => {
    const { token } = await issue();
    expect(await bench.tap(token)).toBe('OK_PAYG');
    expect(await bench.type('status')).toContain('online');
    expect(await bench.tap('b tok_never_seen')).toBe('OK_OFFLINE_RISK');
    expect(await bench.tap('staff 17')).toBe('NOT_ON_ALLOW_LIST');
    expect(await bench.tap('cash')).toBe('OK_PAYG');
  });

  it('knows a pass and a concession', async () => {
    const [pass, concession] = [await issue(), await issue()];
    const validFrom = '2026-01-01T00:00:00Z';
    await rig.ask('POST', `accounts/${concession.accountId}/entitlements`, {
      riderCategoryId: 'student',
      fundingBodyId: 'lviv',
      validFrom,
    });
    const { body } = await rig.ask('POST', `accounts/${pass.accountId}/passes`, {
      ...{ fareProductId: 'pass-30', durationDays: 30, priceMinor: 90_000, currency: 'UAH' },
    });
    expect((await rig.ask('POST', `passes/${String(body.passId)}/activation`, {})).status).toBe(200);
    expect(await bench.tap(pass.token)).toBe('OK_PASS');
    expect(await bench.tap(concession.token)).toBe('OK_CONCESSION');
  });

  it('refuses a card that was reported lost, by the answer and by the list, and lets it ride again', async () => {
    const { token, tokenRef } = await issue();
    expect(await bench.tap(token)).toBe('OK_PAYG');
    await rig.ask('POST', `media/${tokenRef}/loss`);
    expect(await bench.tap(`${token} +1`)).toBe('DENY_LIST');
    await rig.app.get(DenyListBoard).refresh();
    await until('the news', () => bench.terminal.office.isListed(token) === true);
    await bench.type('offline');
    const before = bench.terminal.validator.state;
    expect(await bench.tap(`${token} +2`)).toBe('DENY_LIST');
    const { tap } = bench.terminal.validator.state.queue.at(-1)!;
    expect([tap.denyListVersion, before.denyList!.version]).toEqual([
      bench.terminal.validator.state.denyList!.version,
      bench.terminal.validator.state.denyList!.version,
    ]);
    await bench.type('online');
    await rig.ask('POST', `media/${tokenRef}/unblock`);
    await until('better news', () => bench.terminal.office.isListed(token) === false);
    expect(await bench.tap(`${token} +3`)).toBe('OK_TRANSFER_HINT');
  });

  it('verifies a ticket by itself, and takes one for a single ride once', async () => {
    const { cose } = await sell();
    expect(await bench.tap(`q ${cose}`)).toBe('OK_PASS');
    expect(await bench.tap(`q ${cose}`)).toBe('PASSBACK');
  });

  it.each([
    ['of a forger', 'TICKET_BAD_SIGNATURE', async () => `${(await sell()).cose.slice(0, -4)}AAAA`],
    ['that is no ticket at all', 'TICKET_BAD_SIGNATURE', () => 'hello'],
    ['of another vehicle', 'TICKET_WRONG_ZONE', async () => (await sell({ vehicleId: 'bus-8' })).cose],
    ['of another zone', 'TICKET_WRONG_ZONE', async () => (await sell({ zoneIds: ['B'] })).cose],
    [
      'of tomorrow',
      'TICKET_NOT_YET_VALID',
      async () => (await sell({ validFrom: new Date(Date.now() + 86_400_000).toISOString() })).cose,
    ],
    [
      'of yesterday',
      'TICKET_EXPIRED',
      async () => (await sell({ validFrom: new Date(Date.now() - 86_400_000).toISOString() })).cose,
    ],
  ])('refuses a ticket %s: %s', async (_, reason, make) => {
    expect(await bench.tap(`q ${await make()}`)).toBe(reason);
  });

  it("takes a ticket of the vehicle's zone", async () => {
    const { cose } = await sell({ zoneIds: ['A'] });
    await bench.type('zone A');
    expect(await bench.tap(`q ${cose}`)).toBe('OK_PASS');
    await bench.type('zone');
  });

  it("takes a phone's code that was made now, and no picture of one", async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = toHolderKey(publicKey);
    const holder = { ...key, publicKey: Buffer.from(key.publicKey).toString('base64url') };
    const { cose } = await sell({ channel: 'APP', holder, isSingleUse: false });
    const show = (ageSeconds: number): string =>
      presentTicket(
        { algorithm: 'ES256', privateKey },
        { madeAt: Math.floor(Date.now() / 1000) - ageSeconds, issued: Buffer.from(cose, 'base64url') },
      ).toString('base64url');
    expect(await bench.tap(`q ${show(0)}`)).toBe('OK_PASS');
    expect(await bench.tap(`q ${show(120)}`)).toBe('TICKET_STALE_DYNAMIC');
    expect(await bench.tap(`q ${cose}`)).toBe('TICKET_STALE_DYNAMIC');
  });

  it('says what only a reader of cards finds out, and refuses all while an inspector is on board', async () => {
    expect(await bench.tap('77 expired')).toBe('CARD_EXPIRED');
    expect(await bench.tap('b tok_1 not-genuine')).toBe('EMV_ODA_FAIL');
    expect(await bench.tap('b tok_1 declined')).toBe('EMV_DECLINE');
    expect(await bench.tap('torn')).toBe('READ_ERROR');
    // The back office, which knows of no inspection, would let it go again.
    await bench.type('offline');
    await bench.type('lock');
    expect(await bench.tap('77')).toBe('INSPECTION_LOCK');
    await bench.type('unlock');
    await bench.type('online');
  });
});

describe('a validator in a terminal, without a network', () => {
  it('sets its clock rightly, however often it is told to', async () => {
    const bench = await Bench.open('t-clock');
    await bench.type('drift +7m');
    await bench.tap((await issue()).token);
    await until('a comparison', () => bench.terminal.validator.state.clockOffsetMs !== undefined);
    await bench.type('offline');
    for (const command of ['sync', 'sync', 'drift -2m', 'sync']) await bench.type(command);
    expect(Math.abs(bench.terminal.clock.driftMs)).toBeLessThan(5_000);
    await bench.close();
  });

  it('has a list of long ago confirmed as soon as it was fetched', async () => {
    await delay(2_500);
    const startedAtMs = Date.now();
    const bench = await Bench.open('starts-late', 'bus-8', 25);
    // A head is signed anew each second at most.
    const isConfirmed = (): boolean =>
      (bench.terminal.validator.state.denyList?.confirmedAtMs ?? 0) >= startedAtMs - 1_000;
    await until('a confirmation', isConfirmed);
    expect(Date.now() - startedAtMs).toBeLessThan(20_000);
    await bench.close();
  });

  it('decides by its list and its keys, over a restart too; sends all of it later', async () => {
    const bench = await Bench.open('t-2');
    await bench.hasList();
    const [good, lost] = [await issue(), await issue()];
    await rig.ask('POST', `media/${lost.tokenRef}/loss`);
    await until('the news', () => bench.terminal.office.isListed(lost.token) === true);
    const { cose } = await sell();
    await bench.type('offline');
    expect(await bench.tap(good.token)).toBe('OK_PAYG');
    expect(await bench.tap(lost.token)).toBe('DENY_LIST');
    expect(await bench.tap('b tok_new')).toBe('OK_OFFLINE_RISK');
    expect(await bench.tap(`q ${cose}`)).toBe('OK_PASS');
    await bench.close();
    const again = await Bench.open('t-2');
    await again.type('offline');
    expect(await again.tap(lost.token)).toBe('DENY_LIST');
    expect(await again.tap(`q ${cose}`)).toBe('PASSBACK');
    expect(await again.tap(`${good.token} +1`)).toBe('OK_TRANSFER_HINT');
    expect(await again.tap(`${good.token} +2`)).toBe('OK_TRANSFER_HINT');
    // Days on, by a clock that nobody can compare: the list is too old.
    await again.type('drift +8d');
    expect(await again.tap('991')).toBe('OK_DEGRADED');
    expect(await again.tap('staff 17')).toBe('NOT_ON_ALLOW_LIST');
    await again.type('drift 0s');
    await again.type('online');
    await until('receipts', () => again.terminal.validator.state.queue.length === 0);
    await again.close();
    const rows = await rig.query(`SELECT seq FROM ticketing.taps WHERE device_id = 't-2'`);
    expect(rows).toHaveLength(10);
  });

  it('goes by the rules that the city publishes: no bank card by a list too old', async () => {
    const { body: rules } = await rig.ask<{ staleList: object }>('GET', 'validator-configuration');
    const bank = { maxAgeSeconds: 60, whenStale: 'DENY' };
    const published = { ...rules, staleList: { ...rules.staleList, BANK_CARD: bank } };
    expect((await rig.ask('POST', 'validator-configuration', published)).status).toBe(201);
    const bench = await Bench.open('t-3');
    await bench.hasList();
    await bench.type('offline');
    bench.terminal.clock.driftMs = 0;
    // What was asked before may still be answered, and would tell the device the time; the crash makes it forget it.
    await delay(1500);
    await bench.type('crash');
    const { validator } = bench.terminal;
    await until('the rules', () => validator.state.config.rules.staleList.BANK_CARD.maxAgeSeconds === 60);
    await bench.type('drift +2m');
    expect(await bench.tap('b tok_2')).toBe('EMV_ONLINE_REQUESTED');
    await bench.close();
  });

  it('follows the back office to its next keys, though it slept through the change', async () => {
    const bench = await Bench.open('t-4');
    await bench.hasList();
    await bench.type('offline');
    const port = Number(new URL(base).port);
    rig.app.getHttpServer().closeAllConnections();
    await rig.app.close();
    await rig.startApp({ RUKH_TICKETING_SIGNING_GENERATION: '2' });
    await listen(port);
    const { token, tokenRef } = await issue();
    await rig.ask('POST', `media/${tokenRef}/loss`);
    await bench.type('online');
    await until('the news', () => bench.terminal.office.isListed(token) === true);
    const { cose } = await sell();
    expect(await bench.tap(`q ${cose}`)).toBe('OK_PASS');
    await bench.close();
  });

  it('signs in a session once it was heard, and by its key where the session is good no more', async () => {
    const bench = await Bench.open('t-5');
    const { signer, terminal } = bench;
    const signedBy = (): string => signer.sign('taps', Buffer.from('')).keyId;
    await until('a session', () => signedBy() !== signer.key.keyId);
    await bench.type('4400');
    await until('a receipt', () => terminal.validator.state.queue.length === 0);
    const session = signedBy();
    await bench.type('offline');
    const port = Number(new URL(base).port);
    rig.app.getHttpServer().closeAllConnections();
    await rig.app.close();
    await rig.startApp({ RUKH_TICKETING_TOKEN_KEY: 'another-token-key-for-tests-only-too' });
    await listen(port);
    await bench.type('4401');
    await bench.type('online');
    await until('a receipt', () => terminal.validator.state.queue.length === 0);
    expect(terminal.validator.state.refusal).toBeUndefined();
    expect(signedBy()).not.toBe(session);
    await bench.close();
  });
});
