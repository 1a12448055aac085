import { type RefObject, useEffect, useId, useState } from 'react';
import type { FoundItem, SearchView } from '@rukh/domain/dispatch';
import { ask } from '../live/api.js';
import { defineTexts } from '../text/define-texts.js';
import { useTexts } from '../text/use-texts.js';
import { useChoosing } from '../ui/use-choosing.js';
import { goTo } from '../url/use-page-state.js';

const TEXTS = defineTexts(
  {
    title: 'Пошук',
    label: 'Машина, лінія, зупинка, рейс, випуск або наказ',
    kinds: {
      vehicle: 'машина',
      route: 'лінія',
      stop: 'зупинка',
      trip: 'рейс',
      block: 'випуск',
      order: 'наказ',
    },
    none: 'Нічого не знайдено.',
    failed: 'Пошук не відповідає.',
    close: 'Закрити',
  },
  {
    title: 'Search',
    label: 'Vehicle, line, stop, trip, block or order',
    kinds: { vehicle: 'vehicle', route: 'line', stop: 'stop', trip: 'trip', block: 'block', order: 'order' },
    none: 'Nothing was found.',
    failed: 'The search does not answer.',
    close: 'Close',
  },
);
const TYPING_MS = 150;

/** Over all kinds of things: arrows choose, Enter selects. */
export function SearchDialog({ dialog }: { dialog: RefObject<HTMLDialogElement | null> }) {
  const texts = useTexts(TEXTS);
  const listId = useId();
  const [query, setQuery] = useState('');
  const { found, hasFailed } = useFound(query);
  const close = (): void => {
    dialog.current?.close();
    setQuery('');
  };
  const take = (item: FoundItem | undefined): void => {
    if (!item) return;
    close();
    goTo({ selection: { kind: item.kind, id: item.id } });
  };
  const { chosen, setChosen, listen } = useChoosing(found.length, (i) => take(found[i]));
  return (
    <dialog ref={dialog} className="search" aria-label={texts.title} onClose={() => setQuery('')}>
      <label>
        {texts.label}
        <input
          type="search"
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={found.length > 0 ? `${listId}-${chosen}` : undefined}
          autoComplete="off"
          maxLength={100}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={listen}
        />
      </label>
      <ul role="listbox" id={listId} aria-label={texts.title} className="found">
        {found.map((item, i) => (
          <li
            key={`${item.kind} ${item.id}`}
            id={`${listId}-${i}`}
            role="option"
            aria-selected={i === chosen}
            onClick={() => take(item)}
          >
            <strong>{item.title}</strong> <span>{item.detail}</span>{' '}
            <span className="quiet">{texts.kinds[item.kind]}</span>
          </li>
        ))}
      </ul>
      <p role="status">
        {hasFailed ? texts.failed : query.trim() !== '' && found.length === 0 ? texts.none : ''}
      </p>
      <button type="button" onClick={close}>
        {texts.close}
      </button>
    </dialog>
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
      ask<SearchView>(`/dispatch/search?q=${encodeURIComponent(asked)}`, { signal: abort.signal }).then(
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
