/** A place of a template that is still to be filled in, such as `{stop}`: riders are never told it. */
import type { ServiceAlert } from './service-alert.js';

const GAP = /\{[\p{L}_]{1,30}\}/u;

/** The first such place in any text of an alert, in any language. */
export function findGap(alert: ServiceAlert): string | undefined {
  const { header, description, ttsHeader, ttsDescription, url, causeDetail, effectDetail, image } = alert;
  const texts = [header, description, ttsHeader, ttsDescription, url, causeDetail, effectDetail];
  const all = [...texts, image?.alternativeText].flatMap((one) => Object.values(one ?? {}));
  return all.map((text) => GAP.exec(text)?.[0]).find((gap) => gap !== undefined);
}
