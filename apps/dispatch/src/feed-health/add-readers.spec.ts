import { addReaders } from './add-readers.js';

const motis = (lastAt: number, everySeconds?: number): object => ({
  reader: 'motis',
  feed: 'all',
  lastAt,
  ...(everySeconds !== undefined && { everySeconds }),
});

describe('a reader of several processes', () => {
  it('comes as often as to all of them together', () => {
    expect(addReaders([[motis(1000, 20)], [motis(1010, 20)]])).toEqual([motis(1010, 10)]);
  });

  it('does not come any more to one that it left', () => {
    expect(addReaders([[motis(1000, 20)], [motis(9000, 20)]])).toEqual([motis(9000, 20)]);
    expect(addReaders([[motis(1000, 20)], [motis(1060, 20)]])).toEqual([motis(1060, 10)]);
    expect(addReaders([[motis(1000, 20)], [motis(1061, 20)]])).toEqual([motis(1061, 20)]);
  });

  it('that came once to each is not said to come often', () => {
    expect(addReaders([[motis(1000)], [motis(1000)]])).toEqual([motis(1000)]);
    expect(addReaders([[motis(1000, 20)], [motis(9000)]])).toEqual([motis(9000)]);
  });

  it('is told apart by the feed, the newest first', () => {
    const curl = { reader: 'curl', feed: 'alerts', lastAt: 2000 };
    expect(addReaders([[motis(1000, 20), curl], []])).toEqual([curl, motis(1000, 20)]);
  });
});
