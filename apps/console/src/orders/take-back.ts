import { showToast } from '../ui/toasts.js';
import type { Language } from '../text/define-texts.js';
import { explainRefusal } from './explain-refusal.js';
import { type UndoReason, undoOrder } from './give-order.js';

/** Takes an order back, and says what came of it. */
export async function takeBack(
  orderId: string,
  why: UndoReason,
  language: Language,
  texts: { readonly undone: string; readonly undoFailed: string },
): Promise<void> {
  try {
    await undoOrder(orderId, why);
    showToast(texts.undone);
  } catch (error) {
    showToast(`${texts.undoFailed}: ${explainRefusal(error, language)}`, { isFailure: true });
  }
}
