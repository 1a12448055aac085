import type { AlertOnBoard, AlertPreview } from '@rukh/domain/dispatch';
import { useLive } from '../../live/use-live.js';
import { LANGUAGES, type Language } from '../../text/define-texts.js';
import { dayAndMinutes } from '../../text/format.js';
import { sayProblem } from '../../text/say-problem.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { type AlertDraft, toRequest } from './alert-draft.js';
import { ALERT_TEXTS } from './alert-texts.js';
import type { PreviewedAlert } from './use-alert-preview.js';

/** What the alert will be: what is wrong with it first, then how riders see and hear it, then the feed. */
export function AlertPreviewPanel({
  shown: { preview, isCurrent, error },
  isPossible,
  draft,
  timeZone,
}: {
  shown: PreviewedAlert;
  isPossible: boolean;
  draft: AlertDraft;
  timeZone: string;
}) {
  const texts = useTexts(ALERT_TEXTS);
  const text = !isPossible
    ? texts.notPreviewed
    : !isCurrent
      ? texts.working
      : error === undefined
        ? ''
        : `${texts.previewFailed}: ${sayProblem(error)}`;
  const start = Math.min(
    ...(toRequest(draft, timeZone, true).communicationPeriods ?? []).map((period) => period.start ?? 0),
  );
  return (
    <section className="alert-preview" aria-label={texts.preview} data-current={isCurrent ? '' : undefined}>
      <h2>{texts.preview}</h2>
      <p role="status">{text}</p>
      {preview && isPossible && (
        <>
          <Found preview={preview} />
          <OnBoard preview={preview} />
          <Voice preview={preview} />
          <InFeed preview={preview} start={start} />
        </>
      )}
    </section>
  );
}

function Found({ preview: { findings, warnings } }: { preview: AlertPreview }) {
  const texts = useTexts(ALERT_TEXTS);
  const language = useLanguage();
  const errors = findings.filter(({ severity }) => severity === 'error');
  const hints = [
    ...findings.filter(({ severity }) => severity !== 'error').map(({ words }) => words[language]),
    ...warnings.map(({ text }) => text[language]),
  ];
  return (
    <div aria-live="polite">
      {errors.length === 0 ? (
        <p>✓ {texts.clean}</p>
      ) : (
        <>
          <h3>{texts.findings}</h3>
          <ul>
            {errors.map(({ words, ruleId }) => (
              <li key={`${ruleId ?? ''} ${words.en}`}>{words[language]}</li>
            ))}
          </ul>
        </>
      )}
      {hints.length > 0 && (
        <ul className="warnings" aria-label={texts.hints}>
          {hints.map((hint) => (
            <li key={hint}>{hint}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function OnBoard({ preview: { onBoard, stopCount, stops } }: { preview: AlertPreview }) {
  const texts = useTexts(ALERT_TEXTS);
  const language = useLanguage();
  if (!onBoard) return null;
  return (
    <>
      <h3>{texts.onBoard}</h3>
      <div className="board-looks">
        {LANGUAGES.map((one) => (
          <BoardLook key={one} language={one} alert={onBoard[one]} />
        ))}
      </div>
      <p>
        {stopCount === 0 ? texts.noStops : `${texts.stopsTold(stopCount)}: `}
        {stops.map(({ stopId, code, name }, i) => (
          <span key={stopId}>
            {i > 0 && ', '}
            <a
              href={`/s/${encodeURIComponent(code)}?lang=${language}`}
              target="_blank"
              rel="noreferrer"
              aria-label={texts.openBoard(`${name}, ${code}`)}
            >
              {name} ({code})
            </a>
          </span>
        ))}
        {stopCount > stops.length && ` ${texts.andMore}`}
      </p>
    </>
  );
}

/** As the board of a stop has it (apps/feeds/src/boards/write-alerts.ts): one line, which opens. */
function BoardLook({ language, alert }: { language: Language; alert: AlertOnBoard }) {
  const { city } = useLive('network');
  const zone = city?.timeZone;
  const words = BOARD_WORDS[language];
  const lines = alert.routeIds.map((routeId) => city?.routeName(routeId) ?? routeId);
  const time = (at: number | undefined): string =>
    at === undefined ? '' : dayAndMinutes(language, at, zone);
  const periods = alert.periods
    .map(({ start, end }) => words.period(time(start), time(end)))
    .filter((text) => text !== '');
  return (
    <details className="board-look" lang={language} open>
      <summary>
        ⚠ {words.count}: {alert.header}
      </summary>
      <p>
        <strong>{alert.header}</strong>
      </p>
      {lines.length > 0 && (
        <p>
          {words.lines}: {lines.join(' ')}
        </p>
      )}
      <p>{alert.description}</p>
      {periods.length > 0 && <p>{periods.join('; ')}</p>}
      {alert.url !== undefined && (
        <p>
          <a href={alert.url} target="_blank" rel="noreferrer">
            {words.more}: {alert.header}
          </a>
        </p>
      )}
    </details>
  );
}

/** The board speaks the language of its reader, not of the dispatcher. */
const BOARD_WORDS = {
  uk: {
    count: '1 повідомлення',
    lines: 'Маршрути',
    more: 'Докладніше',
    period: (from: string, until: string) =>
      [from && `з ${from}`, until && `до ${until}`].filter(Boolean).join(' '),
  },
  en: {
    count: '1 alert',
    lines: 'Routes',
    more: 'Read more',
    period: (from: string, until: string) =>
      [from && `from ${from}`, until && `until ${until}`].filter(Boolean).join(' '),
  },
} as const;

function Voice({ preview: { riderText } }: { preview: AlertPreview }) {
  const texts = useTexts(ALERT_TEXTS);
  const said = LANGUAGES.filter((language) => riderText[language].ttsHeader !== '');
  if (said.length === 0) return null;
  return (
    <>
      <h3>{texts.voice}</h3>
      {said.map((language) => (
        <p key={language} lang={language} className="quiet">
          {riderText[language].ttsHeader}. {riderText[language].ttsDescription}
        </p>
      ))}
    </>
  );
}

function InFeed({ preview: { text, withheld }, start }: { preview: AlertPreview; start: number }) {
  const texts = useTexts(ALERT_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const isLater = withheld === 'alert_not_yet' && Number.isFinite(start);
  return (
    <>
      <h3>{texts.feed}</h3>
      {text === undefined && <p>{texts.notInFeed}</p>}
      {isLater && (
        <p>
          {texts.notYet} {dayAndMinutes(language, start, city?.timeZone)}
        </p>
      )}
      {text !== undefined && (
        <details className="feed-text" open>
          <summary>alerts.pb</summary>
          <pre lang="en" tabIndex={0} aria-label={texts.feed}>
            {text}
          </pre>
        </details>
      )}
    </>
  );
}
