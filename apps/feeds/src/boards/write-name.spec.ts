import type { Language } from '@rukh/domain/passenger';
import { nameWriter, writeNamesWithin } from './write-name.js';

const written = (name: string, page: Language, spoken?: string): string =>
  nameWriter(page, spoken)(name).html;

describe('a name on a page', () => {
  it('in Ukrainian is said to be so where the page is in another language, and is escaped', () => {
    for (const spoken of ['uk', 'uk-UA', undefined]) {
      const lang = spoken ?? 'uk';
      expect(written('Площа «Ринок» & Ко', 'en', spoken)).toBe(
        `<span lang="${lang}">Площа «Ринок» &#38; Ко</span>`,
      );
      expect(written('Площа Ринок', 'uk', spoken)).toBe('Площа Ринок');
      expect(written('King Cross <1>', 'en', spoken)).toBe('King Cross &#60;1&#62;');
    }
  });

  it('is in the language that its feed says, whatever letters that is written with', () => {
    expect(written('Орлов мост', 'en', 'bg')).toBe('<span lang="bg">Орлов мост</span>');
    expect(written('Орлов мост', 'uk', 'bg')).toBe('<span lang="bg">Орлов мост</span>');
    expect(written('Rynek Główny', 'uk', 'pl')).toBe('<span lang="pl">Rynek Główny</span>');
    expect(written('Rynek Główny', 'en', 'pl')).toBe('<span lang="pl">Rynek Główny</span>');
    expect(written('Market Square', 'en', 'en-GB')).toBe('Market Square');
    expect(written('Market Square', 'uk', 'en-GB')).toBe('<span lang="en-GB">Market Square</span>');
  });

  it('that was translated is read as the page is', () => {
    const write = nameWriter('en', 'pl', new Set(['Main Square']));
    expect(write('Main Square').html).toBe('Main Square');
    expect(write('Rynek Główny').html).toBe('<span lang="pl">Rynek Główny</span>');
  });

  it('is said to be so within a sentence, too', () => {
    const write = nameWriter('en', 'uk');
    expect(writeNamesWithin('Towards Вокзал, Порт.', ['Вокзал', undefined, 'Порт'], write).html).toBe(
      'Towards <span lang="uk">Вокзал</span>, <span lang="uk">Порт</span>.',
    );
    expect(writeNamesWithin('Towards & fro', ['Вокзал'], write).html).toBe('Towards &#38; fro');
    expect(writeNamesWithin('On its way', [''], write).html).toBe('On its way');
  });
});
