import type { LineView } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { useLive } from '../../live/use-live.js';
import { useTexts } from '../../text/use-texts.js';
import { Ladder } from './ladder.js';
import { LineChoice } from './line-choice.js';
import { LineHeader } from './line-header.js';
import { LineLegend } from './line-legend.js';
import { LINE_TEXTS } from './line-texts.js';
import { useLine } from './use-line.js';

const EVERY_SECONDS = 5;

export default function LinePane() {
  const texts = useTexts(LINE_TEXTS);
  const { city } = useLive('network');
  const line = useLine();
  const { value, error } = useAsked<LineView>(
    line === undefined ? undefined : `/dispatch/lines/${encodeURIComponent(line.routeId)}`,
    EVERY_SECONDS,
    'lines',
    'orders',
  );
  if (!line) return <p className="centred">{texts.waiting}</p>;
  return (
    <div className="line-pane">
      <div className="line-head">
        <h2>
          {city?.routeName(line.routeId)}{' '}
          <span className="quiet">{city?.routes.get(line.routeId)?.longName}</span>
        </h2>
        <LineChoice line={line} />
      </div>
      {error !== undefined && <p role="status">{texts.failed}</p>}
      {!value && error === undefined && <p>{texts.waiting}</p>}
      {value && (
        <>
          <LineHeader line={value} />
          <Ladder line={value} />
          <LineLegend mode={value.mode} />
        </>
      )}
    </div>
  );
}
