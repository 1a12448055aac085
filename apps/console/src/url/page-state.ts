/**
 * What the address of the page says: whoever opens a link sees what the one who sent it saw. Whatever it does not
 * understand it leaves out; it never fails.
 */
import { LANGUAGES, type Language } from '../text/define-texts.js';

export const SELECTION_KINDS = ['vehicle', 'route', 'stop', 'trip', 'block', 'exception', 'order'] as const;
export type SelectionKind = (typeof SELECTION_KINDS)[number];

export interface Selection {
  readonly kind: SelectionKind;
  readonly id: string;
}

export interface PageState {
  readonly view: string;
  /** What stands in the middle of the live view. */
  readonly pane: string;
  readonly selection?: Selection;
  readonly language?: Language;
  /** Epoch seconds of the past that is shown; now where left out. */
  readonly at?: number;
  /** What the view shows of all it could; names are the view's own. */
  readonly filters: Readonly<Record<string, string>>;
}

const WORD = /^[a-z][a-z-]{0,30}$/;
const FILTER = /^[a-z]{1,20}$/i;
const OWN = new Set(['view', 'pane', 'sel', 'lang', 't']);
const MAX_VALUE = 300;
export const FIRST_VIEW = 'live';
export const FIRST_PANE = 'map';

export function readPageState(search: string): PageState {
  const values = new URLSearchParams(search);
  const selection = readSelection(values.get('sel'));
  const language = LANGUAGES.find((known) => known === values.get('lang'));
  const at = readTime(values.get('t'));
  const filters = [...values].filter(([name, value]) => isFilter(name, value));
  return {
    view: readWord(values.get('view')) ?? FIRST_VIEW,
    pane: readWord(values.get('pane')) ?? FIRST_PANE,
    ...(selection && { selection }),
    ...(language && { language }),
    ...(at !== undefined && { at }),
    filters: Object.fromEntries(filters),
  };
}

/** The search part of the address, with its question mark; empty for the first view. */
export function writePageState(state: PageState): string {
  const values = new URLSearchParams();
  if (state.view !== FIRST_VIEW) values.set('view', state.view);
  if (state.pane !== FIRST_PANE) values.set('pane', state.pane);
  if (state.selection) values.set('sel', `${state.selection.kind}:${state.selection.id}`);
  for (const [name, value] of Object.entries(state.filters)) {
    if (isFilter(name, value)) values.set(name, value);
  }
  if (state.at !== undefined) values.set('t', String(Math.round(state.at)));
  if (state.language) values.set('lang', state.language);
  const text = values.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');
  return text === '' ? '' : `?${text}`;
}

function readSelection(text: string | null): Selection | undefined {
  const colon = text?.indexOf(':') ?? -1;
  if (text === null || colon < 0 || text.length > MAX_VALUE) return undefined;
  const kind = SELECTION_KINDS.find((known) => known === text.slice(0, colon));
  const id = text.slice(colon + 1);
  return kind && id !== '' ? { kind, id } : undefined;
}

/** Epoch seconds, or a time as ISO 8601 writes it. */
function readTime(text: string | null): number | undefined {
  if (text === null) return undefined;
  const seconds = /^\d{9,11}$/.test(text) ? Number(text) : Date.parse(text) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? Math.round(seconds) : undefined;
}

function readWord(text: string | null): string | undefined {
  return text !== null && WORD.test(text) ? text : undefined;
}

function isFilter(name: string, value: string): boolean {
  return FILTER.test(name) && !OWN.has(name) && value !== '' && value.length <= MAX_VALUE;
}
