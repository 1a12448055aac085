import { type KeyboardEvent, useEffect, useMemo, useReducer, useRef, useSyncExternalStore } from 'react';
import type { DispatchException } from '@rukh/domain/dispatch';
import { isLetter } from '../../frame/frame-keys.js';
import { useChosenLines } from '../../lines/chosen-lines.js';
import { replay } from '../../live/replay.js';
import { useLive } from '../../live/use-live.js';
import { useMay, useSession } from '../../session/session.js';
import { useTexts } from '../../text/use-texts.js';
import { select, usePageState } from '../../url/use-page-state.js';
import { ATTENTION_TEXTS } from './attention-texts.js';
import { type Arrangement, arrangeAttention, foldAttention, groupByLine } from './arrange-attention.js';
import { AttentionFilters } from './attention-filters.js';
import { AttentionGroupRow, FoldedRows } from './attention-group.js';
import { fitsFilters } from './fit-filters.js';
import { snooze, take } from './handle-exception.js';
import { useAlarms } from './sound-alarm.js';
import { useHands } from './use-hands.js';

const TOO_MANY = 15;
const SNOOZE_KEY_MINUTES = 10;

/** The work list: what needs a person now. */
export function Attention() {
  const texts = useTexts(ATTENTION_TEXTS);
  const { user } = useSession();
  const chosen = useChosenLines();
  const { filters, selection, at } = usePageState();
  const mayHandle = useMay('exceptions.handle') && at === undefined;
  const store = useLive('exceptions', 'network');
  const version = store.version('exceptions');
  const list = useRef<HTMLUListElement>(null);
  const { isInUse, hands } = useHands(list);
  const [shownAnew, showAnew] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    // The button that was pressed is gone: who works by keys goes on from the first row.
    if (shownAnew > 0) list.current?.querySelector<HTMLElement>('[data-row]')?.focus();
  }, [shownAnew]);
  const arranged = useRef<Arrangement>({ order: [], waiting: [] });
  const known = useRef(new Map<string, DispatchException>());

  const open = useMemo(
    () =>
      [...store.exceptions.values()].filter((exception) =>
        fitsFilters(exception, filters, { chosen, userId: user.userId }),
      ),
    [store, version, filters, chosen, user],
  );
  useAlarms(open);
  arranged.current = arrangeAttention(arranged.current.order, open, isInUse);
  for (const exception of open) known.current.set(exception.exceptionId, exception);
  const { order, waiting } = arranged.current;
  if (known.current.size > order.length + waiting.length + 500) known.current.clear();
  const openIds = new Set(open.map(({ exceptionId }) => exceptionId));
  const exceptionOf = (id: string): DispatchException | undefined =>
    store.exceptions.get(id) ?? known.current.get(id);
  const groups = groupByLine(order, exceptionOf);
  const selectedId = selection?.kind === 'exception' ? selection.id : undefined;
  const { shown, folded } = foldAttention(groups, selectedId);
  const context = {
    exceptionOf,
    isOpen: (id: string) => openIds.has(id),
    selectedId,
    mayHandle,
  };
  const showNew = (): void => {
    arranged.current = arrangeAttention([], open, false);
    showAnew();
  };
  const own = open.filter(({ takenBy }) => takenBy?.userId === user.userId).length;

  return (
    <div className="attention-list" {...hands}>
      {/* What comes and goes stands beside the title: above the rows it would push them from under the hand. */}
      <div className="attention-head">
        <h2 id="attention-title">
          {texts.title} <span className="count">({open.length})</span>
        </h2>
        {waiting.length > 0 && (
          <button type="button" className="fresh" onClick={showNew}>
            {texts.fresh(waiting.length)}
          </button>
        )}
      </div>
      <AttentionFilters />
      {own > TOO_MANY && (
        <p role="status" className="warning">
          {texts.many(own)}
        </p>
      )}
      {groups.length === 0 && <NothingListed />}
      <ul
        ref={list}
        className="rows"
        aria-labelledby="attention-title"
        onKeyDown={(event) => handleKey(event, mayHandle)}
      >
        {shown.map((group) => (
          <AttentionGroupRow key={group.key} group={group} {...context} />
        ))}
        <FoldedRows groups={folded} {...context} />
      </ul>
    </div>
  );
}

function handleKey(event: KeyboardEvent<HTMLUListElement>, mayHandle: boolean): void {
  const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
  if (!row) return;
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  if (step !== 0 || event.key === 'Home' || event.key === 'End') {
    event.preventDefault();
    const now = rows.indexOf(row);
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? rows.length - 1 : now + step;
    rows[Math.min(rows.length - 1, Math.max(0, next))]?.focus();
    return;
  }
  if (event.key === 'Escape') {
    select(undefined);
    return;
  }
  const { exception: id } = row.dataset;
  if (id === undefined || !mayHandle || !isLetter(event.nativeEvent)) return;
  if (event.code === 'KeyA') void take(id);
  else if (event.code === 'KeyS') snooze(id, SNOOZE_KEY_MINUTES);
  else return;
  event.preventDefault();
}

function NothingListed() {
  const texts = useTexts(ATTENTION_TEXTS);
  const { at } = usePageState();
  const { lamp, exceptions } = useLive('exceptions');
  const { isEmpty } = useSyncExternalStore(replay.watch, replay.state);
  // Before anything was heard, nothing is known to be well.
  const unknown = at !== undefined && isEmpty ? texts.notKept : texts.unheard;
  const all = exceptions.size === 0 ? texts.none : texts.noneFits;
  return <p className="quiet">{lamp === undefined ? unknown : all}</p>;
}
