import type { VehicleMessage, VehicleMessagesView } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { useLive } from '../../live/use-live.js';
import { clockSeconds } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { REASON_TEXTS } from '../feeds/reason-texts.js';
import { EQUIPMENT_TEXTS } from './equipment-texts.js';

const EVERY_SECONDS = 2;

/** The newest first; whoever takes messages in answers within a second or two of being asked. */
export default function TrackerMessageList({ vehicleId }: { vehicleId: string }) {
  const texts = useTexts(EQUIPMENT_TEXTS);
  const path = `/dispatch/vehicles/${encodeURIComponent(vehicleId)}/messages`;
  const { value } = useAsked<VehicleMessagesView>(path, EVERY_SECONDS);
  if (!value?.isAnswered) return <p role="status">{texts.asking}</p>;
  if (value.messages.length === 0) return <p role="status">{texts.noMessages}</p>;
  return (
    <ol className="plain messages">
      {value.messages.map((message, i) => (
        // Two may have come in one instant.
        <Message key={`${message.at} ${i}`} message={message} />
      ))}
    </ol>
  );
}

function Message({
  message: { at, adapter, topic, text, bytes, outcome, detail },
}: {
  message: VehicleMessage;
}) {
  const texts = useTexts(EQUIPMENT_TEXTS);
  const reasons: Readonly<Record<string, string>> = useTexts(REASON_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const became = outcome === 'accepted' ? texts.accepted : (reasons[outcome] ?? outcome);
  return (
    <li data-outcome={outcome}>
      <strong>{clockSeconds(language, at, city?.timeZone)}</strong> {became}
      {detail !== undefined && ` (${detail})`}{' '}
      <span className="quiet">
        {adapter}, {bytes} B
      </span>
      {topic !== undefined && <code className="quiet">{topic}</code>}
      {/* Scrolled by itself, and so by keys too. */}
      <pre tabIndex={0}>{text}</pre>
    </li>
  );
}
