import type { FeedOutput } from '@rukh/domain/dispatch';
import { duration, number } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { FEEDS_TEXTS } from './feeds-texts.js';
import { type FeedState, judgeFeed } from './judge-feed.js';
import { Light } from './light.js';
import { PlainTable } from './plain-table.js';
import { FEED_NAME_TEXTS } from './reason-texts.js';

const LIGHTS: Readonly<Record<FeedState, 'good' | 'degraded' | 'outage'>> = {
  fresh: 'good',
  old: 'degraded',
  dead: 'outage',
};

export function OutputTable({ outputs, at }: { outputs: readonly FeedOutput[]; at: number }) {
  const texts = useTexts(FEEDS_TEXTS);
  const names = useTexts(FEED_NAME_TEXTS);
  const language = useLanguage();
  return (
    <section aria-labelledby="outputs-title">
      <h2 id="outputs-title">{texts.outputs}</h2>
      {outputs.length === 0 ? (
        <p className="failure">{texts.noOutputs}</p>
      ) : (
        <PlainTable
          label={texts.outputs}
          head={[
            { title: texts.feed },
            { title: texts.state },
            { title: texts.age, isNumber: true },
            { title: texts.entities, isNumber: true },
            { title: texts.size, isNumber: true },
          ]}
          rows={outputs.map(({ name, publishedAt, entities, bytes }) => {
            const state = judgeFeed(at - publishedAt);
            return {
              key: name,
              cells: [
                `${names[name] ?? ''} (${name})`,
                <>
                  <Light level={LIGHTS[state]} /> {texts.feedStates[state]}
                </>,
                duration(language, at - publishedAt),
                number(language, entities),
                `${number(language, bytes / 1000, 1)}\u00a0${texts.kilobytes}`,
              ],
            };
          })}
        />
      )}
    </section>
  );
}
