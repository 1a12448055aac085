import { BROWSER, type FeedHealthView, UNNAMED } from '@rukh/domain/dispatch';
import { duration } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { FEEDS_TEXTS } from './feeds-texts.js';
import { PlainTable } from './plain-table.js';
import { FEED_NAME_TEXTS } from './reason-texts.js';

/** Which programs read the feeds, and when each came last: a planner that stays away is missed here first. */
export function ReaderTable({ readers, at }: { readers: FeedHealthView['readers']; at: number }) {
  const texts = useTexts(FEEDS_TEXTS);
  const names = useTexts(FEED_NAME_TEXTS);
  const language = useLanguage();
  const special: Readonly<Record<string, string>> = { [BROWSER]: texts.browser, [UNNAMED]: texts.unnamed };
  return (
    <section aria-labelledby="readers-title">
      <h2 id="readers-title">{texts.readers}</h2>
      <p>{texts.readersAre}</p>
      {readers === undefined && <p className="warning">{texts.unknownReaders}</p>}
      {readers?.length === 0 && <p>{texts.noReaders}</p>}
      {readers !== undefined && readers.length > 0 && (
        <PlainTable
          label={texts.readers}
          head={[
            { title: texts.reader },
            { title: texts.feed },
            { title: texts.cameLast, isNumber: true },
            { title: texts.comesEvery, isNumber: true },
          ]}
          rows={readers.map(({ reader, feed, lastAt, everySeconds }) => ({
            key: `${reader} ${feed}`,
            cells: [
              special[reader] ?? reader,
              names[feed] ?? feed,
              texts.ago(duration(language, at - lastAt)),
              everySeconds === undefined ? texts.nothing : duration(language, everySeconds),
            ],
          }))}
        />
      )}
    </section>
  );
}
