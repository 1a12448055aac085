import type { Coverage } from '@rukh/domain/dispatch';
import { number, percent } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { FEEDS_TEXTS } from './feeds-texts.js';

/** How much of what the timetable has now is seen. */
export function CoverageFigures({ coverage }: { coverage: Coverage }) {
  const texts = useTexts(FEEDS_TEXTS);
  const language = useLanguage();
  const { dueTrips, seenTrips, predictedTrips, dueLines, seenLines } = coverage;
  const share = (part: number, whole: number): string =>
    `${number(language, part)}${whole > 0 ? ` (${percent(language, part / whole)})` : ''}`;
  const figures = [
    [texts.dueTrips, number(language, dueTrips)],
    [texts.seenTrips, share(seenTrips, dueTrips)],
    [texts.predictedTrips, share(predictedTrips, seenTrips)],
    [texts.dueLines, number(language, dueLines)],
    [texts.seenLines, share(seenLines, dueLines)],
  ] as const;
  return (
    <section aria-labelledby="coverage-title">
      <h2 id="coverage-title">{texts.coverage}</h2>
      <dl className="figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
