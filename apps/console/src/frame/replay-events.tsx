/** What happened in the hour that the time bar spans: ticks on it, and buttons from one to the next. */
import { useEffect, useMemo, useState } from 'react';
import type { DispatchException, JournalEntry, JournalPage } from '@rukh/domain/dispatch';
import { ask } from '../live/api.js';
import { live } from '../live/live-store.js';
import { useMay } from '../session/session.js';
import { defineTexts } from '../text/define-texts.js';
import { describeException } from '../text/describe-exception.js';
import { sayEntry } from '../text/say-entry.js';
import { useLanguage, useTexts } from '../text/use-texts.js';

const TEXTS = defineTexts(
  { previous: 'Попередня подія', next: 'Наступна подія' },
  { previous: 'Previous event', next: 'Next event' },
);
/** What was raised is over, as a rule, so long after. */
const SOLVED_WITHIN_SECONDS = 7200;
/** The slider moves by so much: what is nearer is shown as at the moment. */
const NEAR_SECONDS = 5;

interface Raised {
  readonly at: number;
  readonly exception: DispatchException;
}
type Ordered = Pick<JournalEntry, 'at' | 'event' | 'text'>;
export type ReplayEvent = Raised | Ordered;

/** Exceptions raised and orders given from `from` to `to`, epoch seconds, by time. */
export function useReplayEvents(from: number, to: number): readonly ReplayEvent[] {
  const mayReadJournal = useMay('journal.read');
  const [events, setEvents] = useState<readonly ReplayEvent[]>([]);
  useEffect(() => {
    const abort = new AbortController();
    const load = async (): Promise<void> => {
      const found = await Promise.all([
        listRaised(from, to, abort.signal),
        mayReadJournal ? listOrdered(from, to, abort.signal) : [],
      ]);
      setEvents(found.flat().sort((a, b) => a.at - b.at));
    };
    load().catch(() => undefined);
    return () => abort.abort();
  }, [from, to, mayReadJournal]);
  return events;
}

async function listRaised(from: number, to: number, signal: AbortSignal): Promise<Raised[]> {
  const query = `state=new,taken,snoozed,solved&limit=1000&from=${from}&to=${to + SOLVED_WITHIN_SECONDS}`;
  const path = `/dispatch/exceptions?${query}`;
  const { exceptions } = await ask<{ exceptions: DispatchException[] }>(path, { signal });
  return exceptions
    .filter(({ raisedAt }) => raisedAt >= from && raisedAt <= to)
    .map((exception) => ({ at: exception.raisedAt, exception }));
}

async function listOrdered(from: number, to: number, signal: AbortSignal): Promise<Ordered[]> {
  const path = `/dispatch/journal?kind=order&limit=200&from=${from}&to=${to}`;
  const { entries } = await ask<JournalPage>(path, { signal });
  return entries.map(({ at, event, text }) => ({ at: Math.round(at), event, text }));
}

/** Marks over the slider; what they say is said by the buttons. */
export function EventTicks({
  events,
  from,
  to,
}: {
  events: readonly ReplayEvent[];
  from: number;
  to: number;
}) {
  const ticks = useMemo(
    () => new Map(events.map((event) => [`${event.at} ${kindOf(event)}`, event])),
    [events],
  );
  return (
    <span className="replay-ticks" aria-hidden="true">
      {[...ticks].map(([key, event]) => (
        <span
          key={key}
          data-kind={kindOf(event)}
          style={{ insetInlineStart: `${((event.at - from) / Math.max(1, to - from)) * 100}%` }}
        />
      ))}
    </span>
  );
}

/** Keyboard and voice have the ticks by these. */
export function EventButtons({
  events,
  shown,
  onJump,
}: {
  events: readonly ReplayEvent[];
  shown: number;
  onJump: (at: number) => void;
}) {
  const texts = useTexts(TEXTS);
  const language = useLanguage();
  const before = events.findLast(({ at }) => at < shown);
  const after = events.find(({ at }) => at > shown);
  const here = events.filter(({ at }) => Math.abs(at - shown) < NEAR_SECONDS);
  const say = (event: ReplayEvent): string => {
    if ('text' in event) return sayEntry(language, event);
    const { title, line, value } = describeException(event.exception, language, live.city, (id) =>
      live.vehicles.get(id),
    );
    return [title, line, value].filter((word) => word !== '').join(' ');
  };
  return (
    <>
      <button type="button" disabled={!before} onClick={() => before && onJump(before.at)}>
        <span aria-hidden="true">⇤</span>
        <span className="unseen">{texts.previous}</span>
      </button>
      <button type="button" disabled={!after} onClick={() => after && onJump(after.at)}>
        <span aria-hidden="true">⇥</span>
        <span className="unseen">{texts.next}</span>
      </button>
      <span role="status" className="replay-here">
        {here.map(say).join('; ')}
      </span>
    </>
  );
}

function kindOf(event: ReplayEvent): 'order' | 'exception' {
  return 'text' in event ? 'order' : 'exception';
}
