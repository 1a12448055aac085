import type { CalendarDate } from '@internationalized/date';
import { Suspense, lazy, useId, useRef, useState } from 'react';
import { defineTexts } from '../text/define-texts.js';
import { useTexts } from '../text/use-texts.js';

const DayCalendar = lazy(() => import('./day-calendar.js'));
const TEXTS = defineTexts(
  { choose: (label: string) => `${label}: вибрати в календарі`, wait: 'Завантаження…' },
  { choose: (label: string) => `${label}: choose in a calendar`, wait: 'Loading…' },
);

/**
 * Opens a calendar over the page, for who does not type dates. The browser's own popover lies over dialogs too, closes by
 * Escape or a click beside it, and gives the focus back.
 */
export function CalendarButton({
  label,
  value,
  latest,
  isDisabled,
  onChoose,
}: {
  label: string;
  value: CalendarDate | undefined;
  latest: CalendarDate | undefined;
  isDisabled: boolean;
  onChoose: (day: CalendarDate) => void;
}) {
  const texts = useTexts(TEXTS);
  const id = useId();
  const popover = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="calendar-button"
        aria-label={texts.choose(label)}
        aria-expanded={isOpen}
        popoverTarget={id}
        disabled={isDisabled}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M2 4h12v10H2zM2 7h12M5 2v3M11 2v3" />
        </svg>
      </button>
      <div
        ref={popover}
        id={id}
        popover="auto"
        className="calendar-popover"
        onToggle={({ newState }) => setIsOpen(newState === 'open')}
      >
        {isOpen && (
          <Suspense fallback={<p role="status">{texts.wait}</p>}>
            <DayCalendar
              label={label}
              value={value}
              latest={latest}
              onChoose={(day) => {
                popover.current?.hidePopover();
                onChoose(day);
              }}
            />
          </Suspense>
        )}
      </div>
    </>
  );
}
