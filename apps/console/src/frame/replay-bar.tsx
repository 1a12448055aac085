import { useEffect, useState, useSyncExternalStore } from 'react';
import { ask } from '../live/api.js';
import { live } from '../live/live-store.js';
import { REPLAY_SPEEDS, replay } from '../live/replay.js';
import { useLive, useNow } from '../live/use-live.js';
import { clockMinutes, dateAndTime } from '../text/format.js';
import { defineTexts } from '../text/define-texts.js';
import { useLanguage, useTexts } from '../text/use-texts.js';
import { showToast } from '../ui/toasts.js';
import { goTo, usePageState } from '../url/use-page-state.js';
import { EventButtons, EventTicks, useReplayEvents } from './replay-events.js';

const TEXTS = defineTexts(
  {
    bar: 'Смуга часу',
    time: 'Час, що показано',
    play: 'Відтворити',
    pause: 'Пауза',
    back: 'На 1 хвилину назад',
    forward: 'На 1 хвилину вперед',
    speed: 'Швидкість',
    empty: 'На цей час записів немає.',
    notAllowed: 'Дивитися минуле вам не дозволено.',
    refused: (why: string) => `Сервер цього не показує: ${why}`,
    caughtUp: 'Повтор наздогнав теперішнє: тепер наживо.',
    notYet: (time: string) => `Останні хвилини ще записуються: показано ${time}.`,
  },
  {
    bar: 'Time bar',
    time: 'Time shown',
    play: 'Play',
    pause: 'Pause',
    back: 'One minute back',
    forward: 'One minute on',
    speed: 'Speed',
    empty: 'There are no records of this time.',
    notAllowed: 'You are not allowed to look at the past.',
    refused: (why: string) => `The server does not show this: ${why}`,
    caughtUp: 'The replay has caught up: this is now.',
    notYet: (time: string) => `The last minutes are still being written: ${time} is shown.`,
  },
);

interface ReplayRange {
  readonly from: number;
  /** What is newer is still being written: so many seconds. */
  readonly lag: number;
}
const HALF_SPAN_SECONDS = 3600;
/** What is kept grows: the end of it is asked for anew. */
const RANGE_MS = 30_000;

/** The slider over the past: an hour around the moment it was opened at, within what is kept. */
export function ReplayBar() {
  const { at } = usePageState();
  return at === undefined ? null : <OpenReplayBar />;
}

function OpenReplayBar() {
  const texts = useTexts(TEXTS);
  const language = useLanguage();
  const state = useSyncExternalStore(replay.watch, replay.state);
  const now = useNow();
  const { city } = useLive('network');
  const range = useRange();
  const end = range ? live.serverNow() - range.lag : Infinity;
  const [middle, setMiddle] = useState(state.at);
  const shown = Math.round(state.isPlaying ? now : state.at);
  if (Math.abs(shown - middle) > HALF_SPAN_SECONDS) setMiddle(shown);
  const from = Math.max(range?.from ?? 0, middle - HALF_SPAN_SECONDS);
  const to = Math.min(end, middle + HALF_SPAN_SECONDS);
  const events = useReplayEvents(middle - HALF_SPAN_SECONDS, middle + HALF_SPAN_SECONDS);
  const jump = (at: number): void =>
    goTo({ at: Math.round(Math.max(range?.from ?? 0, Math.min(end, at))) }, 'replace');
  const clock = (time: number): string => (city ? clockMinutes(language, time, city.timeZone) : '…');
  const isBeyond = shown > Math.ceil(end);
  const isCaughtUp = state.isCaughtUp || (isBeyond && state.isPlaying);
  useEffect(() => {
    if (!isCaughtUp) return;
    replay.pause();
    goTo({ at: undefined });
    showToast(texts.caughtUp);
    // Once for each time that it catches up.
  }, [isCaughtUp]);
  useEffect(() => {
    // The time is told by the clock of the city: not before that is known.
    if (!isBeyond || isCaughtUp || !city) return;
    jump(end);
    showToast(texts.notYet(clock(end)));
    // Once for each time that it is gone beyond; where to is of then.
  }, [isBeyond, city === undefined]);
  return (
    <section className="replay-bar" aria-label={texts.bar} data-region tabIndex={-1}>
      <button type="button" onClick={() => jump(shown - 60)}>
        <span aria-hidden="true">−1′</span>
        <span className="unseen">{texts.back}</span>
      </button>
      <button type="button" onClick={() => (state.isPlaying ? replay.pause() : replay.play())}>
        {state.isPlaying ? texts.pause : texts.play}
      </button>
      <button type="button" onClick={() => jump(shown + 60)}>
        <span aria-hidden="true">+1′</span>
        <span className="unseen">{texts.forward}</span>
      </button>
      <label>
        {texts.speed}{' '}
        <select
          value={state.speed}
          onChange={(event) =>
            replay.setSpeed(REPLAY_SPEEDS.find((s) => s === Number(event.target.value)) ?? 1)
          }
        >
          {REPLAY_SPEEDS.map((speed) => (
            <option key={speed} value={speed}>
              {speed}×
            </option>
          ))}
        </select>
      </label>
      <span className="quiet">{clock(from)}</span>
      <span className="replay-track">
        <EventTicks events={events.filter(({ at }) => at >= from && at <= to)} from={from} to={to} />
        <input
          type="range"
          className="replay-slider"
          min={from}
          max={to}
          step={10}
          value={shown}
          onChange={(event) => jump(Number(event.target.value))}
          aria-label={texts.time}
          aria-valuetext={city && dateAndTime(language, shown, city.timeZone)}
        />
      </span>
      <span className="quiet">{clock(Math.min(to, 9e9))}</span>
      <EventButtons events={events} shown={shown} onJump={jump} />
      {state.isEmpty && <span role="status">{texts.empty}</span>}
      {state.refusal && (
        <span role="status">
          {state.refusal.status === 403 ? texts.notAllowed : texts.refused(state.refusal.message)}
        </span>
      )}
    </section>
  );
}

/** Of what history is kept; asked again, since it grows and is cleared. */
function useRange(): ReplayRange | undefined {
  const [range, setRange] = useState<ReplayRange>();
  useEffect(() => {
    const abort = new AbortController();
    const look = (): void => {
      ask<{ from: number; to: number }>('/dispatch/replay/range', { signal: abort.signal }).then(
        ({ from, to }) => setRange({ from, lag: Math.max(0, live.serverNow() - to) }),
        () => undefined,
      );
    };
    look();
    const timer = setInterval(look, RANGE_MS);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, []);
  return range;
}
