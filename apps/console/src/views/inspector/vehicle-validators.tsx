import type { ValidatorView, VehicleValidatorsView } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { useNow } from '../../live/use-live.js';
import { duration } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { Facts } from '../../ui/facts.js';
import { usePageState } from '../../url/use-page-state.js';
import { EQUIPMENT_TEXTS } from './equipment-texts.js';
import { INSPECTOR_TEXTS } from './inspector-texts.js';

const EVERY_SECONDS = 15;
/** A heartbeat comes each minute; on its way it may be a second late. */
const RIGHT_CLOCK_SECONDS = 3;

/** How the validators of a vehicle do, as they said last. Of the past nothing is kept of it. */
export function VehicleValidators({ vehicleId }: { vehicleId: string }) {
  const texts = useTexts(EQUIPMENT_TEXTS);
  const { at } = usePageState();
  const path = `/dispatch/vehicles/${encodeURIComponent(vehicleId)}/validators`;
  const { value, error } = useAsked<VehicleValidatorsView>(
    at === undefined ? path : undefined,
    EVERY_SECONDS,
  );
  if (at !== undefined || (!value && error === undefined)) return null;
  return (
    <section className="validators">
      <h3>{texts.title}</h3>
      {!value && <p className="quiet">{texts.failed}</p>}
      {value?.validators.length === 0 && <p className="quiet">{texts.none}</p>}
      {value?.validators.map((validator) => (
        <Validator key={validator.deviceId} validator={validator} newest={value.newestListVersion} />
      ))}
    </section>
  );
}

/** What a device never said is unknown, and said to be. */
function Validator({ validator, newest }: { validator: ValidatorView; newest: number | undefined }) {
  const texts = useTexts(EQUIPMENT_TEXTS);
  const { ago, unknown } = useTexts(INSPECTOR_TEXTS);
  const language = useLanguage();
  const now = useNow(5);
  const {
    deviceId,
    kind,
    state,
    heardAt,
    queueLength,
    listVersion,
    clockOffsetSeconds,
    lastTapAt,
    softwareVersion,
  } = validator;
  const since = (at: number): string => ago(duration(language, Math.max(0, now - at)));
  return (
    <>
      <h4>
        {texts.kinds[kind] ?? kind} {deviceId}
      </h4>
      <Facts
        facts={[
          [texts.state, state === 'ACTIVE' ? undefined : (texts.states[state] ?? state)],
          [texts.heard, heardAt === undefined ? texts.never : since(heardAt)],
          [texts.queue, queueLength === undefined ? unknown : texts.taps(queueLength)],
          [texts.list, listVersion === undefined ? unknown : sayList(listVersion, newest, texts)],
          [
            texts.clock,
            clockOffsetSeconds === undefined ? unknown : sayClock(clockOffsetSeconds, language, texts),
          ],
          [texts.lastTap, lastTapAt === undefined ? unknown : since(lastTapAt)],
          [texts.software, softwareVersion ?? unknown],
        ]}
      />
    </>
  );
}

type Texts = (typeof EQUIPMENT_TEXTS)['uk'];

function sayList(version: number, newest: number | undefined, texts: Texts): string {
  if (newest === undefined) return String(version);
  return version >= newest ? texts.newest(String(version)) : texts.behind(String(version), String(newest));
}

function sayClock(offsetSeconds: number, language: 'uk' | 'en', texts: Texts): string {
  if (Math.abs(offsetSeconds) <= RIGHT_CLOCK_SECONDS) return texts.right;
  const by = duration(language, Math.abs(offsetSeconds));
  return offsetSeconds > 0 ? texts.ahead(by) : texts.late(by);
}
