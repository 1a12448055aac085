import { type ReactNode, useId } from 'react';
import type { DiagramTrip } from '@rukh/domain/dispatch';
import { useLive } from '../../live/use-live.js';
import { clockMinutes } from '../../text/format.js';
import { shorten } from '../../text/shorten.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { DIAGRAM_TEXTS } from './diagram-texts.js';
import type { DiagramLayout } from './lay-out-diagram.js';

const NAME_CHARACTERS = 16;
const NARROW_CHARACTERS = 10;
const NARROW_LEFT = 100;

export function keyOf({ tripId, serviceDate, startTime }: DiagramTrip): string {
  return `${tripId} ${serviceDate} ${startTime}`;
}

/** Stops, times of day, and now. */
export function Grid({ layout: { ticks, stops, frame, nowX } }: { layout: DiagramLayout }) {
  const texts = useTexts(DIAGRAM_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const characters = frame.left < NARROW_LEFT ? NARROW_CHARACTERS : NAME_CHARACTERS;
  return (
    <g aria-hidden="true">
      {stops.map(({ stopId, name, y, isNamed }, i) => (
        <g key={`${stopId} ${i}`}>
          <line className="diagram-stop" x1={frame.left} x2={frame.right} y1={y} y2={y} />
          {isNamed && (
            <text className="rail-name" x={frame.left - 6} y={y + 4} textAnchor="end">
              {shorten(name, characters)}
            </text>
          )}
        </g>
      ))}
      {ticks.map(({ at, x, labelX }) => (
        <g key={at}>
          <line className="diagram-tick" x1={x} x2={x} y1={frame.top} y2={frame.bottom} />
          <text className="rail-name" x={labelX} y={frame.top - 8} textAnchor="middle">
            {clockMinutes(language, at, city?.timeZone)}
          </text>
        </g>
      ))}
      {nowX !== undefined && (
        <g>
          <line className="diagram-now" x1={nowX} x2={nowX} y1={frame.top} y2={frame.bottom} />
          <text className="diagram-now-label" x={nowX} y={frame.bottom + 16} textAnchor="middle">
            {texts.now}
          </text>
        </g>
      )}
    </g>
  );
}

/** What is drawn of the time that is shown, and nothing of what is beside it. */
export function Clipped({
  layout: { frame, height },
  children,
}: {
  layout: DiagramLayout;
  children: ReactNode;
}) {
  const clip = useId();
  return (
    <>
      <clipPath id={clip}>
        <rect x={frame.left} y="0" width={frame.right - frame.left} height={height} />
      </clipPath>
      <g clipPath={`url(#${clip})`}>{children}</g>
    </>
  );
}
