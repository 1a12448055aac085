import type { OrderView } from '@rukh/domain/dispatch';
import { ApiProblem } from '../live/api.js';
import type { Language } from '../text/define-texts.js';
import { REFUSAL_TEXTS } from './refusal-texts.js';
import { sayProblem } from '../text/say-problem.js';

/** An order that stands in the way, as the problem tells of it. */
type InTheWay = Pick<OrderView, 'orderId' | 'state' | 'summary'> & { readonly by: string };

/** What is said where it is no order that was refused. */
interface OwnTexts {
  readonly changed?: string;
  readonly refused?: string;
  /** By type of problem. */
  readonly refusals?: Readonly<Record<string, string>>;
}

/**
 * Why the server did not take what was asked of it, in words: what it is by its type, and whose order stands in the way.
 * @param own instead of the words for orders, and beside them
 */
export function explainRefusal(problem: unknown, language: Language, own: OwnTexts = {}): string {
  if (!(problem instanceof ApiProblem)) return sayProblem(problem);
  const texts = { ...REFUSAL_TEXTS[language], ...own };
  const { type, errors, about } = problem.body;
  const refusals: Readonly<Record<string, string>> = { ...REFUSAL_TEXTS[language].refusals, ...own.refusals };
  const what = refusals[String(type).replace('urn:rukh:problem:', '')];
  const orders = (Array.isArray(about) ? (about as InTheWay[]) : []).map(
    ({ summary, state, by }) => `${summary[language]} (${by}, ${texts.states[state]})`,
  );
  const details = orders.length > 0 ? orders : Array.isArray(errors) ? errors.map(String) : [];
  if (what !== undefined) return [what, ...details].join(' ');
  const said = problem.status === 409 ? texts.changed : texts.refused;
  return details.length > 0
    ? [said, ...details].join(' ')
    : problem.status === 409
      ? said
      : sayProblem(problem);
}
