import type { AlertDraft } from './alert-draft.js';

/** A part of the form: what stands in it, and what is to become another. */
export interface FormPart {
  readonly draft: AlertDraft;
  readonly onChange: (part: Partial<AlertDraft>) => void;
}
