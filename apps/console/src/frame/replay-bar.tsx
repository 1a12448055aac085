import { useEffect, useState, useSyncExternalStore } from 'react';
import { ask } from '../live/api.js';
import { REPLAY_SPEEDS, replay } from '../live/replay.js';
import { useLive, useNow } from '../live/use-live.js';
import { clockMinutes, dateAndTime } from '../text/format.js';
import { defineTexts } from '../text/define-texts.js';
import { useLanguage, useTexts } from '../text/use-texts.js';
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
  },
);

interface ReplayRange {
  readonly from: number;
  readonly to: number;
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
  const [range, setRange] = useState<ReplayRange>();
  useEffect(() => {
    const abort = new AbortController();
    const look = (): void => {
      ask<ReplayRange>('/dispatch/replay/range', { signal: abort.signal }).then(setRange, () => undefined);
    };
    look();
    const timer = setInterval(look, RANGE_MS);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, []);
  const [middle, setMiddle] = useState(state.at);
  const shown = Math.round(state.isPlaying ? now : state.at);
  if (Math.abs(shown - middle) > HALF_SPAN_SECONDS) setMiddle(shown);
  const from = Math.max(range?.from ?? 0, middle - HALF_SPAN_SECONDS);
  const to = Math.min(range?.to ?? Infinity, middle + HALF_SPAN_SECONDS);
  const events = useReplayEvents(middle - HALF_SPAN_SECONDS, middle + HALF_SPAN_SECONDS);
  const jump = (at: number): void =>
    goTo({ at: Math.round(Math.max(range?.from ?? 0, Math.min(range?.to ?? Infinity, at))) }, 'replace');
  const zone = city?.timeZone ?? 'UTC';
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
      <span className="quiet">{clockMinutes(language, from, zone)}</span>
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
          aria-valuetext={dateAndTime(language, shown, zone)}
        />
      </span>
      <span className="quiet">{clockMinutes(language, Math.min(to, 9e9), zone)}</span>
      <EventButtons events={events} shown={shown} onJump={jump} />
      {state.isEmpty && <span role="status">{texts.empty}</span>}
    </section>
  );
}
