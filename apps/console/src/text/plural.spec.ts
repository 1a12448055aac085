import { plural } from './plural.js';

const gaps = { one: 'розрив', few: 'розриви', many: 'розривів', other: 'розриву' };

describe('counted nouns', () => {
  it.each([
    [0, '0 розривів'],
    [1, '1 розрив'],
    [2, '2 розриви'],
    [5, '5 розривів'],
    [11, '11 розривів'],
    [12, '12 розривів'],
    [21, '21 розрив'],
    [22, '22 розриви'],
    [111, '111 розривів'],
    [1.5, '1.5 розриву'],
  ])('%s in Ukrainian', (count, text) => {
    expect(plural('uk', count, gaps)).toBe(text);
  });

  it('have two forms in English', () => {
    const forms = { one: 'gap', other: 'gaps' };
    expect([0, 1, 2, 21].map((n) => plural('en', n, forms))).toEqual([
      '0 gaps',
      '1 gap',
      '2 gaps',
      '21 gaps',
    ]);
  });
});
