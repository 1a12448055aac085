export * from './explain-charge.js';
export { EXPLANATION_LANGUAGES, type ExplanationLanguage, REASON_CODES } from './wording.js';
