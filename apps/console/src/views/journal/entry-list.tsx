import type { JournalEntry, JournalPage } from '@rukh/domain/dispatch';
import { useState } from 'react';
import { ask } from '../../live/api.js';
import { useAsked } from '../../live/use-asked.js';
import { useTexts } from '../../text/use-texts.js';
import { showToast } from '../../ui/toasts.js';
import { EntryTable } from './entry-table.js';
import { JOURNAL_TEXTS } from './journal-texts.js';

const RETRY_SECONDS = 30;

/** The newest entries, which come by themselves, and older ones as they are asked for. */
export function EntryList({ path }: { path: string }) {
  const texts = useTexts(JOURNAL_TEXTS);
  const { value, error } = useAsked<JournalPage>(path, RETRY_SECONDS, 'journal');
  const [older, setOlder] = useState<readonly JournalEntry[]>([]);
  const [next, setNext] = useState<number | 'end'>();
  if (!value) return <p role="status">{error === undefined ? texts.loading : texts.failed}</p>;
  const before = next ?? value.nextBefore ?? 'end';
  const more = async (): Promise<void> => {
    try {
      const page = await ask<JournalPage>(`${path}&before=${before}`);
      setOlder([...older, ...page.entries]);
      setNext(page.nextBefore ?? 'end');
    } catch {
      showToast(texts.failed, { isFailure: true });
    }
  };
  return (
    <>
      {error !== undefined && <p role="status">{texts.failed}</p>}
      <EntryTable entries={merge(value.entries, older)} />
      {before === 'end' ? (
        <p className="quiet">{value.entries.length === 0 ? texts.none : texts.all_shown}</p>
      ) : (
        <button type="button" onClick={() => void more()}>
          {texts.older}
        </button>
      )}
    </>
  );
}

/** While older ones are shown, new ones push the first page down: what both have is shown once. */
export function merge(
  newest: readonly JournalEntry[],
  older: readonly JournalEntry[],
): readonly JournalEntry[] {
  const byId = new Map([...older, ...newest].map((entry) => [entry.entryId, entry]));
  return [...byId.values()].sort((a, b) => b.entryId - a.entryId);
}
