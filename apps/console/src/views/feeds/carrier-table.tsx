import type { CarrierHealth } from '@rukh/domain/dispatch';
import { useLive } from '../../live/use-live.js';
import { duration, number } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { FEEDS_TEXTS } from './feeds-texts.js';
import { PlainTable } from './plain-table.js';

/** Who is silent, the most silent first. */
export function CarrierTable({ carriers, at }: { carriers: readonly CarrierHealth[]; at: number }) {
  const texts = useTexts(FEEDS_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const count = (value: number): string => number(language, value);
  return (
    <section aria-labelledby="carriers-title">
      <h2 id="carriers-title">{texts.carriers}</h2>
      {carriers.length === 0 ? (
        <p>{texts.noCarriers}</p>
      ) : (
        <PlainTable
          label={texts.carriers}
          head={[
            { title: texts.carrier },
            { title: texts.vehicles, isNumber: true },
            { title: texts.freshVehicles, isNumber: true },
            { title: texts.silent, isNumber: true },
            { title: texts.trips, isNumber: true },
            { title: texts.newest, isNumber: true },
          ]}
          rows={carriers.map((carrier) => ({
            key: carrier.carrierId ?? '',
            cells: [
              carrier.carrierId === null
                ? texts.nobody
                : (city?.carrierName(carrier.carrierId) ?? carrier.carrierId),
              count(carrier.vehicles),
              count(carrier.freshVehicles),
              count(carrier.silentVehicles),
              `${count(carrier.seenTrips)} / ${count(carrier.dueTrips)}`,
              carrier.newestFixAt === 0 ? texts.never : duration(language, at - carrier.newestFixAt),
            ],
          }))}
        />
      )}
    </section>
  );
}
