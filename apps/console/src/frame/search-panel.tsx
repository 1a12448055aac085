import { useEffect, useState } from 'react';
import type { FoundItem, SearchView } from '@rukh/domain/dispatch';
import { ask } from '../live/api.js';
import { live } from '../live/live-store.js';
import { useSession } from '../session/session.js';
import { useLanguage, useTexts } from '../text/use-texts.js';
import { type Found, ThingSearch } from '../ui/thing-search.js';
import { goTo, pageState } from '../url/use-page-state.js';
import { focusPart } from './focus-part.js';
import { listCommands } from './list-commands.js';
import { SEARCH_TEXTS } from './search-texts.js';

const TYPING_MS = 150;

interface Choice extends Found {
  /** Goes there. @returns the part of the screen where it is */
  readonly take: () => 'centre' | 'inspector';
}

/** Over all kinds of things and the pages of the console: arrows choose, Enter goes there, and the focus with it. */
export default function SearchPanel({ onDone }: { onDone: () => void }) {
  const texts = useTexts(SEARCH_TEXTS);
  const language = useLanguage();
  const { permissions } = useSession();
  const [query, setQuery] = useState('');
  const { found, hasFailed } = useFound(query);
  const commands = listCommands(query, language, permissions).map(({ key, title, run }): Choice => {
    const take = (): 'centre' => {
      run();
      return 'centre';
    };
    return { key, title, kind: texts.kinds.command, take };
  });
  const things = found.map(({ kind, id, title, detail }): Choice => {
    const take = (): 'inspector' => {
      goTo({ selection: { kind, id } });
      return 'inspector';
    };
    return { key: `${kind} ${id}`, title, detail, kind: texts.kinds[kind], take };
  });
  const choices = [...commands, ...things];
  const take = (key: string): void => {
    const part = choices.find((choice) => choice.key === key)?.take();
    onDone();
    if (part) focusPart(part);
  };
  return (
    <ThingSearch
      autoFocus
      label={texts.label}
      query={query}
      found={choices}
      onQuery={setQuery}
      onTake={take}
      said={hasFailed ? texts.failed : query.trim() !== '' && choices.length === 0 ? texts.none : ''}
    />
  );
}

function useFound(query: string): { found: readonly FoundItem[]; hasFailed: boolean } {
  const [answer, setAnswer] = useState<{ found: readonly FoundItem[]; hasFailed: boolean }>(NOTHING);
  const asked = query.trim();
  useEffect(() => {
    if (asked === '') {
      setAnswer(NOTHING);
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      // In a replay, what was there then.
      const then = pageState().at === undefined ? '' : `&t=${Math.round(live.now())}`;
      const path = `/dispatch/search?q=${encodeURIComponent(asked)}${then}`;
      ask<SearchView>(path, { signal: abort.signal }).then(
        ({ found }) => setAnswer({ found, hasFailed: false }),
        () => {
          if (!abort.signal.aborted) setAnswer({ found: [], hasFailed: true });
        },
      );
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [asked]);
  return answer;
}

const NOTHING = { found: [], hasFailed: false };
