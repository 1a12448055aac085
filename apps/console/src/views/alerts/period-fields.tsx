import { live } from '../../live/live-store.js';
import { writeTimeField } from '../../text/city-time.js';
import { useTexts } from '../../text/use-texts.js';
import { MomentField } from '../../ui/time-fields.js';
import type { PeriodDraft } from './alert-draft.js';
import { ALERT_TEXTS } from './alert-texts.js';
import type { FormPart } from './form-part.js';

const MOST = 50;
const HOURS = [1, 3] as const;

/** When it is told, and when service changes where that is another time. */
export function PeriodFields({ draft, onChange, timeZone }: FormPart & { readonly timeZone: string }) {
  const texts = useTexts(ALERT_TEXTS);
  return (
    <>
      <Periods
        legend={texts.when}
        none={texts.always}
        add={texts.addTold}
        timeZone={timeZone}
        periods={draft.told}
        onChange={(told) => onChange({ told })}
      />
      <Periods
        legend={texts.impact}
        none={texts.sameTime}
        add={texts.addImpact}
        timeZone={timeZone}
        periods={draft.impact}
        onChange={(impact) => onChange({ impact })}
      />
    </>
  );
}

interface PeriodsProps {
  readonly legend: string;
  readonly none: string;
  readonly add: string;
  readonly timeZone: string;
  readonly periods: readonly PeriodDraft[];
  readonly onChange: (periods: readonly PeriodDraft[]) => void;
}

function Periods({ legend, none, add, timeZone, periods, onChange }: PeriodsProps) {
  const texts = useTexts(ALERT_TEXTS);
  const put = (i: number, part: Partial<PeriodDraft>): void =>
    onChange(periods.map((period, n) => (n === i ? { ...period, ...part } : period)));
  const field = (at: number): string => writeTimeField(at, timeZone);
  const forHours = (hours: number): void => {
    const now = live.serverNow();
    onChange([...periods, { from: field(now), until: field(now + hours * 3600) }]);
  };
  const tillNight = (): void => {
    const from = field(live.serverNow());
    onChange([...periods, { from, until: `${from.slice(0, 10)}T23:59` }]);
  };
  return (
    <fieldset className="form-part">
      <legend>{legend}</legend>
      {periods.length === 0 && <p className="quiet">{none}</p>}
      {periods.map((period, i) => (
        <div key={i} className="field-row">
          {(['from', 'until'] as const).map((side) => (
            <MomentField
              key={side}
              className="field"
              label={texts[side]}
              value={period[side]}
              onChange={(value) => put(i, { [side]: value })}
            />
          ))}
          <button
            type="button"
            aria-label={`${texts.removePeriod} ${i + 1}`}
            onClick={() => onChange(periods.filter((_, n) => n !== i))}
          >
            ✕
          </button>
        </div>
      ))}
      {periods.length < MOST && (
        <div className="order-buttons">
          {HOURS.map((hours) => (
            <button key={hours} type="button" onClick={() => forHours(hours)}>
              {texts.inHours(hours)}
            </button>
          ))}
          <button type="button" onClick={tillNight}>
            {texts.tillNight}
          </button>
          <button type="button" onClick={() => onChange([...periods, { from: '', until: '' }])}>
            {add}
          </button>
        </div>
      )}
    </fieldset>
  );
}
