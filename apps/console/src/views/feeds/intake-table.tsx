import type { Counted, FeedHealthView } from '@rukh/domain/dispatch';
import { duration, number } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { FEEDS_TEXTS } from './feeds-texts.js';
import { PlainTable } from './plain-table.js';
import { REASON_TEXTS } from './reason-texts.js';

/** Reports of vehicles by the way that they came, and why some were not taken. */
export function IntakeTable({ intake }: { intake: FeedHealthView['intake'] }) {
  const texts = useTexts(FEEDS_TEXTS);
  const reasons = useTexts(REASON_TEXTS);
  const language = useLanguage();
  const say = (counted: readonly Counted[]): string =>
    counted.map(({ reason, count }) => `${reasons[reason] ?? reason}: ${number(language, count)}`).join('; ');
  return (
    <section aria-labelledby="intake-title">
      <h2 id="intake-title">{texts.intake}</h2>
      {intake ? (
        <p>{texts.intakeOf(duration(language, intake.seconds))}</p>
      ) : (
        <p className="warning">{texts.unknownIntake}</p>
      )}
      {intake?.adapters.length === 0 && <p>{texts.noIntake}</p>}
      {intake !== undefined && intake.adapters.length > 0 && (
        <PlainTable
          label={texts.intake}
          head={[
            { title: texts.adapter },
            { title: texts.received, isNumber: true },
            { title: texts.accepted, isNumber: true },
            { title: texts.rejected },
          ]}
          rows={intake.adapters.map(({ adapter, received, accepted, rejected, refused }) => ({
            key: adapter,
            cells: [
              adapter,
              number(language, received),
              number(language, accepted),
              say([...rejected, ...refused]) || texts.nothing,
            ],
          }))}
        />
      )}
    </section>
  );
}
