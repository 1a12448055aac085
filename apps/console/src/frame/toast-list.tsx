import { useTexts } from '../text/use-texts.js';
import { dropToast, useToasts } from '../ui/toasts.js';
import { FRAME_TEXTS } from './frame-texts.js';

export function Toasts() {
  const texts = useTexts(FRAME_TEXTS);
  const toasts = useToasts();
  return (
    <section className="toasts" aria-label={texts.messages}>
      {toasts.map(({ id, text, isFailure, undo }) => (
        <div key={id} className="toast" data-failure={isFailure ? '' : undefined}>
          <span>{text}</span>
          {undo && (
            <button
              type="button"
              onClick={() => {
                undo();
                dropToast(id);
              }}
            >
              {texts.undo}
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
