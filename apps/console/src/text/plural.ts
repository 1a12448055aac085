import type { Language } from './define-texts.js';

/** The forms of a counted noun; Ukrainian has three for whole numbers and a fourth for fractions. */
export interface PluralForms {
  readonly one: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

const rules: Readonly<Record<Language, Intl.PluralRules>> = {
  uk: new Intl.PluralRules('uk'),
  en: new Intl.PluralRules('en'),
};

/** `3`, {one: 'розрив', few: 'розриви', many: 'розривів', other: 'розриву'} -> `3 розриви`. */
export function plural(language: Language, count: number, forms: PluralForms): string {
  return `${count} ${pluralForm(language, count, forms)}`;
}

/** The noun alone. */
export function pluralForm(language: Language, count: number, forms: PluralForms): string {
  const rule = rules[language].select(count);
  const form = rule === 'zero' || rule === 'two' ? undefined : forms[rule];
  return form ?? forms.other;
}
