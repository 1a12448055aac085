import { readTimeField, writeTimeField } from './city-time.js';

const KYIV = 'Europe/Kyiv';
const at = (text: string): number => Date.parse(text) / 1000;

describe('a time in a form', () => {
  it('is of the clock of the city', () => {
    expect(writeTimeField(at('2026-11-29T03:30:59Z'), KYIV)).toBe('2026-11-29T05:30');
    expect(readTimeField('2026-11-29T05:30', KYIV)).toBe(at('2026-11-29T03:30:00Z'));
    expect(readTimeField('2026-07-01T00:00', KYIV)).toBe(at('2026-06-30T21:00:00Z'));
  });

  it.each([
    ['2026-06-30T21:05:00Z', '2026-07-01T00:05'],
    // The hours beside the change to winter time, 2026-10-25 04:00.
    ['2026-10-24T23:59:00Z', '2026-10-25T02:59'],
    ['2026-10-25T02:00:00Z', '2026-10-25T04:00'],
    ['2026-03-29T01:00:00Z', '2026-03-29T04:00'],
  ])('%s is %s in Kyiv, there and back', (instant, text) => {
    expect(writeTimeField(at(instant), KYIV)).toBe(text);
    expect(readTimeField(text, KYIV)).toBe(at(instant));
  });

  it('is the first of the two where the clock is put back, and after the gap where it is put forward', () => {
    expect(readTimeField('2026-10-25T03:30', KYIV)).toBe(at('2026-10-25T00:30:00Z'));
    expect(readTimeField('2026-03-29T03:30', KYIV)).toBe(at('2026-03-29T01:30:00Z'));
  });

  it('is none of what is no time', () => {
    expect(readTimeField('', KYIV)).toBeUndefined();
    expect(readTimeField('tomorrow', KYIV)).toBeUndefined();
  });
});
