import { type FeedHealthView, NEVER_HEARD_SECONDS } from '@rukh/domain/dispatch';
import '../../styles/office.css';
import { useAsked } from '../../live/use-asked.js';
import { useSession } from '../../session/session.js';
import { duration } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { usePageState } from '../../url/use-page-state.js';
import { CarrierTable } from './carrier-table.js';
import { CoverageFigures } from './coverage-figures.js';
import { FEEDS_TEXTS } from './feeds-texts.js';
import { FindingTable } from './finding-table.js';
import { IntakeTable } from './intake-table.js';
import { Light } from './light.js';
import { OutputTable } from './output-table.js';
import { ReaderTable } from './reader-table.js';
import { WithheldTable } from './withheld-table.js';

const EVERY_SECONDS = 5;

/** How well data comes in and goes out, in words and figures. */
export default function FeedsView() {
  const texts = useTexts(FEEDS_TEXTS);
  const { at } = usePageState();
  const { value, error } = useAsked<FeedHealthView>(
    at === undefined ? '/dispatch/feeds' : undefined,
    EVERY_SECONDS,
  );
  return (
    <article className="page wide" aria-labelledby="feeds-title" tabIndex={0}>
      <h1 id="feeds-title">{texts.title}</h1>
      {at !== undefined && <p>{texts.notOfThePast}</p>}
      {at === undefined && error !== undefined && <p role="status">{texts.failed}</p>}
      {at === undefined && !value && error === undefined && <p role="status">{texts.loading}</p>}
      {value && <Health health={value} />}
    </article>
  );
}

function Health({ health }: { health: FeedHealthView }) {
  const texts = useTexts(FEEDS_TEXTS);
  const language = useLanguage();
  // Who is bound to carriers is told nothing of the whole city.
  const isOfCity = useSession().carrierIds === undefined;
  const { level, freshVehicles, expectedVehicles, lagSeconds } = health.lamp;
  const isIdle = level === 'good' && expectedVehicles === 0;
  return (
    <>
      <p className="health" data-level={level}>
        <Light level={level} /> <strong>{texts.sentence[isIdle ? 'idle' : level]}</strong>{' '}
        {!isIdle && texts.fresh(freshVehicles, expectedVehicles)}{' '}
        {lagSeconds < NEVER_HEARD_SECONDS ? texts.lag(duration(language, lagSeconds)) : texts.neverHeard}
      </p>
      <CoverageFigures coverage={health.coverage} />
      <OutputTable outputs={health.outputs} at={health.at} />
      <CarrierTable carriers={health.carriers} at={health.at} />
      {isOfCity && (
        <>
          <WithheldTable writer={health.writer} />
          <FindingTable findings={health.findings} />
          <IntakeTable intake={health.intake} />
          <ReaderTable readers={health.readers} at={health.at} />
        </>
      )}
      <p className="quiet">
        {texts.schedule}: {health.feedVersion}
      </p>
    </>
  );
}
