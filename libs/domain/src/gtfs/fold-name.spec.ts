import { foldName, isNamed, romanizeName } from './fold-name.js';

describe('a name that somebody typed', () => {
  it.each([
    ['Площа Ринок', 'ploshcha rynok'],
    ['Єфремова', 'yefremova'],
    ['Під’їзна, Згурського', 'pidizna zghurskoho'],
    ['вул. Ярослава Мудрого', 'vul yaroslava mudroho'],
    ['Стрийська-Наукова', 'stryiska naukova'],
    ['Univermag 2', 'univermag 2'],
  ])('%s is spelled %s in Latin letters', (name, roman) => {
    expect(romanizeName(foldName(name))).toBe(roman);
  });

  it('is that of a line in either script, by look or by sound', () => {
    for (const query of ['Тр07', 'тр07', 'Tp07', 'TR07', ' тр 07']) expect(isNamed('Тр07', query)).toBe(true);
    expect([isNamed('А11', 'A11'), isNamed('А11', 'A1'), isNamed('Т04', 'A04')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
