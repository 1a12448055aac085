import { nameReader } from './name-reader.js';
import { ReaderLog } from './reader-log.js';

describe('the name of a reader', () => {
  it.each([
    ['OpenTripPlanner/2.6.0', 'OpenTripPlanner'],
    ['motis/0.13 (+https://example.org; ivan@example.org)', 'motis'],
    ['curl/8.5.0', 'curl'],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36', 'browser'],
    [
      'Mozilla/5.0 (compatible; FeedFetcher-Google; +http://www.google.com/feedfetcher.html)',
      'FeedFetcher-Google',
    ],
    ['ivan@example.org', 'unnamed'],
    ['<script>', 'unnamed'],
    ['x'.repeat(200), 'unnamed'],
    ['', 'unnamed'],
    [undefined, 'unnamed'],
  ])('of %s is %s', (userAgent, name) => {
    expect(nameReader(userAgent)).toBe(name);
  });
});

describe('the log of readers', () => {
  it('says when each came last and how often, the newest first', () => {
    const log = new ReaderLog();
    for (const at of [1000, 1010, 1020]) log.note('motis', 'all', at);
    log.note('curl', 'alerts', 1005);
    expect(log.list(1030)).toEqual([
      { reader: 'motis', feed: 'all', lastAt: 1020, everySeconds: 10 },
      { reader: 'curl', feed: 'alerts', lastAt: 1005 },
    ]);
  });

  it('tells how often of the last requests: who came rarely and comes often is said to come often', () => {
    const log = new ReaderLog();
    log.note('motis', 'all', 0);
    for (let at = 3600; at < 3720; at += 10) log.note('motis', 'all', at);
    expect(log.list(3720)).toMatchObject([{ everySeconds: 10 }]);
  });

  it('forgets who stayed away for a day, and no made-up names drive out who reads', () => {
    const log = new ReaderLog();
    log.note('gone', 'all', 0);
    log.note('motis', 'all', 86_000);
    for (let i = 0; i < 1000; i++) log.note(`made-up-${i}`, 'all', 86_300);
    log.note('motis', 'all', 86_310);
    log.note('late', 'all', 86_500);
    const readers = log.list(86_500).map(({ reader }) => reader);
    expect(readers).toHaveLength(100);
    expect(readers).toEqual(expect.arrayContaining(['motis', 'late']));
    expect(readers).not.toContain('gone');
  });
});
