import {
  type CardRead,
  type DeviceNow,
  NOTHING_KEPT,
  SIGNALS,
  SIGNAL_FORMS,
  type ValidatorEffect,
  type ValidatorState,
  makeConfig,
  startValidator,
  step,
  tellTime,
} from './index.js';
import { DEFAULT_VALIDATOR_CONFIGURATION, type ValidatorConfiguration } from '../media/index.js';
import { DENY_REASONS, type DeviceTap, type TapReason, type TapReceipt } from '../taps/index.js';
import { receipt as receiptOf, rejection } from './model-server.fixture.js';

const DAY = Date.UTC(2026, 10, 28, 6);
const CARD: CardRead = { type: 'CARD_READ', token: '1234', mediaType: 'CLOSED_CARD' };
const LIST = { version: 7, confirmedAtMs: DAY };
const RULES = DEFAULT_VALIDATOR_CONFIGURATION;
const DAY_SECONDS = 24 * 3600;

function at(seconds: number): DeviceNow {
  return { wallMs: DAY + seconds * 1000, uptimeMs: 60_000 + seconds * 1000 };
}

function begin(changes: Parameters<typeof makeConfig>[1] = {}): ValidatorState {
  const state = startValidator(makeConfig('V1', { heartbeatMs: 1e12, ...changes }), at(0));
  return step(state, { type: 'LIST', list: LIST }, at(0)).state;
}

function shown(effects: readonly ValidatorEffect[]): string {
  const show = effects.find((effect) => effect.type === 'SHOW');
  return show?.type === 'SHOW' ? `${show.reason} ${show.signal} ${show.transferMinutes ?? '-'}` : 'nothing';
}

function read(state: ValidatorState, card: Partial<CardRead>, seconds: number): [ValidatorState, string] {
  const next = step(state, { ...CARD, ...card }, at(seconds));
  return [next.state, shown(next.effects)];
}

function withStale(changes: Partial<ValidatorConfiguration['staleList']>): ValidatorConfiguration {
  return { ...RULES, staleList: { ...RULES.staleList, ...changes } };
}

/** Of what only the medium or its signature can show. */
function isOfReader(reason: TapReason): boolean {
  return /^(EMV_|TICKET_|CARD_|READ_)/.test(reason);
}

describe('a validator decides', () => {
  it.each<[string, Partial<CardRead>, string]>([
    ['a card, by what it has', {}, 'OK_PAYG GO 40'],
    [
      'a bank card that nobody verified, at the risk of the first ride',
      { mediaType: 'BANK_CARD' },
      'OK_OFFLINE_RISK GO -',
    ],
    ['a card on the deny list', { isListed: true }, 'DENY_LIST STOP -'],
    ['a pass', { verification: { verdict: 'PASS' } }, 'OK_PASS GO 40'],
    [
      'a concession, with a light the driver knows',
      { verification: { verdict: 'CONCESSION' } },
      'OK_CONCESSION GO_CONCESSION 40',
    ],
    [
      'a transfer that the back office knows of',
      { online: { reason: 'OK_TRANSFER_HINT', transferMinutesLeft: 10, denyListVersion: 7 } },
      'OK_TRANSFER_HINT GO 10',
    ],
    [
      'a card whose debt was paid since the list, by the back office that was asked',
      { isListed: true, online: { reason: 'OK_PAYG', denyListVersion: 8 } },
      'OK_PAYG GO 40',
    ],
    [
      'a card whose debt was made since the list, by the back office that was asked',
      { online: { reason: 'DENY_LIST', denyListVersion: 8 } },
      'DENY_LIST STOP -',
    ],
    [
      'a signed ticket that the back office has no more to say of',
      {
        mediaType: 'STATIC_QR',
        verification: { verdict: 'PASS' },
        online: { reason: 'OK_PAYG', denyListVersion: 7 },
      },
      'OK_PASS GO 40',
    ],
    [
      'a ticket that was used on another vehicle, by the back office that was asked',
      {
        mediaType: 'STATIC_QR',
        verification: { verdict: 'PASS' },
        online: { reason: 'TICKET_EXPIRED', denyListVersion: 7 },
      },
      'TICKET_EXPIRED STOP -',
    ],
    [
      'a ticket with a bad signature',
      { mediaType: 'STATIC_QR', verification: { verdict: 'REFUSED', reason: 'TICKET_BAD_SIGNATURE' } },
      'TICKET_BAD_SIGNATURE STOP -',
    ],
    [
      'a card that could not be read, asking for it again',
      { verification: { verdict: 'REFUSED', reason: 'READ_ERROR' } },
      'READ_ERROR HOLD_AGAIN -',
    ],
    [
      'the number of a bank card, which nobody may type',
      { mediaType: 'BANK_CARD', token: '4111 1111 1111 1111' },
      'READ_ERROR HOLD_AGAIN -',
    ],
    [
      'the same held out as a card of the carrier’s',
      { mediaType: 'CLOSED_CARD', token: '4111 1111 1111 1111' },
      'READ_ERROR HOLD_AGAIN -',
    ],
    [
      'a ticket’s code held out as a card, of which no tap could be kept',
      { mediaType: 'CLOSED_CARD', token: 'x'.repeat(129) },
      'READ_ERROR HOLD_AGAIN -',
    ],
    [
      'a code with a control character, of which no tap could be kept either',
      { mediaType: 'CLOSED_CARD', token: '01046\u001d21' },
      'READ_ERROR HOLD_AGAIN -',
    ],
    [
      'a ticket that is refused, whose code is too long for a token',
      {
        ...{ mediaType: 'STATIC_QR', token: 'x'.repeat(190) },
        verification: { verdict: 'REFUSED', reason: 'TICKET_BAD_SIGNATURE' },
      },
      'TICKET_BAD_SIGNATURE STOP -',
    ],
    ['cash sold by the driver', { mediaType: 'CASH', token: 'driver' }, 'OK_PAYG GO -'],
  ])('%s', (_, card, expected) => {
    expect(read(begin(), card, 0)[1]).toBe(expected);
  });

  it('keeps nothing of the number of a bank card', () => {
    const [state] = read(begin(), { mediaType: 'BANK_CARD', token: '4111111111111111' }, 0);
    expect(state.queue.map(({ tap }) => tap.token)).toEqual(['unread']);
    expect(JSON.stringify([...state.recent])).not.toContain('4111');
  });

  it('refuses a medium held twice within ten seconds, but not a companion asked for, and not later', () => {
    const [first] = read(begin(), {}, 0);
    const [second, refused] = read(first, {}, 9.9);
    expect(refused).toBe('PASSBACK STOP -');
    const [third, companion] = read(second, { extras: [{ kind: 'companion', count: 2 }] }, 9.95);
    expect(companion).toBe('OK_TRANSFER_HINT GO 39');
    expect(read(third, {}, 20)[1]).toBe('OK_TRANSFER_HINT GO 39');
  });

  it('never slides the transfer window: the last second of it is inside, the next begins another', () => {
    let [state] = read(begin(), {}, 0);
    [state] = read(state, {}, 1200);
    const [after, last] = read(state, {}, 2400);
    expect(last).toBe('OK_TRANSFER_HINT GO 0');
    expect(read(after, {}, 2411)[1]).toBe('OK_PAYG GO 40');
  });

  it('tells of a transfer only those media that the tariff lets transfer', () => {
    const card = { mediaType: 'BANK_CARD' } as const;
    const [once] = read(begin(), card, 0);
    expect(read(once, card, 600)[1]).toBe('OK_OFFLINE_RISK GO -');
    const [told, first] = read(begin({ rules: { ...RULES, transferHintMedia: ['BANK_CARD'] } }), card, 0);
    expect([first, read(told, card, 600)[1]]).toEqual(['OK_OFFLINE_RISK GO 40', 'OK_TRANSFER_HINT GO 30']);
  });

  it('OK_OFFLINE_RISK alone: a bank card and a badge, of which nothing is known on board', () => {
    expect(read(begin(), { mediaType: 'BANK_CARD' }, 0)[1]).toBe('OK_OFFLINE_RISK GO -');
    expect(read(begin(), { mediaType: 'STAFF' }, 0)[1]).toBe('OK_OFFLINE_RISK GO -');
  });

  it('by a list that is too old, as the rule of the kind of medium says', () => {
    const stale = DAY_SECONDS + 1;
    const state = begin({
      rules: withStale({
        BANK_CARD: { maxAgeSeconds: DAY_SECONDS, whenStale: 'DENY' },
        STATIC_QR: { maxAgeSeconds: DAY_SECONDS, whenStale: 'DENY' },
      }),
    });
    expect(read(state, {}, stale)[1]).toBe('OK_DEGRADED GO 40');
    expect(read(state, { mediaType: 'BANK_CARD' }, stale)[1]).toBe('EMV_ONLINE_REQUESTED STOP -');
    expect(read(state, { mediaType: 'STATIC_QR' }, stale)[1]).toBe('NOT_ON_ALLOW_LIST STOP -');
    expect(read(state, { isListed: true }, stale)[1]).toBe('DENY_LIST STOP -');
    const online = { reason: 'OK_OFFLINE_RISK', denyListVersion: 9 } as const;
    expect(read(state, { mediaType: 'BANK_CARD', online }, stale)[1]).toBe('OK_OFFLINE_RISK GO -');
  });

  it('lets in only so many by a list that is too old, counts them over a restart, and begins anew with a fresh list', () => {
    const bank = { maxAgeSeconds: 60, whenStale: 'ALLOW_DEGRADED', atMost: 2 } as const;
    let state = begin({ rules: withStale({ BANK_CARD: bank }) });
    const said: string[] = [];
    for (const token of ['a', 'b', 'c']) {
      const [next, answer] = read(state, { token, mediaType: 'BANK_CARD' }, 100);
      state = next;
      said.push(answer.split(' ')[0]!);
    }
    expect(said).toEqual(['OK_DEGRADED', 'OK_DEGRADED', 'EMV_ONLINE_REQUESTED']);
    const kept = { boots: 1, highWaterMark: 0, taps: state.queue.map(({ tap }) => tap), usedTickets: [] };
    const again = startValidator(state.config, at(100), kept);
    expect(read(again, { token: 'd', mediaType: 'BANK_CARD' }, 100)[1]).toBe('EMV_ONLINE_REQUESTED STOP -');
    const list = { version: 7, confirmedAtMs: DAY + 90_000 };
    state = step(state, { type: 'LIST', list }, at(100)).state;
    expect(read(state, { token: 'e', mediaType: 'BANK_CARD' }, 200)[1]).toBe('OK_DEGRADED GO -');
  });

  it('knows after a restart who rode a moment before, as far as its clock tells', () => {
    const ride = { token: 'a', mediaType: 'CLOSED_CARD' } as const;
    const [state] = read(begin(), ride, 0);
    const [tap] = state.queue.map((queued) => queued.tap);
    const restart = (seconds: number, answeredTaps: readonly DeviceTap[]): ValidatorState => {
      const now = { ...at(seconds), uptimeMs: 0 };
      const again = startValidator(state.config, now, { ...NOTHING_KEPT, highWaterMark: 9, answeredTaps });
      return step(again, { type: 'LIST', list: LIST }, now).state;
    };
    const held = (again: ValidatorState, seconds: number, uptimeMs: number): string =>
      shown(step(again, { ...CARD, ...ride }, { ...at(seconds), uptimeMs }).effects);
    const other = { ...tap!, seq: 2, token: 'b' };
    expect(held(restart(3, [tap!, other]), 4, 1000)).toBe('PASSBACK STOP -');
    expect(held(restart(11, [tap!, other]), 12, 1000)).toBe('OK_TRANSFER_HINT GO 39');
    // Of the last one nobody knows whether its light was shown: its rider stands there while the device starts.
    expect(held(restart(40, [tap!]), 45, 5000)).toBe('PASSBACK STOP -');
    expect(held(restart(40, [tap!]), 51, 11_000)).toBe('OK_TRANSFER_HINT GO 39');
    expect(held(restart(400, [tap!]), 401, 1000)).toBe('OK_TRANSFER_HINT GO 33');
    // A clock that was set back tells nothing.
    expect(held(restart(-60, [tap!]), -59, 1000)).toBe('OK_PAYG GO 40');
  });

  it('takes a ticket for one ride once: not again on this vehicle, nor after a restart', () => {
    const ticket = {
      token: 'a1b2',
      mediaType: 'STATIC_QR',
      verification: { verdict: 'PASS' },
      singleUseUntilMs: DAY + 3_600_000,
    } as const;
    const first = step(begin(), { ...CARD, ...ticket }, at(0));
    const keep = first.effects.find((effect) => effect.type === 'KEEP');
    const used = { ticketId: 'a1b2', untilMs: DAY + 3_600_000 };
    expect([shown(first.effects), keep]).toMatchObject(['OK_PASS GO 40', { used }]);
    const [second, held] = read(first.state, ticket, 5);
    expect(held).toBe('PASSBACK STOP -');
    expect(read(second, ticket, 60)[1]).toBe('TICKET_EXPIRED STOP -');
    const again = startValidator(second.config, at(0), { ...NOTHING_KEPT, usedTickets: [used] });
    const informed = step(again, { type: 'LIST', list: LIST }, at(0)).state;
    expect(read(informed, ticket, 60)[1]).toBe('TICKET_EXPIRED STOP -');
    expect(read(informed, { ...ticket, token: 'other' }, 60)[1]).toBe('OK_PASS GO 40');
  });

  it("tells the time by the back office's clock since it was heard, however its own jumps", () => {
    const receipt = { ...receiptOf(0), serverTimeMs: DAY + 7 * 60_000 };
    const heard = step(begin(), { type: 'RECEIPT', receipt }, at(0)).state;
    const jumped = { wallMs: DAY - 1e9, uptimeMs: at(30).uptimeMs };
    expect(tellTime(heard, jumped)).toBe(DAY + 7 * 60_000 + 30_000);
    const late = step(heard, { type: 'RECEIPT', receipt }, at(30)).state;
    expect(tellTime(late, at(30))).toBe(DAY + 7 * 60_000 + 30_000);
  });

  it('forgets how far off its clock was once somebody sets it, or the same would be taken off twice', () => {
    const off = { ...begin(), clockOffsetMs: -420_000 };
    const set = step(off, { type: 'CLOCK_SET', source: 'NETWORK' }, at(1)).state;
    expect(set).toMatchObject({ clockSource: 'NETWORK', config: off.config });
    expect(set.clockOffsetMs).toBeUndefined();
  });

  it('goes by the rules that the back office publishes from then on', () => {
    const rules = { ...RULES, passbackSeconds: 0, transferHintMinutes: 0 };
    const state = step(begin(), { type: 'RULES', rules }, at(0)).state;
    const [next, first] = read(state, {}, 0);
    expect([first, read(next, {}, 1)[1]]).toEqual(['OK_PAYG GO -', 'OK_PAYG GO -']);
  });

  it.each(DENY_REASONS.filter((reason) => isOfReader(reason)))(
    'shows %s, and keeps it as a tap',
    (reason) => {
      const [state, answer] = read(begin(), { verification: { verdict: 'REFUSED', reason } }, 0);
      expect(answer.split(' ')[0]).toBe(reason);
      expect(state.queue[0]!.tap.reason).toBe(reason);
    },
  );

  it('refuses everybody while an inspector is on board, and records it', () => {
    const locked = step(begin(), { type: 'INSPECTION', isLocked: true }, at(0)).state;
    const [state, refused] = read(locked, {}, 1);
    expect(refused).toBe('INSPECTION_LOCK STOP -');
    expect(state.queue).toHaveLength(1);
    const free = step(state, { type: 'INSPECTION', isLocked: false }, at(2)).state;
    expect(read(free, {}, 3)[1]).toBe('OK_PAYG GO 40');
  });

  it('is locked and let free by receipts, and by none that says nothing of it', () => {
    const told = (isLocked?: boolean): TapReceipt => ({
      ...receiptOf(0),
      ...(isLocked !== undefined && { isLocked }),
    });
    const locked = step(begin(), { type: 'RECEIPT', receipt: told(true) }, at(0)).state;
    const [state, refused] = read(locked, {}, 1);
    expect(refused).toBe('INSPECTION_LOCK STOP -');
    const silent = step(state, { type: 'RECEIPT', receipt: told() }, at(2)).state;
    expect(silent.isLocked).toBe(true);
    expect(step(silent, { type: 'RECEIPT', receipt: told(false) }, at(3)).state.isLocked).toBe(false);
  });

  it('never goes back to an older list, and writes the list of the decision on each tap', () => {
    const older = { ...LIST, version: 6 };
    const state = step(begin(), { type: 'LIST', list: older }, at(0)).state;
    const [after] = read(state, { isListed: true }, 1);
    const [last] = read(after, { token: '2', online: { reason: 'OK_PAYG', denyListVersion: 8 } }, 1);
    expect(last.queue.map(({ tap }) => tap.denyListVersion)).toEqual([7, 8]);
  });

  it('has for each signal a colour, an icon and a rhythm of its own', () => {
    const forms = SIGNALS.map((signal) => SIGNAL_FORMS[signal]);
    for (const part of ['colour', 'icon'] as const) {
      expect(new Set(forms.map((form) => form[part])).size).toBe(SIGNALS.length);
    }
    expect(new Set(forms.map(({ sound }) => sound.map(({ ms }) => ms).join())).size).toBe(SIGNALS.length);
  });
});

describe('a validator sends', () => {
  const up = (state: ValidatorState, seconds: number): ValidatorState =>
    step(state, { type: 'CONNECTION', isUp: true }, at(seconds)).state;

  function made(count: number, changes: Parameters<typeof makeConfig>[1] = {}): ValidatorState {
    let state = begin(changes);
    for (let i = 0; i < count; i++) [state] = read(state, { token: `c${i}` }, i);
    return state;
  }

  function sent(effects: readonly ValidatorEffect[]): number[] | undefined {
    const send = effects.find((effect) => effect.type === 'SEND');
    return send?.type === 'SEND' ? send.batch.taps.map(({ seq }) => seq) : undefined;
  }

  it('puts a tap on disk before the light, and the light before the network', () => {
    const { effects } = step(up(begin(), 0), CARD, at(1));
    expect(effects.map(({ type }) => type)).toEqual(['KEEP', 'SHOW', 'SEND']);
  });

  it('sends the oldest fifty, and the next when they have a receipt', () => {
    const first = step(made(120), { type: 'CONNECTION', isUp: true }, at(200));
    expect(sent(first.effects)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    const second = step(first.state, { type: 'RECEIPT', receipt: receiptOf(50) }, at(201));
    expect(second.effects[0]).toEqual({ type: 'FORGET', highWaterMark: 50 });
    expect(sent(second.effects)?.[0]).toBe(51);
    expect(second.state.queue).toHaveLength(70);
  });

  it('sends again what is missing, and not what was answered above the mark', () => {
    const first = step(made(4, { batchSize: 4 }), { type: 'CONNECTION', isUp: true }, at(10));
    const answers = [3, 4].map((seq) => ({ seq, outcome: 'ACCEPTED' as const }));
    const receipt = receiptOf(1, {
      answers: [...answers, { seq: 2, outcome: 'ACCEPTED' }],
      missing: [{ from: 2, to: 2 }],
    });
    const second = step(first.state, { type: 'RECEIPT', receipt }, at(11));
    expect(sent(second.effects)).toEqual([2]);
    expect(second.state.queue.map(({ tap }) => tap.seq)).toEqual([2, 3, 4]);
  });

  it('waits after a failure no less than it was asked to, and keeps everything', () => {
    const first = step(made(1), { type: 'CONNECTION', isUp: true }, at(10));
    const receipt = rejection('UNAVAILABLE', 30);
    const failed = step(first.state, { type: 'RECEIPT', receipt }, at(11));
    expect(failed.state.queue).toHaveLength(1);
    expect(failed.state.retryAtUptimeMs).toBeGreaterThanOrEqual(at(41).uptimeMs);
    expect(failed.state.retryAtUptimeMs).toBeLessThanOrEqual(at(56).uptimeMs);
    expect(sent(step(failed.state, { type: 'TICK' }, at(40)).effects)).toBeUndefined();
    expect(sent(step(failed.state, { type: 'TICK' }, at(57)).effects)).toEqual([1]);
  });

  it('takes silence for a failure', () => {
    const first = step(made(1), { type: 'CONNECTION', isUp: true }, at(10));
    const waiting = step(first.state, { type: 'TICK' }, at(19.9)).state;
    expect(waiting.inFlight).toBeDefined();
    const late = step(waiting, { type: 'TICK' }, at(20)).state;
    expect(late.failures).toBe(1);
  });

  it('spreads attempts over a bound that doubles up to a minute', () => {
    let state: ValidatorState = { ...made(1), isConnected: true };
    const waits: number[] = [];
    for (let i = 0, seconds = 100; i < 12; i++, seconds += 100) {
      state = step(state, { type: 'TICK' }, at(seconds)).state;
      state = step(state, { type: 'SEND_FAILED' }, at(seconds)).state;
      waits.push(state.retryAtUptimeMs - at(seconds).uptimeMs);
    }
    expect(waits.every((wait, i) => wait >= 0 && wait <= Math.min(60_000, 500 * 2 ** i))).toBe(true);
    expect(new Set(waits).size).toBeGreaterThan(6);
  });

  it('keeps the queue of a device that the back office refuses, and halves a batch that it cannot read', () => {
    let state = step(made(4, { batchSize: 4 }), { type: 'CONNECTION', isUp: true }, at(10)).state;
    state = step(state, { type: 'RECEIPT', receipt: rejection('MALFORMED') }, at(11)).state;
    expect(state.batchSize).toBe(2);
    state = step(state, { type: 'TICK' }, at(100)).state;
    state = step(state, { type: 'RECEIPT', receipt: rejection('DEVICE_NOT_ACTIVE') }, at(101)).state;
    expect([state.refusal, state.queue.length]).toEqual(['DEVICE_NOT_ACTIVE', 4]);
  });

  it('deletes nothing for a receipt of taps it never made, and calls for help', () => {
    const first = step(made(2), { type: 'CONNECTION', isUp: true }, at(10));
    const { state, effects } = step(first.state, { type: 'RECEIPT', receipt: receiptOf(9) }, at(11));
    expect(state.queue).toHaveLength(2);
    const detail: unknown = expect.stringMatching(
      /up to 9, of 2 taps made.* lost its journal is to be wiped/,
    );
    expect(effects).toMatchObject([{ type: 'ALARM', alarm: 'RECEIPT_AHEAD', detail }]);
    expect(state.refusal).toBe('RECEIPT_AHEAD');
  });

  it('calls for help when taps with a receipt are asked for again', () => {
    const first = step(made(2), { type: 'CONNECTION', isUp: true }, at(10));
    const second = step(first.state, { type: 'RECEIPT', receipt: receiptOf(2) }, at(11)).state;
    const missing = [{ from: 1, to: 2 }];
    const { effects } = step(second, { type: 'RECEIPT', receipt: receiptOf(0, { missing }) }, at(12));
    expect(effects).toMatchObject([{ type: 'ALARM', alarm: 'RECEIPT_BEHIND' }]);
  });

  it('that lost its journal empties its queue over the gap that this left, and blames nobody for it', () => {
    const wiped = { ...NOTHING_KEPT, highWaterMark: 9, begunAfter: 9 };
    const began = step(up(startValidator(makeConfig('V1'), at(0), wiped), 0), CARD, at(1));
    expect(sent(began.effects)).toEqual([10]);
    const missing = [{ from: 5, to: 8 }];
    const receipt = receiptOf(4, { missing, answers: [{ seq: 10, outcome: 'ACCEPTED' }] });
    const { state, effects } = step(began.state, { type: 'RECEIPT', receipt }, at(2));
    expect(effects).toEqual([{ type: 'FORGET', highWaterMark: 10 }]);
    expect(state).toMatchObject({ queue: [], highWaterMark: 10, lastSeq: 10 });
    // Of its own numbers it is another matter.
    const behind = receiptOf(4, { missing: [{ from: 5, to: 10 }] });
    expect(step(state, { type: 'RECEIPT', receipt: behind }, at(3)).effects).toMatchObject([
      { type: 'ALARM', alarm: 'RECEIPT_BEHIND', detail: 'taps 10 to 10' },
    ]);
  });

  it('calls for help once when another content is stored under its number', () => {
    const first = step(made(1), { type: 'CONNECTION', isUp: true }, at(10));
    const receipt = receiptOf(1, { answers: [{ seq: 1, outcome: 'CONFLICT' }] });
    const second = step(first.state, { type: 'RECEIPT', receipt }, at(11));
    expect(second.effects).toMatchObject([{ type: 'FORGET' }, { type: 'ALARM', alarm: 'CONFLICT' }]);
    expect(step(second.state, { type: 'RECEIPT', receipt }, at(12)).effects).toEqual([]);
  });

  it('with a full queue lets riders ride unrecorded, gives no number, and deletes nothing', () => {
    const full = made(3, { maxQueue: 3 });
    const { state, effects } = step(full, CARD, at(10));
    expect(effects.map(({ type }) => type)).toEqual(['OUT_OF_SERVICE', 'ALARM']);
    expect([state.lastSeq, state.queue.length]).toEqual([3, 3]);
  });

  it('waits for company where it was told to, but not with taps from before it was started', () => {
    const state = up(begin({ lingerMs: 2000 }), 0);
    const first = step(state, CARD, at(1));
    expect(sent(first.effects)).toBeUndefined();
    const second = step(first.state, { ...CARD, token: 'other' }, at(2));
    expect(sent(step(second.state, { type: 'TICK' }, at(3)).effects)).toEqual([1, 2]);
  });

  it('tells of itself each minute, while connected', () => {
    const state = begin({ heartbeatMs: 60_000 });
    expect(step(state, { type: 'TICK' }, at(0)).effects).toEqual([]);
    const first = step(up(state, 0), { type: 'TICK' }, at(1));
    expect(first.effects).toEqual([{ type: 'HEARTBEAT' }]);
    expect(step(first.state, { type: 'TICK' }, at(60)).effects).toEqual([]);
    expect(step(first.state, { type: 'TICK' }, at(61)).effects).toEqual([{ type: 'HEARTBEAT' }]);
  });
});

describe('what a validator cannot work with', () => {
  it.each([{ batchSize: 0 }, { batchSize: 51 }, { batchSize: 1.5 }, { maxQueue: 0 }])(
    '%j is refused',
    (changes) => {
      expect(() => makeConfig('V1', changes)).toThrow(RangeError);
    },
  );
});
