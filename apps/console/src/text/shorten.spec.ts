import { shorten } from './shorten.js';

describe('a name where there is little room', () => {
  it.each([
    ['Скорини (430)', 15, 'Скорини (430)'],
    ['Сокільницька (433)', 15, 'Сокільницька'],
    ['Антонича (354-01)', 15, 'Антонича'],
    ['Стрийська-Наукова (560)', 15, 'Стрийська-Наук…'],
    ['ТРЦ Кінг Кросс Леополіс', 15, 'ТРЦ Кінг Кросс…'],
  ])('%s in %d characters is %s', (name, characters, short) => expect(shorten(name, characters)).toBe(short));
});
