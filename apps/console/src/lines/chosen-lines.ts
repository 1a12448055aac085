import { useMemo } from 'react';
import { usePreferences } from '../ui/preferences.js';
import { usePageState } from '../url/use-page-state.js';
import { type ChosenLines, chooseLines } from './choose-lines.js';
import { useLineGroups } from './line-groups.js';

export function useChosenLines(): ChosenLines {
  const { lines } = usePageState().filters;
  const { myRoutes } = usePreferences();
  const groups = useLineGroups();
  return useMemo(() => chooseLines(lines, myRoutes, groups), [lines, myRoutes, groups]);
}
