import { REPORT_LONGEST_DAYS, type ReportView, countDays } from '@rukh/domain/dispatch';
import { useState } from 'react';
import { type Asked, useAsked } from '../../live/use-asked.js';
import { useLive } from '../../live/use-live.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { usePageState } from '../../url/use-page-state.js';
import type { Namer } from './name-row.js';
import { REPORT_TEXTS } from './report-texts.js';
import { type ReportWish, pathOfWish, readWish } from './read-wish.js';
import { useServiceDay } from './use-service-day.js';

/** What the address asks for; undefined until it is known which day is under way. */
export function useWish(): ReportWish | undefined {
  const { filters } = usePageState();
  const today = useServiceDay();
  return today === undefined ? undefined : readWish(filters, today);
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
