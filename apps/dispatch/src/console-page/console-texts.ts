/** What the page says before its script runs. */
export const CONSOLE_TEXTS = {
  uk: { title: 'Диспетчерська', noScript: 'Диспетчерській потрібен JavaScript.' },
  en: { title: 'Dispatch console', noScript: 'The dispatch console needs JavaScript.' },
} as const;
export type ConsoleLanguage = keyof typeof CONSOLE_TEXTS;
