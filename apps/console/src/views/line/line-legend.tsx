import type { LineMode } from '@rukh/domain/dispatch';
import type { ReactNode } from 'react';
import { useTexts } from '../../text/use-texts.js';
import { LINE_TEXTS } from './line-texts.js';
import { GhostMark } from './vehicle-mark.js';

export function LineLegend({ mode }: { mode: LineMode }) {
  const texts = useTexts(LINE_TEXTS);
  return (
    <details className="line-legend">
      <summary>{texts.legend}</summary>
      <p className="quiet">{texts.keys}</p>
      <ul className="plain">
        <li>
          <Picture>
            <line className="rail-headway" data-grade="wide" x1="12" x2="12" y1="2" y2="22" />
          </Picture>
          {texts.legendWide}
        </li>
        <li>
          <Picture>
            <line className="rail-headway" data-grade="close" x1="12" x2="12" y1="2" y2="22" />
          </Picture>
          {texts.legendClose}
        </li>
        <li>
          <Picture>
            <GhostMark x={12} y={12} degrees={0} />
          </Picture>
          {texts.legendGhost}
        </li>
        {mode === 'schedule' && (
          <li>
            <Picture>
              <path className="rail-scheduled" d="M12 2V20m-5 0h10" />
            </Picture>
            {texts.legendScheduled}
          </li>
        )}
      </ul>
    </details>
  );
}

function Picture({ children }: { children: ReactNode }) {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">
      {children}
    </svg>
  );
}
