import { REPORT_LONGEST_DAYS, type ReportView, countDays } from '@rukh/domain/dispatch';
import { useState } from 'react';
import { type Asked, useAsked } from '../../live/use-asked.js';
import { useLive, useNow } from '../../live/use-live.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { usePageState } from '../../url/use-page-state.js';
import type { Namer } from './name-row.js';
import { REPORT_TEXTS } from './report-texts.js';
import { type ReportWish, pathOfWish, readWish } from './read-wish.js';

/** What the address asks for; undefined until the city is known, since days are the city's. */
export function useWish(): ReportWish | undefined {
  const { filters } = usePageState();
  const { city } = useLive('network');
  const now = useNow(60);
  return city && readWish(filters, dayIn(city.timeZone, now));
}

/** YYYY-MM-DD in the city; `back` days before. */
export function dayIn(timeZone: string, atSeconds: number, back = 0): string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  const today = format.format(atSeconds * 1000);
  return new Date(Date.parse(today) - back * 86_400_000).toISOString().slice(0, 10);
}

/** Of more days than may be asked for, nothing is asked. */
export function isTooLong({ from, to, routeId }: ReportWish): boolean {
  return countDays(from, to) > REPORT_LONGEST_DAYS[routeId === '' ? 'city' : 'line'];
}

/** A report, and what was asked for when it came. */
export interface Answered {
  readonly report: ReportView;
  readonly wish: ReportWish;
}

/**
 * What is to be shown: the answer, and until it is there the one before it, where that is the same report of other
 * days or another line. Nobody loses what he compares with, and nothing jumps.
 */
export function useReport(wish: ReportWish): Asked<ReportView> & { readonly shown: Answered | undefined } {
  const asked = useAsked<ReportView>(isTooLong(wish) ? undefined : pathOfWish(wish, 'json'));
  const { value } = asked;
  const [last, setLast] = useState<Answered>();
  if (value && value !== last?.report) setLast({ report: value, wish });
  const before = last?.wish.name === wish.name ? last : undefined;
  return { ...asked, shown: value ? { report: value, wish } : before };
}

export function useNamer(): Namer {
  const { city, vehicles } = useLive('network');
  const language = useLanguage();
  const { unknown } = useTexts(REPORT_TEXTS);
  return { language, city, unknown, vehicleName: (id) => vehicles.get(id)?.label ?? id };
}
