import { usePageState } from './use-page-state.js';

/** The service day that the address names, YYYYMMDD as the API has it: what is selected in a table of that day is of it. */
export function useNamedDay(): string | undefined {
  const { day } = usePageState().filters;
  return day?.replaceAll('-', '');
}
