import { type ReactNode, useState } from 'react';
import { type DispatchException, findShortfall } from '@rukh/domain/dispatch';
import { useLive, useNow } from '../../live/use-live.js';
import { useSession } from '../../session/session.js';
import { CITY_TEXTS } from '../../text/city-texts.js';
import type { Language } from '../../text/define-texts.js';
import { describeException } from '../../text/describe-exception.js';
import { clockMinutes, duration, primeMinutes } from '../../text/format.js';
import { plural } from '../../text/plural.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { EXCEPTION_LOOK } from '../../ui/glyphs.js';
import { Sign } from '../../ui/sign.js';
import { goTo, usePageState } from '../../url/use-page-state.js';
import type { AttentionGroup } from './arrange-attention.js';
import { ATTENTION_TEXTS } from './attention-texts.js';
import { release, snooze, solve, take } from './handle-exception.js';

interface RowContext {
  readonly exceptionOf: (id: string) => DispatchException | undefined;
  readonly isOpen: (id: string) => boolean;
  readonly selectedId: string | undefined;
  readonly mayHandle: boolean;
}

/** A line with more troubles than this is one row until somebody opens it. */
const MOST_OPENED = 3;

/** One row, or one line's several under its own. */
export function AttentionGroupRow({ group, ...context }: { group: AttentionGroup } & RowContext) {
  const language = useLanguage();
  const texts = useTexts(ATTENTION_TEXTS);
  const [isExpanded, setExpanded] = useState(group.ids.length <= MOST_OPENED);
  const { city } = useLive('network');
  const { selection } = usePageState();
  if (group.ids.length === 1) return <AttentionRow id={group.ids[0]!} {...context} />;
  const exceptions = group.ids.flatMap((id) => context.exceptionOf(id) ?? []);
  const summary = countByKind(exceptions, language);
  const look = EXCEPTION_LOOK[exceptions[0]!.kind];
  const isOpened = isExpanded || (context.selectedId !== undefined && group.ids.includes(context.selectedId));
  const isSelected = selection?.kind === 'route' && selection.id === group.routeId;
  const head = (
    <>
      <Sign {...look} />
      <span className="row-main">
        <strong className="line-name">{city?.routeName(group.routeId)}</strong> {summary.join(', ')}
      </span>
    </>
  );
  return (
    <FoldingRow
      head={head}
      isOpened={isOpened}
      isSelected={isSelected}
      onSelect={() => {
        setExpanded(true);
        if (isSelected) document.getElementById('inspector')?.focus();
        else goTo({ selection: { kind: 'route', id: group.routeId! } });
      }}
      onFold={() => setExpanded(!isOpened)}
      says={isOpened ? texts.fold : texts.showAll}
      rows="rows inner"
    >
      {group.ids.map((id) => (
        <AttentionRow key={id} id={id} {...context} isInner />
      ))}
    </FoldingRow>
  );
}

/** A row over the rows under it: pressed it selects what they have in common, where that is something, or folds. */
function FoldingRow({
  head,
  isOpened,
  isSelected = false,
  onSelect,
  onFold,
  says,
  rows,
  children,
}: {
  head: ReactNode;
  isOpened: boolean;
  isSelected?: boolean;
  onSelect?: () => void;
  onFold: () => void;
  /** What folding does, where the words of the row do not say so. */
  says?: string;
  /** Class of the rows under it. */
  rows: string;
  children: ReactNode;
}) {
  const fold = { 'aria-expanded': isOpened, onClick: onFold };
  const mark = <span aria-hidden="true">{isOpened ? '▾' : '▸'}</span>;
  return (
    <li className="group">
      <div className="group-row" data-chosen={isSelected ? '' : undefined}>
        <button
          type="button"
          data-row
          className="row group-head"
          aria-current={isSelected ? 'true' : undefined}
          {...(onSelect ? { onClick: onSelect } : fold)}
        >
          {head}
          {!onSelect && mark}
        </button>
        {onSelect && (
          <button type="button" className="fold" aria-label={says} title={says} {...fold}>
            {mark}
          </button>
        )}
      </div>
      {isOpened && <ul className={rows}>{children}</ul>}
    </li>
  );
}

/** How many of which kind; of a line that is short of vehicles first how many it has. */
function countByKind(exceptions: readonly DispatchException[], language: Language): string[] {
  const { counted, vehiclesOut } = CITY_TEXTS[language];
  const isShort = (exception: DispatchException): boolean => findShortfall(exception) === 'line';
  const kinds = exceptions.filter((one) => !isShort(one)).map(({ kind }) => kind);
  return [
    ...exceptions
      .filter(isShort)
      .map(({ value = 0, expected = 0 }) => vehiclesOut(expected - value, expected)),
    ...[...new Set(kinds)].map((kind) =>
      plural(language, kinds.filter((one) => one === kind).length, counted[kind]),
    ),
  ];
}

/** What is under the fold, by kind; it opens, and stays as it was left. */
export function FoldedRows({ groups, ...context }: { groups: readonly AttentionGroup[] } & RowContext) {
  const language = useLanguage();
  const texts = useTexts(ATTENTION_TEXTS);
  const [isOpened, setOpened] = useState(false);
  if (groups.length === 0) return null;
  const exceptions = groups.flatMap(({ ids }) => ids.flatMap((id) => context.exceptionOf(id) ?? []));
  const summary = countByKind(exceptions, language);
  const head = (
    <span className="row-main">
      <strong>{texts.folded(exceptions.length)}</strong>{' '}
      <span className="row-where">{summary.join(', ')}</span>
    </span>
  );
  return (
    <FoldingRow head={head} isOpened={isOpened} onFold={() => setOpened(!isOpened)} rows="rows">
      {groups.map((group) => (
        <AttentionGroupRow key={group.key} group={group} {...context} />
      ))}
    </FoldingRow>
  );
}

function AttentionRow({
  id,
  exceptionOf,
  isOpen,
  selectedId,
  mayHandle,
  isInner,
}: RowContext & { id: string; isInner?: boolean }) {
  const language = useLanguage();
  const texts = useTexts(ATTENTION_TEXTS);
  const store = useLive('network');
  const now = useNow(5);
  const exception = exceptionOf(id);
  if (!exception) return null;
  const words = describeException(exception, language, store.city, (vehicleId) =>
    store.vehicles.get(vehicleId),
  );
  const isSelected = id === selectedId;
  const { expected, kind, takenBy, snoozedUntil } = exception;
  const isOver = !isOpen(id);
  return (
    <li data-new={exception.state === 'new' && now - exception.raisedAt < 60 ? '' : undefined}>
      <button
        type="button"
        data-row
        data-exception={id}
        className="row"
        data-over={isOver ? '' : undefined}
        aria-current={isSelected ? 'true' : undefined}
        aria-keyshortcuts={mayHandle ? 'A S' : undefined}
        onClick={() => open(id, isSelected)}
      >
        <Sign {...EXCEPTION_LOOK[kind]} />
        <span className="row-main">
          <span>
            {words.title} {!isInner && <strong className="line-name">{words.line}</strong>}
          </span>
          <span className="row-where">{words.where}</span>
          {takenBy && <span className="row-where">{texts.takenBy(takenBy.name)}</span>}
          {snoozedUntil !== undefined && (
            <span className="row-where">
              {texts.until(clockMinutes(language, snoozedUntil, store.city?.timeZone))}
            </span>
          )}
        </span>
        <span className="row-figures">
          <strong>{words.value}</strong>
          <span className="row-where">
            {isOver
              ? exception.state === 'snoozed'
                ? texts.isPutOff
                : texts.over
              : expected !== undefined && (kind === 'gap' || kind === 'bunch')
                ? texts.expected(primeMinutes(expected))
                : duration(language, now - exception.raisedAt)}
          </span>
        </span>
      </button>
      {isSelected && mayHandle && !isOver && <RowActions exception={exception} />}
    </li>
  );
}

/** A second Enter goes on into the inspector. */
function open(id: string, isSelected: boolean): void {
  if (isSelected) document.getElementById('inspector')?.focus();
  else goTo({ selection: { kind: 'exception', id } });
}

const SNOOZE_MINUTES = [5, 10, 30];

function RowActions({ exception }: { exception: DispatchException }) {
  const texts = useTexts(ATTENTION_TEXTS);
  const { user } = useSession();
  const { exceptionId: id, takenBy } = exception;
  // Who sees to it may have gone home. Before anything else is done about it, it is to be anybody's again.
  if (takenBy && takenBy.userId !== user.userId) {
    return (
      <div className="row-actions">
        <button type="button" onClick={() => void release(id)}>
          {texts.free}
        </button>
      </div>
    );
  }
  return (
    <div className="row-actions">
      {takenBy ? (
        <button type="button" onClick={() => void release(id)}>
          {texts.release}
        </button>
      ) : (
        <button type="button" onClick={() => void take(id)}>
          {texts.take}
        </button>
      )}
      <span className="quiet">{texts.snooze}</span>
      {SNOOZE_MINUTES.map((minutes) => (
        <button key={minutes} type="button" onClick={() => snooze(id, minutes)}>
          {texts.minutes(minutes)}
        </button>
      ))}
      <button type="button" onClick={() => solve(id)}>
        {texts.solve}
      </button>
    </div>
  );
}
