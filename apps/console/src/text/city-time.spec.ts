import { readTimeField, writeTimeField } from './city-time.js';

const KYIV = 'Europe/Kyiv';
const at = (text: string): number => Date.parse(text) / 1000;

describe('a time in a form', () => {
  it('is of the clock of the city', () => {
    expect(writeTimeField(at('2026-11-29T03:30:59Z'), KYIV)).toBe('2026-11-29T05:30');
    expect(readTimeField('2026-11-29T05:30', KYIV)).toBe(at('2026-11-29T03:30:00Z'));
    expect(readTimeField('2026-07-01T00:00', KYIV)).toBe(at('2026-06-30T21:00:00Z'));
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
