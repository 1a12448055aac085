/**
 * Signs of states, as paths about the origin in a box of ±10, pointing north: the same in the list (SVG) and on the
 * map (canvas). A state is told by its shape first, by its colour second.
 */
import type { ExceptionKind, VehicleState } from '@rukh/domain/dispatch';

export type GlyphName =
  | 'arrow'
  | 'early'
  | 'late'
  | 'very_late'
  | 'diamond'
  | 'ring'
  | 'question'
  | 'dot'
  | 'gap'
  | 'bunch'
  | 'ghost'
  | 'alarm'
  | 'clock'
  | 'fault';

export const GLYPHS: Readonly<Record<GlyphName, string>> = {
  arrow: 'M0-9L7 8L0 4L-7 8Z',
  early: 'M0-8L8 4H-8ZM-8 6H8V9H-8Z',
  late: 'M0 8L8-6H-8Z',
  very_late: 'M0 1L8-9H-8ZM0 10L8 0H-8Z',
  diamond: 'M0-9L9 0L0 9L-9 0Z',
  ring: 'M0-8A8 8 0 0 1 0 8A8 8 0 0 1 0-8Z',
  question: 'M-8-8H8V8H-8Z',
  dot: 'M0-4A4 4 0 0 1 0 4A4 4 0 0 1 0-4Z',
  gap: 'M-9-8H-6V8H-9ZM6-8H9V8H6ZM-4-1H4V1H-4Z',
  bunch: 'M-9 0L-2-6V6ZM9 0L2-6V6Z',
  ghost: 'M0-9L7 8L0 4L-7 8Z',
  alarm: 'M0-10L10 8H-10ZM-1-4V3H1V-4ZM-1 5V7H1V5Z',
  clock: 'M0-9A9 9 0 0 1 0 9A9 9 0 0 1 0-9ZM-1-6V1H5V-1H1V-6Z',
  fault: 'M-8-6L-6-8L0-2L6-8L8-6L2 0L8 6L6 8L0 2L-6 8L-8 6L-2 0Z',
};

export const STATE_GLYPH: Readonly<Record<VehicleState, GlyphName>> = {
  normal: 'arrow',
  early: 'early',
  late: 'late',
  very_late: 'very_late',
  off_route: 'diamond',
  no_signal: 'ring',
  unassigned: 'question',
  not_in_service: 'dot',
};

/** The name of a colour of styles/base.css, beside which each has its shape. */
export const EXCEPTION_LOOK: Readonly<
  Record<ExceptionKind, { readonly glyph: GlyphName; readonly tone: string }>
> = {
  driver_alarm: { glyph: 'alarm', tone: 'very-late' },
  not_started: { glyph: 'ghost', tone: 'very-late' },
  off_route: { glyph: 'diamond', tone: 'off-route' },
  gap: { glyph: 'gap', tone: 'late' },
  bunch: { glyph: 'bunch', tone: 'late' },
  very_late: { glyph: 'very_late', tone: 'very-late' },
  no_signal: { glyph: 'ring', tone: 'no-signal' },
  unassigned: { glyph: 'question', tone: 'no-signal' },
  early: { glyph: 'early', tone: 'early' },
  expiring: { glyph: 'clock', tone: 'late' },
  feed_fault: { glyph: 'fault', tone: 'very-late' },
};
/** Drawn as an outline: there is something that is not there. */
export const HOLLOW: ReadonlySet<GlyphName> = new Set(['ring', 'ghost', 'question']);
