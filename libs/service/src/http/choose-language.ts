/** In which of its two languages a page answers. */
export type PageLanguage = 'uk' | 'en';

const isPageLanguage = (text: string): text is PageLanguage => text === 'uk' || text === 'en';

/**
 * The language asked for by `?lang=`, else the first of the browser's that there is. Who reads neither is answered in
 * English, which a stranger reads sooner in any city; who says nothing, in Ukrainian.
 */
export function chooseLanguage(asked: string | undefined, acceptLanguage: string | undefined): PageLanguage {
  if (asked !== undefined && isPageLanguage(asked)) return asked;
  const read = (acceptLanguage ?? '')
    .slice(0, 500)
    .toLowerCase()
    .split(',')
    .map((item) => /^\s*([a-z]{2,3})\b/.exec(item)?.[1])
    .filter((language) => language !== undefined);
  return read.find(isPageLanguage) ?? (read.length > 0 ? 'en' : 'uk');
}
