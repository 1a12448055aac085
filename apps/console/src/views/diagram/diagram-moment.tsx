import { useLive } from '../../live/use-live.js';
import { clockMinutes } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { goTo } from '../../url/use-page-state.js';
import { DIAGRAM_TEXTS } from './diagram-texts.js';

/** The way to a moment of the diagram that was clicked: asked once more, since replay puts all commands out. */
export function DiagramMoment({ at, onClose }: { at: number; onClose: () => void }) {
  const texts = useTexts(DIAGRAM_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  return (
    <div className="stack diagram-moment" role="status">
      <button
        type="button"
        onClick={() => {
          goTo({ at });
          onClose();
        }}
      >
        {texts.showThen(clockMinutes(language, at, city?.timeZone))}
      </button>
      <button type="button" onClick={onClose}>
        {texts.close}
      </button>
    </div>
  );
}
