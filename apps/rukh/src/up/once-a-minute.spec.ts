import { onceAMinute } from './once-a-minute.js';

describe('telling once a minute', () => {
  it('tells each sentence once, at most thirty, and again in the next minute', () => {
    const told: string[] = [];
    let now = 0;
    const tell = onceAMinute(
      (sentence) => told.push(sentence),
      () => now,
    );
    for (let n = 0; n < 200; n++) tell(`tracker ${n % 100}`);
    expect(told).toHaveLength(30);
    now = 60_000;
    tell('tracker 0');
    expect(told.filter((sentence) => sentence === 'tracker 0')).toHaveLength(2);
  });
});
