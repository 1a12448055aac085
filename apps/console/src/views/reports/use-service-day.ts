import { useAsked } from '../../live/use-asked.js';

const DAY_MS = 86_400_000;
/** A console is open for days. */
const AGAIN_SECONDS = 60;

/** What "today" is, YYYY-MM-DD, as the server has it: after midnight the day before, while its trips run. Undefined until told. */
export function useServiceDay(): string | undefined {
  const { value } = useAsked<{ serviceDate: string }>('/dispatch/service-day', AGAIN_SECONDS);
  return value && writeDay(value.serviceDate);
}

/** Of YYYYMMDD. */
export function writeDay(serviceDate: string): string {
  return serviceDate.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
}

/** Both YYYY-MM-DD. */
export function dayBefore(day: string, back: number): string {
  return new Date(Date.parse(day) - back * DAY_MS).toISOString().slice(0, 10);
}
