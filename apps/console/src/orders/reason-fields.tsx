import { ORDER_REASONS, type OrderReason, type OrderReasonCode } from '@rukh/domain/dispatch';
import { useTexts } from '../text/use-texts.js';
import { ORDER_TEXTS } from './order-texts.js';

/** What may be said of an order that is given: the others are of one that is taken back or refused. */
const OF_GIVING = ORDER_REASONS.filter((code) => code !== 'mistake' && code !== 'over');

/** What was chosen and written so far. */
export interface GivenReason {
  readonly code: OrderReasonCode | '';
  readonly words: string;
}

/** Undefined while it is none: nothing chosen, or `other` without words. */
export function readReason({ code, words }: GivenReason): OrderReason | undefined {
  const text = words.trim();
  if (code === '' || (code === 'other' && text === '')) return undefined;
  return { code, ...(text !== '' && { text }) };
}

export function ReasonFields({
  given,
  onChange,
  codes = OF_GIVING,
}: {
  given: GivenReason;
  onChange: (given: GivenReason) => void;
  codes?: readonly OrderReasonCode[];
}) {
  const texts = useTexts(ORDER_TEXTS);
  return (
    <>
      <label className="choice">
        <span>{texts.reason}</span>
        <select
          value={given.code}
          onChange={({ target }) => onChange({ ...given, code: target.value as GivenReason['code'] })}
        >
          <option value="">{texts.chooseReason}</option>
          {codes.map((code) => (
            <option key={code} value={code}>
              {texts.reasons[code]}
            </option>
          ))}
        </select>
      </label>
      <label className="choice">
        <span>{texts.reasonText}</span>
        <input
          type="text"
          maxLength={300}
          value={given.words}
          onChange={({ target }) => onChange({ ...given, words: target.value })}
        />
      </label>
    </>
  );
}

/** Why somebody else asked for it; not to be changed by who confirms it. */
export function AskedReason({ reason, by }: { reason: OrderReason; by: string }) {
  const texts = useTexts(ORDER_TEXTS);
  return (
    <p>
      {texts.askedBy(by)} {texts.reason}: <strong>{texts.reasons[reason.code]}</strong>
      {reason.text !== undefined && `, ${reason.text}`}
    </p>
  );
}
