/** What the search finds of the console itself: its pages, the past and the way back from it. */
import type { Permission } from '@rukh/domain/dispatch';
import type { Language } from '../text/define-texts.js';
import { goTo, pageState } from '../url/use-page-state.js';
import { mayOpen, VIEWS } from '../views/view-list.js';
import { FRAME_TEXTS } from './frame-texts.js';
import { lookBack } from './look-back.js';

export interface Command {
  readonly key: string;
  readonly title: string;
  readonly run: () => void;
}

/** Letters that begin the name of a page begin the name of many a stop as well: of fewer, stops are meant. */
const LEAST_LETTERS = 2;

export function listCommands(
  query: string,
  language: Language,
  permissions: readonly Permission[],
): readonly Command[] {
  const sought = query.trim().toLocaleLowerCase();
  if (sought.length < LEAST_LETTERS) return [];
  const texts = FRAME_TEXTS[language];
  const pages = VIEWS.filter((view) => mayOpen(view, permissions)).map(({ id, title }) => ({
    key: `view ${id}`,
    title: title[language],
    run: () => goTo({ view: id, filters: {} }),
  }));
  const past =
    pageState().at === undefined
      ? { key: 'past', title: texts.goBack, run: lookBack }
      : { key: 'now', title: texts.backToNow, run: () => goTo({ at: undefined }) };
  return [...pages, past].filter(({ title }) => title.toLocaleLowerCase().startsWith(sought));
}
