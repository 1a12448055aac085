import type { JournalEntry } from '@rukh/domain/dispatch';
import { useLive } from '../../live/use-live.js';
import { ORDER_TEXTS } from '../../orders/order-texts.js';
import { clockMinutes, dateAndTime } from '../../text/format.js';
import { sayEntry } from '../../text/say-entry.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { ThingLink } from '../../ui/thing-link.js';
import { AddressLink } from '../../url/address-link.js';
import { JOURNAL_TEXTS } from './journal-texts.js';

/** @param isShort of a shift that is over: without what changed, and with the time of day alone */
export function EntryTable({ entries, isShort }: { entries: readonly JournalEntry[]; isShort?: boolean }) {
  const texts = useTexts(JOURNAL_TEXTS);
  if (entries.length === 0) return null;
  return (
    <div className="orders-scroller" tabIndex={0} role="region" aria-label={texts.entries}>
      <table className="orders entries">
        <thead>
          <tr>
            <th scope="col">{texts.when}</th>
            <th scope="col">{texts.who}</th>
            <th scope="col">{texts.what}</th>
            <th scope="col">{texts.about}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Entry key={entry.entryId} entry={entry} isShort={isShort === true} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Entry({ entry, isShort }: { entry: JournalEntry; isShort: boolean }) {
  const { at, by, kind, text, note, reason } = entry;
  const texts = useTexts(JOURNAL_TEXTS);
  const { reasons } = useTexts(ORDER_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const zone = city?.timeZone;
  const why = reason && [reasons[reason.code], reason.text].filter(Boolean).join(': ');
  return (
    <tr data-entry={entry.entryId} data-kind={kind}>
      <td>
        <time dateTime={new Date(at * 1000).toISOString()}>
          {isShort ? clockMinutes(language, at, zone) : dateAndTime(language, at, zone)}
        </time>
      </td>
      <td>{by.name}</td>
      <td>
        <span className="entry-text">{sayEntry(language, entry)}</span>
        {why !== undefined && <p className="quiet">{why}</p>}
        {note !== undefined && note !== text[language] && <p className="entry-text">{note}</p>}
        {!isShort && <Change entry={entry} />}
      </td>
      <td>
        <span className="quiet">{texts.kinds[kind]}</span> <About entry={entry} />
      </td>
    </tr>
  );
}

function About({ entry: { vehicleId, routeId, orderId, alertId, exceptionId } }: { entry: JournalEntry }) {
  const texts = useTexts(JOURNAL_TEXTS);
  const { city, vehicles } = useLive('network');
  return (
    <ul className="plain">
      {vehicleId !== undefined && (
        <li>
          <ThingLink kind="vehicle" id={vehicleId}>
            {texts.vehicle} {vehicles.get(vehicleId)?.label ?? vehicleId}
          </ThingLink>
        </li>
      )}
      {routeId !== undefined && (
        <li>
          <ThingLink kind="route" id={routeId}>
            {texts.line} {city?.routeName(routeId) ?? routeId}
          </ThingLink>
        </li>
      )}
      {orderId !== undefined && (
        <li>
          <ThingLink kind="order" id={orderId}>
            {texts.order}
          </ThingLink>
        </li>
      )}
      {alertId !== undefined && (
        <li>
          <AddressLink to={{ view: 'alerts', filters: { alert: alertId } }}>{texts.alert}</AddressLink>
        </li>
      )}
      {exceptionId !== undefined && (
        <li>
          <ThingLink kind="exception" id={exceptionId}>
            {texts.exception}
          </ThingLink>
        </li>
      )}
    </ul>
  );
}

function Change({ entry: { before, after } }: { entry: JournalEntry }) {
  const texts = useTexts(JOURNAL_TEXTS);
  if (before === undefined && after === undefined) return null;
  return (
    <details>
      <summary>{texts.change}</summary>
      <dl className="change">
        {before !== undefined && (
          <div>
            <dt>{texts.was}</dt>
            <dd>
              <pre tabIndex={0}>{JSON.stringify(before, null, 1)}</pre>
            </dd>
          </div>
        )}
        {after !== undefined && (
          <div>
            <dt>{texts.became}</dt>
            <dd>
              <pre tabIndex={0}>{JSON.stringify(after, null, 1)}</pre>
            </dd>
          </div>
        )}
      </dl>
    </details>
  );
}
