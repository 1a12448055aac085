import { useState } from 'react';
import type { AccessEntryView } from '@rukh/domain/dispatch';
import { ask } from '../../live/api.js';
import { useAsked } from '../../live/use-asked.js';
import { useLive } from '../../live/use-live.js';
import { dateAndTime } from '../../text/format.js';
import { sayProblem } from '../../text/say-problem.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { type Column, LongTable } from '../../ui/long-table.js';
import { showToast } from '../../ui/toasts.js';
import { ADMIN_TEXTS } from './admin-texts.js';
import { FRESH_SECONDS } from './office.js';

interface Entries {
  readonly entries: readonly AccessEntryView[];
}

/** Who signed in, who tried, and who changed whose rights; the newest first. */
export function AccessPanel() {
  const all = useTexts(ADMIN_TEXTS);
  const texts = all.access;
  const { value, error } = useAsked<Entries>('/access-audit?limit=200', FRESH_SECONDS, 'office');
  const [older, setOlder] = useState<readonly AccessEntryView[]>([]);
  const newest = value?.entries ?? [];
  const entries = [...newest, ...older.filter(({ entryId }) => entryId < (newest.at(-1)?.entryId ?? 0))];
  const last = entries.at(-1);
  const more = (): void => {
    ask<Entries>(`/access-audit?limit=200&before=${String(last?.entryId)}`).then(
      (answer) => setOlder([...entries.slice(newest.length), ...answer.entries]),
      (problem: unknown) => void showToast(sayProblem(problem), { isFailure: true }),
    );
  };
  return (
    <>
      {error !== undefined && <p role="status">{all.failed}</p>}
      <LongTable
        label={all.tabs.access}
        columns={useColumns()}
        rows={entries}
        keyOf={({ entryId }) => String(entryId)}
        isChosen={() => false}
      />
      {last && last.entryId > 1 && (
        <p>
          <button type="button" onClick={more}>
            {texts.older}
          </button>
        </p>
      )}
    </>
  );
}

function useColumns(): Column<AccessEntryView>[] {
  const texts = useTexts(ADMIN_TEXTS).access;
  const language = useLanguage();
  const { city } = useLive('network');
  const kinds: Readonly<Record<string, string>> = texts.kinds;
  return [
    {
      id: 'at',
      title: texts.at,
      cell: ({ at }) => dateAndTime(language, at, city?.timeZone),
      order: ({ at }) => at,
    },
    {
      id: 'kind',
      title: texts.kind,
      cell: ({ kind }) => kinds[kind] ?? kind,
      order: ({ kind }) => kinds[kind] ?? kind,
    },
    { id: 'actor', title: texts.actor, cell: actorOf, order: actorOf },
    { id: 'subject', title: texts.subject, cell: subjectOf, order: subjectOf },
    {
      id: 'address',
      title: texts.address,
      cell: ({ address }) => address,
      order: ({ address }) => address ?? '',
    },
  ];
}

const actorOf = ({ actor, actorLogin }: AccessEntryView): string => actorLogin ?? actor ?? '';
const subjectOf = ({ subject, subjectLogin }: AccessEntryView): string => subjectLogin ?? subject ?? '';
