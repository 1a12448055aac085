import type { VehicleState } from '@rukh/domain/dispatch';
import { GLYPHS, type GlyphName, HOLLOW, STATE_GLYPH } from './glyphs.js';

/** A sign beside words that say the same. */
export function Sign({ glyph, tone }: { glyph: GlyphName; tone: string }) {
  return (
    <svg
      className="sign"
      data-tone={tone}
      data-hollow={HOLLOW.has(glyph) ? '' : undefined}
      viewBox="-11 -11 22 22"
      aria-hidden="true"
    >
      <path d={GLYPHS[glyph]} fillRule="evenodd" />
    </svg>
  );
}

export function StateSign({ state }: { state: VehicleState }) {
  return <Sign glyph={STATE_GLYPH[state]} tone={state.replaceAll('_', '-')} />;
}
