import 'reflect-metadata';
import { setTimeout } from 'node:timers/promises';
import { addFareDayClosings, listFareDayClosings } from '@rukh/adapters/postgres';
import { CLOSING_NOTICE_MS, type FareDayClosing } from '@rukh/domain/taps';
import { ADMIN_TOKEN, IntakeRig, type RigDevice } from '../intake-rig.fixture.js';
import { DeviceTracks } from '../intake/device-tracks.js';
import { LateTapLimits } from '../intake/late-limits.js';
import { FareDayCloser } from './close-fare-days.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The fare day ended two hours ago: by the clock alone it waits for taps four hours more. */
const DAY_END = Math.floor((Date.now() - 2 * HOUR) / MINUTE) * MINUTE;
const IN_DAY_AGO = 3 * HOUR;

let rig: IntakeRig;

beforeAll(async () => {
  rig = await IntakeRig.create({
    RUKH_TICKETING_TIME_ZONE: 'UTC',
    RUKH_TICKETING_FARE_DAY_START: new Date(DAY_END).toISOString().slice(11, 16),
  });
});
afterAll(() => rig.close());

const sendOne = async (device: RigDevice, seq: number, agoMs = IN_DAY_AGO): Promise<string> => {
  const { answers } = await rig.send(device, [device.tap(seq, {}, agoMs)]);
  return answers[0]!.outcome;
};

async function heartbeat(deviceId: string, queueLength: number, lastSeq: number): Promise<void> {
  await rig.query(
    `INSERT INTO ticketing.device_status (device_id, heard_at, clock_offset_ms, clock_source, boot_id, uptime_ms,
       last_seq, queue_length, deny_list_version) VALUES ($1, now(), 0, 'RTC', 7, 1, $3, $2, 0)
     ON CONFLICT (device_id) DO UPDATE SET heard_at = now(), queue_length = $2, last_seq = $3`,
    [deviceId, queueLength, lastSeq],
  );
}

async function close(nowMs: number): Promise<void> {
  // How far devices have come is written down now and then.
  await rig.app.get(DeviceTracks, { strict: false }).note();
  await rig.app.get(FareDayCloser, { strict: false }).close(rig.pool, nowMs);
}

/** Of the day that ended two hours ago; those before are closed by the clock. */
async function closingsOfDay(): Promise<FareDayClosing[]> {
  return (await listFareDayClosings(rig.pool)).filter(({ endsAtMs }) => endsAtMs === DAY_END);
}

describe('a fare day that is over', () => {
  it('is written down as closed at its very end where there is no wait', async () => {
    const endsAtMs = Date.parse('2019-01-02T00:00:00Z');
    const day = { fareDate: '2019-01-01', endsAtMs, closesAtMs: endsAtMs, reason: 'TIMEOUT' } as const;
    expect(await addFareDayClosings(rig.pool, [day])).toBe(1);
  });

  it('2.4.4: takes taps in time until all validators have given theirs, and late ones afterwards, however soon', async () => {
    const [one, other] = [await rig.addDevice('close-1'), await rig.addDevice('close-2')];
    expect(await sendOne(one, 1)).toBe('ACCEPTED');
    await heartbeat('close-1', 0, 1);
    await heartbeat('close-2', 2, 2);
    await close(Date.now());
    expect(await closingsOfDay()).toEqual([]);
    expect(await sendOne(other, 1)).toBe('ACCEPTED');
    expect(await sendOne(other, 2)).toBe('ACCEPTED');
    await heartbeat('close-2', 0, 2);

    // Announced so that a second of the notice is left.
    const announcedMs = Date.now() + 1_000 - CLOSING_NOTICE_MS;
    await close(announcedMs);
    const [closing] = await closingsOfDay();
    expect(closing?.reason).toBe('COMPLETE');
    expect(closing?.closesAtMs).toBe(announcedMs + CLOSING_NOTICE_MS);

    expect(await sendOne(other, 3)).toBe('ACCEPTED');
    await setTimeout(announcedMs + CLOSING_NOTICE_MS - Date.now());

    // A validator that lay in a drawer: nobody waited for it.
    const drawer = await rig.addDevice('close-3');
    await restart();
    expect(await sendOne(drawer, 1)).toBe('LATE_ACCEPTED');
    expect(await sendOne(drawer, 2, MINUTE)).toBe('ACCEPTED');
  });

  it('stays closed, as it was said first, when a validator turns up that keeps taps of it', async () => {
    const [before] = await closingsOfDay();
    await heartbeat('close-3', 5, 9);
    await close(Date.now());
    await close(Date.now() + 10 * HOUR);
    expect(await closingsOfDay()).toEqual([before]);
  });

  it('has taps that are late by what is written down, so that a replay says of each what was answered', async () => {
    const wrong = await rig.query(
      `SELECT device_id, seq, outcome FROM ticketing.taps AS tap WHERE outcome <> CASE WHEN EXISTS (
         SELECT FROM ticketing.fare_day_closings WHERE ends_at > tap.tapped_at AND closes_at <= tap.received_at
       ) THEN 'LATE_ACCEPTED' ELSE 'ACCEPTED' END`,
    );
    expect(wrong).toEqual([]);
  });

  it('closes at the announced moment to the millisecond, in every process', async () => {
    const [closing] = await closingsOfDay();
    const limits = rig.app.get(LateTapLimits, { strict: false });
    await limits.awaitClosings(Date.now());
    const { closesAtMs } = closing!;
    expect(limits.at(closesAtMs - 1).openFromMs).toBeLessThan(DAY_END);
    expect(limits.at(closesAtMs).openFromMs).toBe(DAY_END);
  });

  it('says so in the audit of the day, and of a day that is open that it is', async () => {
    const [closing] = await closingsOfDay();
    const ask = async (date: string, format: string): Promise<string> => {
      const url = `/api/v1/ledger/days/${date}?format=${format}&lang=en`;
      const { body } = await rig.app.inject({ url, headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
      return body;
    };
    const json = JSON.parse(await ask(closing!.fareDate, 'json')) as { closing: object };
    expect(json.closing).toEqual({
      closesAt: new Date(closing!.closesAtMs).toISOString(),
      reason: 'COMPLETE',
    });
    expect(await ask(closing!.fareDate, 'html')).toContain('all that every validator took was here');
    expect(JSON.parse(await ask('2020-01-01', 'json'))).toMatchObject({ closing: null });
  });
});

/** What another process wrote is read some seconds later; one that starts now reads it at once. */
async function restart(): Promise<void> {
  await rig.app.close();
  await rig.startApp({
    RUKH_TICKETING_TIME_ZONE: 'UTC',
    RUKH_TICKETING_FARE_DAY_START: new Date(DAY_END).toISOString().slice(11, 16),
  });
}
