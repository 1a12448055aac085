import { REPORT_ROWS_BY } from '@rukh/domain/dispatch';
import { useLive } from '../../live/use-live.js';
import { duration } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { Choice } from '../../ui/choice.js';
import { CarrierChoice } from '../../ui/city-choices.js';
import { DayField } from '../../ui/time-fields.js';
import { AddressLink } from '../../url/address-link.js';
import { goTo, usePageState } from '../../url/use-page-state.js';
import { REPORT_TEXTS } from './report-texts.js';
import type { ReportWish } from './read-wish.js';
import { dayBefore, useServiceDay } from './use-service-day.js';

export function ReportFilters({ wish }: { wish: ReportWish }) {
  const texts = useTexts(REPORT_TEXTS);
  const { city } = useLive('network');
  const groupings = REPORT_ROWS_BY[wish.name];
  return (
    <div className="filters">
      <Days wish={wish} />
      <Choice
        name="route"
        label={texts.line}
        options={[
          ['', texts.all],
          ...(city?.lines ?? []).map(({ routeId, shortName }) => [routeId, shortName] as const),
        ]}
      />
      <CarrierChoice />
      {groupings.length > 1 && (
        <Choice
          name="by"
          label={texts.by}
          options={groupings.map((by, i) => [i === 0 ? '' : by, texts.groups[by]] as const)}
        />
      )}
      {wish.name === 'punctuality' && <Limits />}
    </div>
  );
}

/** Minutes off the timetable that are early and late; the usual ones first. */
function Limits() {
  const texts = useTexts(REPORT_TEXTS);
  const language = useLanguage();
  const minutes = (counts: readonly number[]): (readonly [string, string])[] =>
    counts.map((count, i) => [i === 0 ? '' : String(60 * count), duration(language, 60 * count)] as const);
  return (
    <>
      <Choice name="early" label={texts.earlyFrom} options={minutes([1, 0.5, 2, 3, 5])} />
      <Choice name="late" label={texts.lateFrom} options={minutes([6, 1, 2, 3, 4, 5, 10, 15])} />
    </>
  );
}

function Days({ wish: { from, to } }: { wish: ReportWish }) {
  const texts = useTexts(REPORT_TEXTS);
  const { filters } = usePageState();
  const today = useServiceDay() ?? to;
  const set = (days: { from: string; to: string }): void =>
    goTo({ filters: { ...filters, ...days } }, 'replace');
  const day = (back: number): string => dayBefore(today, back);
  const periods = [
    [texts.today, day(0), day(0)],
    [texts.yesterday, day(1), day(1)],
    [texts.week, day(7), day(1)],
  ] as const;
  return (
    <>
      <DayField
        label={texts.from}
        value={from}
        max={day(0)}
        // A report has its days: a date that was emptied is as it was.
        onChange={(value) => value !== '' && set({ from: value, to: to < value ? value : to })}
      />
      <DayField
        label={texts.to}
        value={to}
        max={day(0)}
        onChange={(value) => value !== '' && set({ from: from > value ? value : from, to: value })}
      />
      <span className="periods">
        {periods.map(([name, first, last]) => (
          <AddressLink
            key={name}
            className="button"
            to={{ filters: { ...filters, from: first, to: last } }}
            aria-current={from === first && to === last ? 'true' : undefined}
          >
            {name}
          </AddressLink>
        ))}
      </span>
    </>
  );
}
