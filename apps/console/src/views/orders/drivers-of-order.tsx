import type { DriverOfOrder } from '@rukh/domain/dispatch';
import { useLive } from '../../live/use-live.js';
import { DRIVER_TEXTS } from '../../orders/driver-texts.js';
import { clockMinutes } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';

/** An order for the whole city is told to hundreds: those who did not read it yet come first. */
const SHOWN = 6;

/** Who was told of an order, and when it was read. */
export function DriversOfOrder({ drivers }: { drivers: readonly DriverOfOrder[] }) {
  const texts = useTexts(DRIVER_TEXTS);
  const language = useLanguage();
  const { city, vehicles } = useLive('network');
  const zone = city?.timeZone;
  if (drivers.length === 0) return null;
  const sorted = drivers.toSorted((a, b) => (a.readAt ?? 0) - (b.readAt ?? 0));
  const say = ({ vehicleId, readAt }: DriverOfOrder): string => {
    const label = vehicles.get(vehicleId)?.label ?? vehicleId;
    return readAt === undefined
      ? texts.notReadBy(label)
      : texts.readBy(label, clockMinutes(language, readAt, zone));
  };
  return (
    <ul className="plain">
      {sorted.slice(0, SHOWN).map((driver) => (
        <li key={driver.vehicleId}>{say(driver)}</li>
      ))}
      {sorted.length > SHOWN && <li>{texts.moreDrivers(sorted.length - SHOWN)}</li>}
    </ul>
  );
}
