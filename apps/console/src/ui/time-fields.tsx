/**
 * Days and times in the order and the words of our language, whatever language the browser speaks. Values are as HTML
 * writes them, '' while there is none: `2026-11-29`, `05:30`, and of both `2026-11-29T05:30`.
 */
import {
  type CalendarDate,
  type DateValue,
  parseDate,
  parseDateTime,
  parseTime,
} from '@internationalized/date';
import { DateField, DateInput, DateSegment, Label } from 'react-aria-components/DateField';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { TimeField } from 'react-aria-components/TimeField';
import { localeOf } from '../text/format.js';
import { useLanguage } from '../text/use-texts.js';
import { CalendarButton } from './calendar-button.js';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isDisabled?: boolean;
  /** `choice` beside its name, `field` under it. */
  readonly className?: 'choice' | 'field';
}

/** A day. */
export function DayField({ max, ...rest }: FieldProps & { readonly max?: string }) {
  return <InDays {...rest} parse={parseDate} granularity="day" max={max} />;
}

/** A day and a time of it. */
export function MomentField(props: FieldProps) {
  return <InDays {...props} parse={parseDateTime} granularity="minute" />;
}

function InDays({
  label,
  value,
  onChange,
  isDisabled = false,
  className = 'choice',
  parse,
  granularity,
  max,
}: FieldProps & {
  readonly parse: (text: string) => DateValue;
  readonly granularity: 'day' | 'minute';
  readonly max?: string | undefined;
}) {
  const language = useLanguage();
  const written = tryTo(parse, value);
  const latest = max === undefined ? undefined : tryTo(parse, max);
  // A day is taken and the time stays, or begins with the day.
  const choose = (day: CalendarDate): void =>
    onChange(granularity === 'day' ? day.toString() : `${day.toString()}T${value.slice(11) || '00:00'}`);
  return (
    <I18nProvider locale={localeOf(language)}>
      <DateField<DateValue>
        className={className}
        granularity={granularity}
        hourCycle={24}
        shouldForceLeadingZeros
        isDisabled={isDisabled}
        value={written ?? null}
        {...(latest && { maxValue: latest })}
        onChange={(date) =>
          onChange(date === null ? '' : date.toString().slice(0, granularity === 'day' ? 10 : 16))
        }
      >
        <Label>{label}</Label>
        <span className="day-and-calendar">
          <Segments />
          <CalendarButton
            label={label}
            value={tryTo(parseDate, value.slice(0, 10))}
            latest={max === undefined ? undefined : tryTo(parseDate, max)}
            isDisabled={isDisabled}
            onChoose={choose}
          />
        </span>
      </DateField>
    </I18nProvider>
  );
}

/** A time of day. */
export function ClockField({ label, value, onChange }: FieldProps) {
  const language = useLanguage();
  return (
    <I18nProvider locale={localeOf(language)}>
      <TimeField
        className="choice"
        hourCycle={24}
        shouldForceLeadingZeros
        value={tryTo(parseTime, value) ?? null}
        onChange={(time) => onChange(time === null ? '' : time.toString().slice(0, 5))}
      >
        <Label>{label}</Label>
        <Segments />
      </TimeField>
    </I18nProvider>
  );
}

function Segments() {
  return <DateInput className="segments">{(segment) => <DateSegment segment={segment} />}</DateInput>;
}

/** Undefined of what an address or a draft has that is no such thing. */
function tryTo<T>(parse: (text: string) => T, text: string): T | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
