import { Suspense, lazy, useState } from 'react';
import type { LineMode, LineView } from '@rukh/domain/dispatch';
import { ask } from '../../live/api.js';
import { live } from '../../live/live-store.js';
import { useMay } from '../../session/session.js';
import { number, primeMinutes } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { ThingLink } from '../../ui/thing-link.js';
import { showToast } from '../../ui/toasts.js';
import { gradeHeadway } from './grade-headway.js';
import { LineAlerts } from './line-alerts.js';
import { LINE_TEXTS } from './line-texts.js';
import { THRESHOLDS_TEXTS } from './thresholds-texts.js';

const ThresholdsDialog = lazy(() => import('./thresholds-dialog.js'));

/** How the line does, in figures. */
export function LineHeader({ line }: { line: LineView }) {
  const texts = useTexts(LINE_TEXTS);
  const language = useLanguage();
  const { worstGap, actualVehicles, plannedVehicles, directions } = line;
  // How well a line of another carrier runs is not told: nothing is known of it, rather than none.
  const isTold = actualVehicles !== undefined && plannedVehicles !== undefined;
  const waits = directions.flatMap(({ headsign, excessWaitSeconds }) =>
    excessWaitSeconds === undefined ? [] : [`${number(language, excessWaitSeconds / 60, 1)} → ${headsign}`],
  );
  return (
    <dl className="line-figures">
      <div>
        <dt>{texts.mode}</dt>
        <dd>
          <Mode line={line} />
          <Thresholds line={line} />
        </dd>
      </div>
      {isTold && (
        <div data-short={actualVehicles < plannedVehicles ? '' : undefined}>
          <dt>{texts.vehicles}</dt>
          <dd>{texts.outOf(actualVehicles, plannedVehicles)}</dd>
        </div>
      )}
      {(isTold || worstGap) && (
        <div>
          <dt>{texts.worst}</dt>
          {worstGap?.plannedSeconds === undefined ? (
            <dd>{texts.noGap}</dd>
          ) : (
            <dd data-grade={gradeHeadway(worstGap)}>
              {texts.worstGap(primeMinutes(worstGap.headwaySeconds), primeMinutes(worstGap.plannedSeconds))}{' '}
              {worstGap.vehicleId !== '' && (
                <ThingLink kind="vehicle" id={worstGap.vehicleId}>
                  {live.vehicles.get(worstGap.vehicleId)?.label ?? worstGap.vehicleId}
                </ThingLink>
              )}
            </dd>
          )}
        </div>
      )}
      {isTold && (
        <div>
          <dt>{texts.ewt}</dt>
          <dd>{waits.length === 0 ? texts.unknown : waits.join(' · ')}</dd>
        </div>
      )}
      <LineAlerts routeId={line.routeId} />
    </dl>
  );
}

const MODES: readonly LineMode[] = ['headway', 'schedule'];

function Mode({ line }: { line: LineView }) {
  const texts = useTexts(LINE_TEXTS);
  const mayConfigure = useMay('lines.configure');
  const [isSent, setSent] = useState(false);
  if (!mayConfigure) return texts.modes[line.mode];
  const choose = async (mode: LineMode): Promise<void> => {
    if (mode === line.mode || isSent) return;
    setSent(true);
    try {
      // Thresholds left out would fall back to the usual ones: those that somebody set stay.
      const body = { mode, ...(line.isModeChosen && { thresholds: line.thresholds }) };
      await ask<unknown>(`/dispatch/lines/${encodeURIComponent(line.routeId)}/mode`, { method: 'PUT', body });
      showToast(texts.modeSet(texts.modes[mode]));
      live.notice('lines');
    } catch {
      showToast(texts.modeFailed, { isFailure: true });
    } finally {
      setSent(false);
    }
  };
  return (
    <span className="mode-switch" role="group" aria-label={texts.mode}>
      {MODES.map((mode) => (
        <button key={mode} type="button" aria-pressed={mode === line.mode} onClick={() => void choose(mode)}>
          {texts.modes[mode]}
        </button>
      ))}
    </span>
  );
}

function Thresholds({ line }: { line: LineView }) {
  const texts = useTexts(THRESHOLDS_TEXTS);
  const mayConfigure = useMay('lines.configure');
  const [isOpen, setIsOpen] = useState(false);
  if (!mayConfigure) return null;
  return (
    <>
      {' '}
      <button type="button" onClick={() => setIsOpen(true)}>
        {texts.open}
      </button>
      {isOpen && (
        <Suspense>
          <ThresholdsDialog line={line} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
