import { showToast } from '../ui/toasts.js';
import { undoOrder } from './give-order.js';

/** Takes an order back, and says what came of it. */
export async function takeBack(
  orderId: string,
  texts: { readonly undone: string; readonly undoFailed: string },
): Promise<void> {
  try {
    await undoOrder(orderId);
    showToast(texts.undone);
  } catch (error) {
    showToast(`${texts.undoFailed}: ${(error as Error).message}`, { isFailure: true });
  }
}
