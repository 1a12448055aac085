import type { WriterReport } from '@rukh/domain/dispatch';
import { useLive } from '../../live/use-live.js';
import { dateAndTime, number } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { FEEDS_TEXTS } from './feeds-texts.js';
import { PlainTable } from './plain-table.js';
import { REASON_TEXTS } from './reason-texts.js';

/** What was left out of the last publication, and when nothing was published last though it was due. */
export function WithheldTable({ writer }: { writer: WriterReport | undefined }) {
  const texts = useTexts(FEEDS_TEXTS);
  return (
    <section aria-labelledby="withheld-title">
      <h2 id="withheld-title">{texts.withheld}</h2>
      {writer ? <Told writer={writer} /> : <p className="warning">{texts.unknownWithheld}</p>}
    </section>
  );
}

function Told({ writer: { withheld, refusal } }: { writer: WriterReport }) {
  const texts = useTexts(FEEDS_TEXTS);
  const reasons = useTexts(REASON_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const name = (reason: string): string => reasons[reason] ?? reason;
  return (
    <>
      {withheld.length === 0 ? (
        <p>{texts.nothingWithheld}</p>
      ) : (
        <PlainTable
          label={texts.withheld}
          head={[{ title: texts.reason }, { title: texts.count, isNumber: true }]}
          rows={withheld
            .toSorted((a, b) => b.count - a.count)
            .map(({ reason, count }) => ({
              key: reason,
              cells: [`${name(reason)} (${reason})`, number(language, count)],
            }))}
        />
      )}
      <p>
        {refusal
          ? texts.refusal(dateAndTime(language, refusal.at, city?.timeZone)) +
            [...refusal.reasons.map(name), refusal.text].filter(Boolean).join('; ')
          : texts.noRefusal}
      </p>
    </>
  );
}
