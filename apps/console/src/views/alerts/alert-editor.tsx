import { type SyntheticEvent, useEffect, useState } from 'react';
import type { AlertView } from '@rukh/domain/dispatch';
import { useLive } from '../../live/use-live.js';
import { useMay } from '../../session/session.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { AboutFields } from './about-fields.js';
import { type AlertDraft, findDraftFaults, toRequest } from './alert-draft.js';
import { AlertFacts } from './alert-facts.js';
import { AlertPreviewPanel } from './alert-preview-panel.js';
import { ALERT_TEXTS } from './alert-texts.js';
import { ConflictNote } from './conflict-note.js';
import { type KeptDraft, keepDraft } from './keep-draft.js';
import { KindFields } from './kind-fields.js';
import { PeriodFields } from './period-fields.js';
import { SENDING_TEXTS } from './sending-texts.js';
import { TemplateChoice } from './template-choice.js';
import { TextFields } from './text-fields.js';
import { useAlertPreview } from './use-alert-preview.js';
import { useSending } from './use-sending.js';
import { VoiceFields } from './voice-fields.js';

export interface EditorProps {
  /** Of the address: `new`, or the alert's. */
  readonly id: string;
  /** As it was when it was opened; undefined of a new one. */
  readonly view: AlertView | undefined;
  readonly timeZone: string;
  readonly first: AlertDraft;
  /** What was written before a reload. */
  readonly kept: KeptDraft | undefined;
  /** Opens the form anew with what the server has. */
  readonly onAgain: () => void;
}

export function AlertEditor(props: EditorProps) {
  const texts = useTexts(ALERT_TEXTS);
  const { link } = useLive('link');
  const mayWrite = useMay('alerts.write');
  const isPast = link === 'replay';
  if (!mayWrite || isPast) {
    return (
      <>
        <p>{isPast ? texts.past : texts.readOnly}</p>
        {props.view && <AlertFacts view={props.view} />}
      </>
    );
  }
  return <AlertForm {...props} />;
}

function AlertForm({ id, view, timeZone, first, kept, onAgain }: EditorProps) {
  const texts = { ...useTexts(ALERT_TEXTS), ...useTexts(SENDING_TEXTS) };
  const language = useLanguage();
  const [draft, setDraft] = useState(kept?.draft ?? first);
  const [key] = useState(() => kept?.key ?? crypto.randomUUID());
  const faults = findDraftFaults(draft, timeZone);
  const target = view ? { alertId: view.alertId, revision: view.revision } : { key };
  const isPublishable = faults.length === 0;
  const shown = useAlertPreview(target, isPublishable ? toRequest(draft, timeZone, true) : undefined);
  const sending = useSending({ id, view, key, onAgain });
  const isTouched = JSON.stringify(draft) !== JSON.stringify(first);
  useEffect(() => keepDraft(id, isTouched ? { draft, key } : undefined), [id, draft, key, isTouched]);
  const change = (part: Partial<AlertDraft>): void => setDraft((before) => ({ ...before, ...part }));
  const send = (publish: boolean) => (event: SyntheticEvent) => {
    event.preventDefault();
    const errors = (shown.preview?.findings ?? []).filter(({ severity }) => severity === 'error');
    if (faults.length > 0) sending.say(faults.map((fault) => texts.faults[fault]));
    else if (publish && shown.isCurrent && errors.length > 0) {
      sending.say([texts.refusals.alert_not_publishable, ...errors.map(({ words }) => words[language])]);
    } else void sending.send(toRequest(draft, timeZone, publish));
  };
  const fields = { draft, onChange: change };
  return (
    <div className="alert-editor">
      <form onSubmit={send(true)} noValidate>
        {kept && isTouched && (
          <p className="warning">
            {texts.kept}{' '}
            <button type="button" onClick={() => setDraft(first)}>
              {texts.forget}
            </button>
          </p>
        )}
        {view === undefined && <TemplateChoice {...fields} />}
        <AboutFields {...fields} />
        <KindFields {...fields} />
        <TextFields {...fields} />
        <PeriodFields {...fields} timeZone={timeZone} />
        <VoiceFields {...fields} />
        <div className="alert-actions">
          <div role="alert">
            {faults.length > 0 && (
              <ul className="failure-list">
                {faults.map((fault) => (
                  <li key={fault}>{texts.faults[fault]}</li>
                ))}
              </ul>
            )}
            {sending.said.length > 0 && (
              <ul className="failure-list" data-refusal>
                {sending.said.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            )}
            {sending.conflict && (
              <ConflictNote
                view={sending.conflict}
                onTheirs={() => {
                  keepDraft(id, undefined);
                  onAgain();
                }}
                onMine={sending.keepMine}
              />
            )}
          </div>
          <div className="order-buttons">
            <button type="submit" className="primary" disabled={sending.isBusy}>
              {view?.isPublished === true && view.state !== 'archived' ? texts.publishChange : texts.publish}
            </button>
            <button type="button" disabled={sending.isBusy} onClick={send(false)}>
              {view?.isPublished === true ? texts.saveUnpublished : texts.saveDraft}
            </button>
            {view && view.state !== 'archived' && (
              <button type="button" disabled={sending.isBusy} onClick={() => void sending.withdraw()}>
                {view.isPublished ? texts.withdraw : texts.dropDraft}
              </button>
            )}
            {view?.state === 'archived' && (
              <button type="button" disabled={sending.isBusy} onClick={() => void sending.restore()}>
                {texts.restore}
              </button>
            )}
          </div>
        </div>
      </form>
      <AlertPreviewPanel shown={shown} isPossible={isPublishable} draft={draft} timeZone={timeZone} />
    </div>
  );
}
