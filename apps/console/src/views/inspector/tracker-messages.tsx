import { Suspense, lazy, useState } from 'react';
import { useMay } from '../../session/session.js';
import { useTexts } from '../../text/use-texts.js';
import { usePageState } from '../../url/use-page-state.js';
import { EQUIPMENT_TEXTS } from './equipment-texts.js';

const TrackerMessageList = lazy(() => import('./tracker-message-list.js'));

/** What the tracker sent last, as it came: for who may, and of now. */
export function TrackerMessages({ vehicleId }: { vehicleId: string }) {
  const texts = useTexts(EQUIPMENT_TEXTS);
  const mayRead = useMay('raw.read');
  const { at } = usePageState();
  const [isOpen, setOpen] = useState(false);
  if (!mayRead || at !== undefined) return null;
  return (
    <section className="tracker-messages">
      <h3>{texts.messages}</h3>
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? texts.hide : texts.show}
      </button>
      {isOpen && (
        <Suspense fallback={<p role="status">{texts.asking}</p>}>
          <TrackerMessageList vehicleId={vehicleId} />
        </Suspense>
      )}
    </section>
  );
}
