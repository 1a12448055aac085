import { RecentMessages } from './recent-messages.js';

const note = (recent: RecentMessages, said: Uint8Array | object, at = 1): void =>
  recent.note('101', { at, adapter: 'rukh', topic: 'a/topic', said, outcome: 'accepted' });
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the last messages of a vehicle', () => {
  it('are twenty, the oldest first, as they came', () => {
    const recent = new RecentMessages();
    for (let i = 1; i <= 25; i++) note(recent, bytesOf(`{"n":${i}}`), i);
    const told = recent.list('101');
    expect(told.map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, i) => i + 6));
    expect(told[0]).toEqual({
      at: 6,
      adapter: 'rukh',
      topic: 'a/topic',
      text: '{"n":6}',
      bytes: 7,
      outcome: 'accepted',
    });
    expect(recent.list('102')).toEqual([]);
  });

  it('are text where they are text, else bytes in hexadecimal; a report as it was read', () => {
    const recent = new RecentMessages();
    note(recent, bytesOf('{"label":"Тр06"}'));
    note(recent, Uint8Array.of(0x12, 0x03, 0xff));
    note(recent, bytesOf('\u0000'));
    note(recent, { lat: 49.84 });
    expect(recent.list('101').map(({ text, bytes }) => [text, bytes])).toEqual([
      ['{"label":"Тр06"}', 18],
      ['1203ff', 3],
      ['00', 1],
      ['{"lat":49.84}', 13],
    ]);
  });

  it('are cut off where they are long, also within a letter', () => {
    const recent = new RecentMessages();
    note(recent, bytesOf('ї'.repeat(600)));
    note(recent, bytesOf(`.${'ї'.repeat(600)}`));
    note(recent, new Uint8Array(2000));
    const [even, odd, binary] = recent.list('101');
    expect(even).toMatchObject({ text: `${'ї'.repeat(500)}…`, bytes: 1200 });
    expect(odd).toMatchObject({ text: `.${'ї'.repeat(499)}…`, bytes: 1201 });
    expect(binary).toMatchObject({ text: `${'00'.repeat(1000)}…`, bytes: 2000 });
  });

  it('hold on to no larger piece of memory than they are', () => {
    const recent = new RecentMessages();
    const piece = bytesOf('{"a":1}{"b":2}');
    note(recent, piece.subarray(0, 7));
    piece.fill(0x20);
    expect(recent.list('101')[0]!.text).toBe('{"a":1}');
  });

  it('are of so many vehicles at most', () => {
    const recent = new RecentMessages();
    for (let i = 0; i <= 20_000; i++) {
      recent.note(`v${i}`, { at: 1, adapter: 'rukh', said: {}, outcome: 'accepted' });
    }
    expect(recent.list('v0')).toEqual([]);
    expect(recent.list('v1')).toHaveLength(1);
    expect(recent.list('v20000')).toHaveLength(1);
  });
});
