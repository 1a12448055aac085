import { useSyncExternalStore } from 'react';
import { preferences, setPreferences } from '../ui/preferences.js';
import { goTo, pageState, watchPageState } from '../url/use-page-state.js';
import type { Language, TextsOf } from './define-texts.js';

/** The address says first, then what was chosen before, then what the server took from the browser's languages. */
export function currentLanguage(): Language {
  const { language } = pageState();
  return language ?? preferences().language ?? (document.documentElement.lang === 'en' ? 'en' : 'uk');
}

export function useLanguage(): Language {
  return useSyncExternalStore(watchPageState, currentLanguage);
}

export function useTexts<Shape>(texts: TextsOf<Shape>): Shape {
  return texts[useLanguage()];
}

export function setLanguage(language: Language): void {
  setPreferences({ language });
  document.documentElement.lang = language;
  goTo({ language }, 'replace');
}
