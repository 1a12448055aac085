import { Suspense, lazy, useId, useState } from 'react';
import type { EntityChange, OrderPreview } from '@rukh/domain/dispatch';
import { useLive } from '../live/use-live.js';
import { CITY_TEXTS } from '../text/city-texts.js';
import { clockMinutes, primeMinutes } from '../text/format.js';
import { sayLoad } from '../text/say-load.js';
import { useLanguage, useTexts } from '../text/use-texts.js';
import { REASON_TEXTS } from '../views/feeds/reason-texts.js';
import { DRIVER_TEXTS } from './driver-texts.js';
import { ORDER_TEXTS } from './order-texts.js';

const TABS = ['riders', 'feed', 'diagram', 'consequences'] as const;
const PreviewDiagram = lazy(() => import('./preview-diagram.js'));
/** Of the boards; the consequences count all. */
const SHOWN_LINES = 12;
/** Of drivers; the heading counts all. */
const SHOWN_DRIVERS = 20;
type Tab = (typeof TABS)[number];

/** What passengers will read, what the feeds will hold, and what follows. */
export function PreviewTabs({ preview }: { preview: OrderPreview }) {
  const texts = useTexts(ORDER_TEXTS);
  const panelId = useId();
  const [shown, setShown] = useState<Tab>(isForRiders(preview) ? 'riders' : 'consequences');
  return (
    <div className="preview">
      <div className="pane-tabs" role="group" aria-label={texts.title}>
        {TABS.filter((tab) => tab !== 'diagram' || preview.times.length > 0).map((tab) => (
          <button
            key={tab}
            type="button"
            aria-pressed={tab === shown}
            aria-controls={panelId}
            onClick={() => setShown(tab)}
          >
            {texts.tabs[tab]}
          </button>
        ))}
      </div>
      <div id={panelId} className="preview-panel" tabIndex={0} role="group" aria-label={texts.tabs[shown]}>
        {shown === 'riders' && <RiderTexts preview={preview} />}
        {shown === 'feed' && <FeedChanges preview={preview} />}
        {shown === 'diagram' && preview.times.length > 0 && (
          <Suspense fallback={<p>{texts.loading}</p>}>
            <PreviewDiagram times={preview.times} />
          </Suspense>
        )}
        {shown === 'consequences' && <WhatFollows preview={preview} />}
      </div>
    </div>
  );
}

/** What says nothing to riders and changes nothing of the feeds is opened at what follows: whom it is told to. */
function isForRiders({ riderText, boards, entityCount }: OrderPreview): boolean {
  return riderText !== null || boards.length > 0 || entityCount > 0;
}

function RiderTexts({ preview }: { preview: OrderPreview }) {
  const texts = useTexts(ORDER_TEXTS);
  return (
    <>
      {preview.riderText ? <AlertTexts riderText={preview.riderText} /> : <p>{texts.noRiderText}</p>}
      <BoardLines lines={preview.boards} />
    </>
  );
}

/** What stands on the boards of the stops: the first rows that change. */
function BoardLines({ lines }: { lines: OrderPreview['boards'] }) {
  const texts = useTexts(ORDER_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const zone = city?.timeZone;
  if (lines.length === 0) return null;
  return (
    <>
      <h3>{texts.boards}</h3>
      <ul className="board-lines">
        {lines.slice(0, SHOWN_LINES).map((line) => (
          <li key={`${line.stopId} ${line.routeName} ${line.headsign} ${line.scheduledAt}`}>
            {line.stopName}: <strong>{line.routeName}</strong> → {line.headsign}{' '}
            {clockMinutes(language, line.scheduledAt, zone)}: {line.text[language]}
            {line.expectedAt !== undefined && ` ${clockMinutes(language, line.expectedAt, zone)}`}
          </li>
        ))}
      </ul>
    </>
  );
}

function AlertTexts({ riderText }: { riderText: NonNullable<OrderPreview['riderText']> }) {
  const texts = useTexts(ORDER_TEXTS);
  return (['uk', 'en'] as const).map((language) => {
    const { header, description, ttsHeader } = riderText[language];
    return (
      <section key={language} lang={language}>
        <p>
          <strong>{header}</strong>
        </p>
        <p>{description}</p>
        <p className="quiet">
          <span lang={document.documentElement.lang}>{texts.voice}:</span> {ttsHeader}
        </p>
      </section>
    );
  });
}

function FeedChanges({ preview: { entities, findings } }: { preview: OrderPreview }) {
  const texts = useTexts(ORDER_TEXTS);
  const reasons = useTexts(REASON_TEXTS);
  // What is not carried out is named by its reason; a rule says what it found in English.
  const say = (text: string): string => reasons[text.split(' ', 1)[0]!] ?? text;
  return (
    <>
      {entities.length === 0 && <p>{texts.nothingPublished}</p>}
      {entities.map((change) => (
        <EntityText key={`${change.feed} ${change.id}`} change={change} />
      ))}
      {findings.length > 0 && (
        <>
          <h3>{texts.findings}</h3>
          <ul>
            {findings.map(({ ruleId, text, severity }) => (
              <li key={`${ruleId ?? ''} ${text}`}>
                {severity === 'error' && '✕ '}
                {ruleId === undefined ? say(text) : <span lang="en">{`${ruleId} ${text}`}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function EntityText({ change: { feed, id, before, after } }: { change: EntityChange }) {
  const texts = useTexts(ORDER_TEXTS);
  return (
    <section>
      <h3>
        {feed} {id} {before === undefined && `(${texts.isNew})`} {after === undefined && `(${texts.leaves})`}
      </h3>
      {after !== undefined && <pre lang="en">{after}</pre>}
      {before !== undefined && (
        <details>
          <summary>{texts.before}</summary>
          <pre lang="en">{before}</pre>
        </details>
      )}
    </section>
  );
}

function WhatFollows({ preview }: { preview: OrderPreview }) {
  const { consequences, others } = preview;
  const texts = useTexts(ORDER_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const zone = city?.timeZone;
  const { trips, tripCount, stops, loads, vehicles, nextVehicles } = consequences;
  return (
    <>
      {others.length > 0 && <h3>{texts.others}</h3>}
      <ul>
        {others.map(({ orderId, summary, confirmedBy }) => (
          <li key={orderId}>
            {summary[language]} ({confirmedBy?.name})
          </li>
        ))}
      </ul>
      <h3>{texts.trips(tripCount)}</h3>
      <ul>
        {trips.slice(0, 20).map(({ tripId, routeName, headsign, startsAt }) => (
          <li key={`${tripId} ${startsAt}`}>
            {routeName} → {headsign} {clockMinutes(language, startsAt, zone)}
          </li>
        ))}
      </ul>
      {stops.length > 0 && <p>{texts.stopsTouched(stops.length)}</p>}
      <Drivers preview={preview} />
      <Loads loads={loads} />
      {nextVehicles.length > 0 && <h3>{texts.next}</h3>}
      <ul>
        {nextVehicles.map(({ tripId, stopName, routeName, at, isPredicted, waitSeconds }) => (
          <li key={`${tripId} ${at}`}>
            {stopName}: {routeName} {clockMinutes(language, at, zone)} (+{primeMinutes(waitSeconds)}
            {!isPredicted && `, ${texts.timetableOnly}`})
          </li>
        ))}
      </ul>
      {vehicles.length > 0 && <h3>{texts.vehicles}</h3>}
      <ul>
        {vehicles.map(({ vehicleId, label, tripBefore, tripAfter, blockBefore, blockAfter }) => (
          <li key={vehicleId}>
            {label}: {blockBefore ?? tripBefore?.tripId ?? '–'} → {blockAfter ?? tripAfter?.tripId ?? '–'}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Whom it is told to on the display of the vehicle, by what each reads there. */
function Drivers({ preview: { drivers, tellsDrivers } }: { preview: OrderPreview }) {
  const texts = useTexts(DRIVER_TEXTS);
  const language = useLanguage();
  if (!tellsDrivers) return <p>{texts.driversNotTold}</p>;
  if (drivers.length === 0) return <p>{texts.noDrivers}</p>;
  return (
    <>
      <h3>{texts.drivers(drivers.length)}</h3>
      <ul>
        {drivers.slice(0, SHOWN_DRIVERS).map(({ vehicleId, label, texts: words }) => (
          <li key={vehicleId}>
            {label}: {words[language]}
          </li>
        ))}
      </ul>
    </>
  );
}

/** How full they are, in words; of whom nothing tells it, why not. */
function Loads({ loads }: { loads: OrderPreview['consequences']['loads'] }) {
  const texts = useTexts(ORDER_TEXTS);
  const words = useTexts(CITY_TEXTS);
  if (loads.length === 0) return <p>{texts.noVehicles}</p>;
  return (
    <>
      <h3>{texts.loads}</h3>
      <ul>
        {loads.slice(0, 20).map(({ vehicleId, label, occupancyStatus, persons }) => (
          <li key={vehicleId}>
            {label}:{' '}
            {occupancyStatus === undefined ? texts.loadUnknown : sayLoad(occupancyStatus, persons, words)}
          </li>
        ))}
      </ul>
    </>
  );
}
