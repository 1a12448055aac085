import type { AlertList as AlertListAnswer, AlertState, AlertView } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { useLive } from '../../live/use-live.js';
import { useMay } from '../../session/session.js';
import { dayAndMinutes } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { Choice } from '../../ui/choice.js';
import { type Column, LongTable } from '../../ui/long-table.js';
import { ThingLink } from '../../ui/thing-link.js';
import { AddressLink } from '../../url/address-link.js';
import { usePageState } from '../../url/use-page-state.js';
import { ALERT_TEXTS } from './alert-texts.js';
import { nameEntities } from './name-entity.js';

const STATES: readonly AlertState[] = ['active', 'future', 'draft', 'archived'];
const FRESH_SECONDS = 30;

/** All alerts; without a choice, those that are not in the archive. */
export function AlertList() {
  const texts = useTexts(ALERT_TEXTS);
  const { link } = useLive('link');
  const { filters } = usePageState();
  const mayWrite = useMay('alerts.write');
  const { value, error } = useAsked<AlertListAnswer>('/dispatch/alerts', FRESH_SECONDS, 'alerts', 'orders');
  const columns = useColumns();
  const { astate } = filters;
  const all = value?.alerts ?? [];
  const shown = all.filter(({ state }) => (astate === undefined ? state !== 'archived' : state === astate));
  // Until they are known nobody is told that there are none.
  const counted = (state: AlertState): string =>
    value
      ? `${texts.states[state]} (${String(all.filter((alert) => alert.state === state).length)})`
      : texts.states[state];
  return (
    <div className="table-view">
      <h1>
        {texts.title} {value && <span className="quiet">({texts.count(shown.length)})</span>}
      </h1>
      <div className="filters">
        {mayWrite && link !== 'replay' && (
          <AddressLink className="button primary" to={{ filters: { alert: 'new' } }}>
            {texts.write}
          </AddressLink>
        )}
        <Choice
          name="astate"
          label={texts.state}
          options={[['', texts.all], ...STATES.map((state) => [state, counted(state)] as const)]}
        />
      </div>
      {error !== undefined && <p role="status">{texts.failed}</p>}
      {value && shown.length === 0 && <p>{texts.none}</p>}
      {shown.length > 0 && (
        <LongTable
          label={texts.title}
          columns={columns}
          rows={shown}
          keyOf={({ alertId }) => alertId}
          isChosen={() => false}
        />
      )}
    </div>
  );
}

function useColumns(): Column<AlertView>[] {
  const texts = useTexts(ALERT_TEXTS);
  const { columns } = texts;
  const language = useLanguage();
  const { city } = useLive('network');
  const zone = city?.timeZone;
  const headerOf = ({ alert }: AlertView): string => alert.header[language]?.trim() || texts.noHeader;
  const effectOf = ({ alert }: AlertView): string => texts.effects[(alert.effect ?? 8) - 1] ?? '';
  return [
    {
      id: 'header',
      title: columns.header,
      // An alert of an order changes and goes with its order.
      cell: (view) =>
        view.orderId === undefined ? (
          <AddressLink to={{ filters: { alert: view.alertId } }}>{headerOf(view)}</AddressLink>
        ) : (
          <ThingLink kind="order" id={view.orderId}>
            {headerOf(view)}
          </ThingLink>
        ),
      order: headerOf,
    },
    {
      id: 'state',
      title: columns.state,
      cell: ({ state, orderId }) =>
        orderId === undefined ? texts.states[state] : `${texts.states[state]}, ${texts.ofOrder}`,
      order: ({ state }) => STATES.indexOf(state),
    },
    {
      id: 'about',
      title: columns.about,
      cell: ({ alert }) => nameEntities(alert.informedEntities, city, language),
      order: ({ alert }) => nameEntities(alert.informedEntities, city, language),
    },
    {
      id: 'until',
      title: columns.until,
      cell: ({ endsAt }) =>
        endsAt === undefined ? texts.untilTakenBack : dayAndMinutes(language, endsAt, zone),
      order: ({ endsAt }) => endsAt ?? Infinity,
    },
    { id: 'effect', title: columns.effect, cell: effectOf, order: effectOf },
    {
      id: 'changed',
      title: columns.changed,
      cell: ({ changedAt }) => dayAndMinutes(language, changedAt, zone),
      order: ({ changedAt }) => changedAt,
    },
    {
      id: 'by',
      title: columns.by,
      cell: ({ changedBy }) => changedBy.name,
      order: ({ changedBy }) => changedBy.name,
    },
  ];
}
