import { useState } from 'react';
import type { OrderPreview } from '@rukh/domain/dispatch';
import { useLanguage, useTexts } from '../text/use-texts.js';
import { FormDialog, type Sent } from '../ui/form-dialog.js';
import { showToast } from '../ui/toasts.js';
import { askForOrder, giveOrder } from './give-order.js';
import type { OrderOffer } from './offer-orders.js';
import { type Answers, firstAnswers } from './order-field.js';
import { OrderFields } from './order-fields.js';
import { ORDER_TEXTS } from './order-texts.js';
import { PreviewTabs } from './preview-tabs.js';
import { AskedReason, type GivenReason, ReasonFields, readReason } from './reason-fields.js';
import { explainRefusal } from './explain-refusal.js';
import { RIDER_WORDS_TEXTS } from './rider-words-texts.js';
import { type OwnWords, RiderWords, readOwnWords } from './rider-words.js';
import { takeBack } from './take-back.js';
import { usePreview } from './use-preview.js';

/**
 * Shows what an order would do, asks why it is given, and gives it. What is shown is looked at again when an answer or
 * the reason changes, for both are in what is published. `now` is when it was opened, epoch seconds.
 */
export function OrderDialog({
  offer,
  now,
  exceptionId,
  onClose,
}: {
  offer: OrderOffer;
  now: number;
  /** What needs a dispatcher that it answers. */
  exceptionId?: string | undefined;
  onClose: () => void;
}) {
  const texts = useTexts(ORDER_TEXTS);
  const language = useLanguage();
  const [answers, setAnswers] = useState<Answers>(() => firstAnswers(offer.fields));
  const { draft } = offer;
  const [chosen, setGiven] = useState<GivenReason>();
  const usual = offer.usualReason?.(answers) ?? '';
  // Until somebody says otherwise it is the usual one; who takes it away is left without.
  const given = chosen ?? { code: usual, words: '' };
  const [word, setWord] = useState('');
  // What somebody else asked for is confirmed to the word: its reason and its texts are shown, not asked for.
  const reason = draft?.reason ?? readReason(given);
  const [own, setOwn] = useState<OwnWords>();
  const alert = draft?.alertInput ?? (own && readOwnWords(own));
  const action = offer.action(answers, now);
  const { preview, error, look } = usePreview(action, reason, alert);
  const needsWord = offer.kind === 'city_mode';
  const isAsking = preview?.needsSecondPerson === true && draft === undefined;
  const give = async (): Promise<Sent> => {
    if (!reason) return { fault: given.code === '' ? texts.needsReason : texts.needsText };
    if (own && !alert) return { fault: RIDER_WORDS_TEXTS[language].needsBoth };
    if (needsWord && !isSame(word, texts.cityWord)) return { fault: texts.needsWord(texts.cityWord) };
    if (!action || !preview) return { isOpen: true };
    if (isAsking) {
      await askForOrder({ action, reason, alert });
      showToast(texts.asked);
      return {};
    }
    const { fingerprint } = preview;
    const order = { action, reason, alert, fingerprint, exceptionId, draftId: draft?.orderId };
    const { orderId, summary, exceptionTakenBy } = await giveOrder(order);
    offer.onGiven?.();
    if (exceptionTakenBy) showToast(texts.stillTheirs(exceptionTakenBy.name));
    const undo = (): void => void takeBack(orderId, 'mistake', language, texts);
    showToast(texts.done(summary[language]), { undo });
    return {};
  };
  const explain = (problem: unknown): string => {
    if ((problem as { status?: number }).status === 409) look();
    return explainRefusal(problem, language);
  };
  return (
    <FormDialog
      title={texts.offers[offer.kind]}
      className={`order ${offer.kind}`}
      action={isAsking ? texts.askFor : texts.confirm}
      isReady={preview?.canConfirm === true}
      close={texts.close}
      onSend={give}
      explain={explain}
      onClose={onClose}
    >
      <OrderFields
        fields={offer.fields}
        answers={answers}
        onAnswer={(name, values) =>
          setAnswers((before) => {
            const after = { ...before, [name]: values };
            return offer.answered?.(name, after) ?? after;
          })
        }
      />
      {draft?.reason ? (
        <AskedReason reason={draft.reason} by={draft.createdBy.name} />
      ) : (
        <ReasonFields given={given} onChange={setGiven} />
      )}
      {!draft && <RiderWords template={preview?.riderText} own={own} onChange={setOwn} />}
      <div role="status">
        {!action && <p>{texts.answerFirst}</p>}
        {action && !preview && error === undefined && <p>{texts.working}</p>}
      </div>
      {error !== undefined && (
        <p role="alert">
          {texts.failed}: {error}{' '}
          <button type="button" onClick={look}>
            {texts.again}
          </button>
        </p>
      )}
      {preview && <Shown preview={preview} />}
      {needsWord && (
        <label className="choice">
          <span>{texts.typeWord(texts.cityWord)}</span>
          <input
            type="text"
            autoComplete="off"
            maxLength={20}
            value={word}
            onChange={({ target }) => setWord(target.value)}
          />
        </label>
      )}
      {isAsking && <p>{texts.secondPerson}</p>}
    </FormDialog>
  );
}

/** What must be seen before it is given stands above the tabs, whichever is open. */
export function Shown({ preview }: { preview: OrderPreview }) {
  const texts = useTexts(ORDER_TEXTS);
  const language = useLanguage();
  const { warnings, tripCount } = preview.consequences;
  return (
    <>
      <p>
        <strong>{preview.summary[language]}</strong> <span className="quiet">{texts.trips(tripCount)}</span>
      </p>
      {warnings.length > 0 && (
        <ul className="warnings" aria-label={texts.warnings}>
          {warnings.map(({ code, text }) => (
            <li key={`${code} ${text.en}`}>{text[language]}</li>
          ))}
        </ul>
      )}
      <PreviewTabs preview={preview} />
      {!preview.canConfirm && <p role="alert">{texts.cannot}</p>}
    </>
  );
}

function isSame(typed: string, word: string): boolean {
  return typed.trim().toLocaleUpperCase() === word.toLocaleUpperCase();
}
