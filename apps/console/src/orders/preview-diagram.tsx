import type { ChangedTimes, DiagramView } from '@rukh/domain/dispatch';
import { useAsked } from '../live/use-asked.js';
import { useLive } from '../live/use-live.js';
import { defineTexts } from '../text/define-texts.js';
import { useTexts } from '../text/use-texts.js';
import { DiagramPicture } from '../views/diagram/diagram-picture.js';

const TEXTS = defineTexts(
  {
    label: (line: string, headsign: string) => `${line} → ${headsign}: як буде за наказом`,
    legend: 'Крапками — як буде за наказом, червоними — рейс, якого не буде; решта як зараз.',
    others: 'Наказ змінює рейси й інших ліній чи напрямків: тут показано один.',
    waiting: 'Завантажуємо…',
    failed: 'Графік не завантажився.',
  },
  {
    label: (line: string, headsign: string) => `${line} → ${headsign}: with the order`,
    legend: 'Dotted: with the order; dotted red: a trip that will not run; the rest as it is now.',
    others: 'The order changes trips of other lines or directions too: one of them is shown.',
    waiting: 'Loading…',
    failed: 'The diagram did not load.',
  },
);

/** Time and distance of the first line and direction that an order changes, with the change dotted. */
export default function PreviewDiagram({ times }: { times: readonly ChangedTimes[] }) {
  const texts = useTexts(TEXTS);
  const { city } = useLive('network');
  const { routeId, directionId } = times[0]!;
  const path = `/dispatch/lines/${encodeURIComponent(routeId)}/diagram?direction=${directionId}`;
  const { value, error } = useAsked<DiagramView>(path);
  if (!value) return <p role="status">{error === undefined ? texts.waiting : texts.failed}</p>;
  const isOne = times.every((one) => one.routeId === routeId && one.directionId === directionId);
  return (
    <>
      <DiagramPicture
        view={value}
        label={texts.label(city?.routeName(routeId) ?? routeId, city?.headsign(routeId, directionId) ?? '')}
        changes={times}
      />
      <p className="quiet">
        {texts.legend} {!isOne && texts.others}
      </p>
    </>
  );
}
