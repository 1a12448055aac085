import { isSamePerson, looksSignedIn, writeSignedIn } from './same-person.js';

const OLENA = writeSignedIn('Олена Коваль', 'olena');

describe('who did something with money', () => {
  it('is the same by a typed name whatever its capitals and spaces', () => {
    expect(isSamePerson(' Olena', 'OLENA ')).toBe(true);
    expect(isSamePerson('Olena', 'Taras')).toBe(false);
  });

  it('signed in is told apart by the account alone', () => {
    expect(OLENA).toBe('Олена Коваль (@olena)');
    expect(isSamePerson(OLENA, writeSignedIn('Коваль О.', 'Olena'))).toBe(true);
    expect(isSamePerson(OLENA, writeSignedIn('Олена Коваль', 'olena2'))).toBe(false);
  });

  it('is one person where one signed in and typed the own name, or the own account, before', () => {
    expect(isSamePerson(OLENA, 'олена коваль')).toBe(true);
    expect(isSamePerson('olena', OLENA)).toBe(true);
    expect(isSamePerson('Taras', OLENA)).toBe(false);
  });

  it('cannot be typed as if signed in', () => {
    expect(looksSignedIn('Taras (@olena)')).toBe(true);
    expect(looksSignedIn('taras@city.ua')).toBe(false);
    expect(looksSignedIn('Taras (finance)')).toBe(false);
  });
});
