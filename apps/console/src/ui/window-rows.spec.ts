import { windowRows } from './window-rows.js';

describe('rows in sight', () => {
  it('are those that are scrolled to, and a few more', () => {
    expect(windowRows(1000, 32, 0, 320)).toEqual({ from: 0, to: 20 });
    expect(windowRows(1000, 32, 3200, 320)).toEqual({ from: 90, to: 120 });
  });

  it('end with the table', () => {
    expect(windowRows(12, 32, 0, 3200)).toEqual({ from: 0, to: 12 });
    expect(windowRows(0, 32, 0, 320)).toEqual({ from: 0, to: 0 });
  });
});
