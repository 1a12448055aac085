/** What is open at a moment: exceptions, orders, alerts. */
import type { AlertView, DispatchException, OrderView } from '@rukh/domain/dispatch';
import type { ReactNode } from 'react';
import { useLive } from '../../live/use-live.js';
import { describeException } from '../../text/describe-exception.js';
import { clockMinutes, dateAndTime } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { HANDOVER_TEXTS } from './handover-texts.js';

export interface Things {
  readonly exceptions: readonly DispatchException[];
  readonly orders: readonly OrderView[];
  readonly alerts: readonly AlertView[];
}

export function OpenThings({ exceptions, orders, alerts }: Things) {
  const texts = useTexts(HANDOVER_TEXTS);
  return (
    <>
      <Part title={texts.orders} count={orders.length}>
        {orders.map((order) => (
          <OrderLine key={order.orderId} order={order} />
        ))}
      </Part>
      <Part title={texts.alerts} count={alerts.length}>
        {alerts.map((alert) => (
          <AlertLine key={alert.alertId} alert={alert} />
        ))}
      </Part>
      <Part title={texts.exceptions} count={exceptions.length}>
        {exceptions.map((exception) => (
          <ExceptionLine key={exception.exceptionId} exception={exception} />
        ))}
      </Part>
    </>
  );
}

function Part({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  const texts = useTexts(HANDOVER_TEXTS);
  return (
    <>
      <h3>
        {title} ({count})
      </h3>
      {count === 0 ? <p className="quiet">{texts.nothing}</p> : <ul>{children}</ul>}
    </>
  );
}

function ExceptionLine({ exception }: { exception: DispatchException }) {
  const texts = useTexts(HANDOVER_TEXTS);
  const language = useLanguage();
  const { city, vehicles } = useLive('network');
  const { title, line, where, value } = describeException(exception, language, city, (id) =>
    vehicles.get(id),
  );
  const { raisedAt, takenBy } = exception;
  return (
    <li>
      {[
        clockMinutes(language, raisedAt, city?.timeZone),
        [title, `${line} ${where}`.trim(), value].filter((text) => text !== '').join(' · '),
        takenBy && texts.takenBy(takenBy.name),
      ]
        .filter(Boolean)
        .join(' — ')}
    </li>
  );
}

function OrderLine({ order: { summary, confirmedBy, endsAt } }: { order: OrderView }) {
  return <Line text={{ ...summary }} name={confirmedBy?.name} endsAt={endsAt} />;
}

function AlertLine({ alert: { alert, changedBy, endsAt } }: { alert: AlertView }) {
  return <Line text={alert.header} name={changedBy.name} endsAt={endsAt} />;
}

function Line({
  text,
  name,
  endsAt,
}: {
  text: Readonly<Record<string, string | undefined>>;
  name: string | undefined;
  endsAt: number | undefined;
}) {
  const texts = useTexts(HANDOVER_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const until = endsAt === undefined ? '' : texts.until(dateAndTime(language, endsAt, city?.timeZone));
  return <li>{[text[language] ?? Object.values(text)[0], name, until].filter(Boolean).join(' — ')}</li>;
}
