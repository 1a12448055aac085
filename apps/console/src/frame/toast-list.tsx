import { useTexts } from '../text/use-texts.js';
import { dropToast, useToasts } from '../ui/toasts.js';
import { FRAME_TEXTS } from './frame-texts.js';

export function Toasts() {
  const texts = useTexts(FRAME_TEXTS);
  const toasts = useToasts();
  const last = toasts.findLast(({ undo }) => undo);
  return (
    <section
      className="toasts"
      aria-label={texts.messages}
      data-region={toasts.length > 0 ? '' : undefined}
      tabIndex={-1}
    >
      {toasts.map(({ id, text, isFailure, undo }) => (
        <div key={id} className="toast" data-failure={isFailure ? '' : undefined}>
          <span>{text}</span>
          {undo && (
            <button
              type="button"
              aria-keyshortcuts={id === last?.id ? 'Control+Z' : undefined}
              onClick={() => {
                undo();
                dropToast(id);
              }}
            >
              {texts.undo} {id === last?.id && <kbd>Ctrl Z</kbd>}
            </button>
          )}
          <button type="button" onClick={() => dropToast(id)} aria-label={texts.close}>
            ×
          </button>
        </div>
      ))}
    </section>
  );
}
