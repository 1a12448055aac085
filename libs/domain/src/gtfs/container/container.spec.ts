import fc from 'fast-check';
import { SMALL_FEED, scheduleOf } from '../compile/feed-text.fixture.js';
import { ByteReader } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { decodeSchedule, encodeSchedule } from './index.js';

const schedule = scheduleOf({
  'frequencies.txt': 'trip_id,start_time,end_time,headway_secs,exact_times\nT1,06:00:00,09:00:00,600,1',
  'calendar_dates.txt': 'service_id,date,exception_type\nWEEK,20260601,2\nWEEK,20260606,1',
  'translations.txt':
    'table_name,field_name,language,translation,record_id,field_value\nstops,stop_name,en,Market Square,S0,\ntrips,trip_headsign,uk,Ринок,T2,',
  'stops.txt': SMALL_FEED['stops.txt']!.replace('Stop 0', 'Площа Ринок 🚋'),
});

describe('a compiled schedule as bytes', () => {
  const bytes = encodeSchedule(schedule);

  it('comes back as it was, to the last bit', () => {
    expect(decodeSchedule(bytes)).toEqual(schedule);
  });

  it('may lie anywhere in a larger buffer', () => {
    const larger = new Uint8Array(bytes.length + 7);
    larger.set(bytes, 3);
    expect(decodeSchedule(larger.subarray(3, 3 + bytes.length))).toEqual(schedule);
  });

  it('is refused where it is cut short', () => {
    for (const length of [0, 3, 4, 50, bytes.length - 1]) {
      expect(() => decodeSchedule(bytes.slice(0, length))).toThrow(RangeError);
    }
  });

  it('is refused where any byte is changed', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const damaged = bytes.slice();
        damaged[at]! ^= by;
        expect(() => decodeSchedule(damaged)).toThrow(RangeError);
      }),
    );
  });

  it('of another format is refused by name', () => {
    const writer = new ByteWriter();
    writer.text('rukh-schedule-0');
    expect(() => decodeSchedule(writer.finish())).toThrow(/another format \(rukh-schedule-0\)/);
  });
});

describe('columns', () => {
  it('of any whole numbers of 32 bits come back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -0x80000000, max: 0x7fffffff })), (values) => {
        const writer = new ByteWriter();
        writer.integers(values);
        expect([...new ByteReader(writer.finish()).integers()]).toEqual(values);
      }),
    );
  });

  it('of bytes, of floating-point numbers and texts come back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.float64Array(), fc.string({ unit: 'binary' }), (runs, floats, text) => {
        const writer = new ByteWriter();
        writer.runs(runs);
        writer.floats(floats);
        writer.text(text);
        const reader = new ByteReader(writer.finish());
        expect(reader.runs()).toEqual(runs);
        expect(reader.floats()).toEqual(floats);
        expect(reader.text()).toBe(text);
      }),
    );
  });

  it('longer than a buffer make it grow', () => {
    const writer = new ByteWriter();
    const values = Int32Array.from({ length: 200_000 }, (_, i) => i * 7919);
    writer.integers(values);
    expect(new ByteReader(writer.finish()).integers()).toEqual(values);
  });
});
