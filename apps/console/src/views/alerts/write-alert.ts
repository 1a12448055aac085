/** Alerts on their way: looked at, written, taken back and brought again. */
import type { AlertPreview, AlertRequest, AlertView } from '@rukh/domain/dispatch';
import { ask } from '../../live/api.js';

/** An alert that is to be changed, or the key of one that is new: the same sent twice is one alert. */
export type AlertTarget = { readonly alertId: string; readonly revision: number } | { readonly key: string };

export function getAlert(alertId: string): Promise<AlertView> {
  return ask(pathOf(alertId));
}

export function previewAlert(
  target: AlertTarget,
  body: AlertRequest,
  signal: AbortSignal,
): Promise<AlertPreview> {
  const query = 'alertId' in target ? `?alertId=${encodeURIComponent(target.alertId)}` : '';
  const headers = 'key' in target ? { 'idempotency-key': target.key } : {};
  return ask(`/dispatch/alerts/preview${query}`, { method: 'POST', body, headers, signal });
}

export function writeAlert(target: AlertTarget, body: AlertRequest): Promise<AlertView> {
  if ('key' in target) {
    return ask('/dispatch/alerts', { method: 'POST', body, headers: { 'idempotency-key': target.key } });
  }
  return ask(pathOf(target.alertId), { method: 'PUT', body, headers: ifMatch(target) });
}

export function archiveAlert(alert: Revised): Promise<AlertView> {
  return ask(pathOf(alert.alertId), { method: 'DELETE', headers: ifMatch(alert) });
}

export function restoreAlert(alert: Revised): Promise<AlertView> {
  return ask(`${pathOf(alert.alertId)}/restore`, { method: 'POST', headers: ifMatch(alert) });
}

type Revised = Pick<AlertView, 'alertId' | 'revision'>;

function pathOf(alertId: string): string {
  return `/dispatch/alerts/${encodeURIComponent(alertId)}`;
}

function ifMatch({ revision }: Pick<AlertView, 'revision'>): Record<string, string> {
  return { 'if-match': `"${revision}"` };
}
