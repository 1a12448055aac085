import type { RuleFinding } from '@rukh/domain/dispatch';
import { number } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { FEEDS_TEXTS } from './feeds-texts.js';
import { Light } from './light.js';
import { PlainTable } from './plain-table.js';

/** What an outsider's validator would find in the feed that is published now. */
export function FindingTable({ findings }: { findings: readonly RuleFinding[] | undefined }) {
  const texts = useTexts(FEEDS_TEXTS);
  const language = useLanguage();
  return (
    <section aria-labelledby="findings-title">
      <h2 id="findings-title">{texts.findings}</h2>
      {findings === undefined && <p>{texts.unknownFindings}</p>}
      {findings?.length === 0 && (
        <p>
          <Light level="good" /> {texts.noFindings}
        </p>
      )}
      {findings !== undefined && findings.length > 0 && (
        <PlainTable
          label={texts.findings}
          head={[
            { title: texts.rule },
            { title: texts.severity },
            { title: texts.count, isNumber: true },
            { title: texts.example },
          ]}
          rows={findings.map(({ ruleId, severity, title, count, example }) => ({
            key: ruleId,
            cells: [
              `${ruleId} ${title[language]}`,
              <>
                <Light level={severity === 'error' ? 'outage' : 'degraded'} /> {texts.severities[severity]}
              </>,
              number(language, count),
              <span key="example" lang="en">
                {example}
              </span>,
            ],
          }))}
        />
      )}
    </section>
  );
}
