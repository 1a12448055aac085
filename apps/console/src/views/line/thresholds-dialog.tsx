import type { LineModeRequest, LineThresholds, LineView } from '@rukh/domain/dispatch';
import { useState } from 'react';
import { ask } from '../../live/api.js';
import { live } from '../../live/live-store.js';
import { useTexts } from '../../text/use-texts.js';
import { FormDialog, type Sent } from '../../ui/form-dialog.js';
import { showToast } from '../../ui/toasts.js';
import { THRESHOLDS_TEXTS } from './thresholds-texts.js';

type Name = keyof LineThresholds;

/** As the API takes them. */
const BOUNDS: Readonly<Record<Name, readonly [least: number, most: number, step: number]>> = {
  earlySeconds: [1, 1800, 1],
  lateSeconds: [1, 7200, 1],
  veryLateSeconds: [1, 7200, 1],
  gapShare: [1.05, 10, 0.05],
  bunchShare: [0.05, 0.95, 0.05],
  bunchSeconds: [1, 3600, 1],
  offRouteMetres: [20, 2000, 1],
  notStartedSeconds: [1, 3500, 1],
};
const NAMES = Object.keys(BOUNDS) as Name[];

/** From where on something of a line needs somebody. */
export default function ThresholdsDialog({ line, onClose }: { line: LineView; onClose: () => void }) {
  const texts = useTexts(THRESHOLDS_TEXTS);
  const [values, setValues] = useState<LineThresholds>(line.thresholds);
  const put = async (request: LineModeRequest): Promise<Sent> => {
    const path = `/dispatch/lines/${encodeURIComponent(line.routeId)}/mode`;
    await ask<LineView>(path, { method: 'PUT', body: request });
    showToast(texts.saved(line.shortName));
    live.notice('lines');
    return {};
  };
  const save = (): Promise<Sent> =>
    values.veryLateSeconds < values.lateSeconds
      ? Promise.resolve({ fault: texts.order })
      : put({ mode: line.mode, thresholds: values });
  return (
    <FormDialog
      title={texts.title(line.shortName)}
      action={texts.save}
      close={texts.close}
      onSend={save}
      onClose={onClose}
    >
      <p>{texts.why}</p>
      {NAMES.map((name) => {
        const [min, max, step] = BOUNDS[name];
        return (
          <label key={name} className="choice">
            <span>{texts.fields[name]}</span>
            <input
              type="number"
              required
              min={min}
              max={max}
              step={step}
              value={values[name]}
              onChange={({ target }) => setValues({ ...values, [name]: Number(target.value) })}
            />
          </label>
        );
      })}
    </FormDialog>
  );
}
