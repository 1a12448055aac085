import { KnownBases } from './known-bases.js';

describe('a base', () => {
  it('is a place where vehicles stood long on no trip, more than once', () => {
    const bases = new KnownBases();
    bases.noteStay(520, 480, false);
    expect(bases.isBase(520, 480)).toBe(false);
    bases.noteStay(560, 450, false);
    expect(bases.isBase(520, 480)).toBe(true);
    expect(bases.isBase(1520, 480)).toBe(false);
  });

  it('is not where vehicles wait for their trips as well', () => {
    const bases = new KnownBases();
    for (let i = 0; i < 4; i++) bases.noteStay(520, 480, false);
    for (let i = 0; i < 2; i++) bases.noteStay(540, 480, true);
    expect(bases.isBase(520, 480)).toBe(false);
  });
});
