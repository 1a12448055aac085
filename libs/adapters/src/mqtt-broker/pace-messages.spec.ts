import { MessagePace } from './pace-messages.js';

describe('MessagePace', () => {
  it('lets a burst pass and then one at a time', () => {
    const pace = new MessagePace(2, 3, 0);
    expect([1, 2, 3, 4, 5].map(() => pace.take(0))).toEqual([0, 0, 0, 500, 1000]);
  });

  it('fills up again with time, to its brim', () => {
    const pace = new MessagePace(2, 3, 0);
    for (let message = 0; message < 3; message++) pace.take(0);
    expect(pace.take(500)).toBe(0);
    expect([1, 2, 3, 4].map(() => pace.take(60_000))).toEqual([0, 0, 0, 500]);
  });
});
