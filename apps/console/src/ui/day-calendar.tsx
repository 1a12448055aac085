import type { CalendarDate } from '@internationalized/date';
import { Button } from 'react-aria-components/Button';
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarHeading,
} from 'react-aria-components/Calendar';

/** A month to take a day from. */
export default function DayCalendar({
  label,
  value,
  latest,
  onChoose,
}: {
  label: string;
  value: CalendarDate | undefined;
  latest: CalendarDate | undefined;
  onChoose: (day: CalendarDate) => void;
}) {
  return (
    <Calendar
      className="calendar"
      aria-label={label}
      autoFocus
      firstDayOfWeek="mon"
      value={value ?? null}
      {...(latest && { maxValue: latest })}
      onChange={onChoose}
    >
      <header>
        <Button slot="previous">‹</Button>
        <CalendarHeading />
        <Button slot="next">›</Button>
      </header>
      <CalendarGrid weekdayStyle="short">
        <CalendarGridHeader>{(day) => <CalendarHeaderCell>{day}</CalendarHeaderCell>}</CalendarGridHeader>
        <CalendarGridBody>{(date) => <CalendarCell date={date} />}</CalendarGridBody>
      </CalendarGrid>
    </Calendar>
  );
}
