export * from './check-feed.js';
export type { FeedCheck } from './feed-context.js';
export type { Finding, Place, Rule, RuleNeed, Severity } from './rule.js';
export { RULES } from './rule-table.js';
export { UKRAINIAN_TITLES } from './ukrainian-titles.js';
