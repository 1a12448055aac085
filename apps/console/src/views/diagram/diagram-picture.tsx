import { useMemo, useRef } from 'react';
import type { ChangedTimes, DiagramView } from '@rukh/domain/dispatch';
import { useNow } from '../../live/use-live.js';
import { USUAL_REM_PIXELS, remPixels } from '../../ui/rem-pixels.js';
import { useWidth } from '../../ui/use-width.js';
import { Clipped, Grid, keyOf } from './diagram-grid.js';
import { layOutDiagram } from './lay-out-diagram.js';

const HEIGHT = 320;

/** The diagram as one picture, with what an order would make of it, dotted: to be looked at only. */
export function DiagramPicture({
  view,
  label,
  changes,
}: {
  view: DiagramView;
  label: string;
  changes: readonly ChangedTimes[];
}) {
  const box = useRef<HTMLDivElement>(null);
  const pixels = useWidth(box);
  const now = useNow(5);
  const width = pixels === undefined ? undefined : Math.floor((pixels * USUAL_REM_PIXELS) / remPixels());
  const layout = useMemo(
    () => (width === undefined ? undefined : layOutDiagram(view, { width, height: HEIGHT }, now, changes)),
    [view, width, now, changes],
  );
  return (
    <div ref={box} className="diagram-box">
      {layout && (
        <svg
          className="diagram"
          role="img"
          aria-label={label}
          width={`${layout.width / USUAL_REM_PIXELS}rem`}
          height={`${HEIGHT / USUAL_REM_PIXELS}rem`}
          viewBox={`0 0 ${layout.width} ${HEIGHT}`}
        >
          <Grid layout={layout} />
          <Clipped layout={layout}>
            {layout.trips.map(({ trip, planned, actual, predicted, ordered }) => (
              <g key={keyOf(trip)}>
                <polyline className="diagram-planned" points={planned} />
                <polyline className="diagram-actual" points={actual} />
                <polyline className="diagram-predicted" points={predicted} />
                {ordered && (
                  <polyline
                    className="diagram-ordered"
                    data-cancelled={ordered.isCancelled ? '' : undefined}
                    points={ordered.points}
                  />
                )}
              </g>
            ))}
          </Clipped>
        </svg>
      )}
    </div>
  );
}
