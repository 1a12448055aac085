export { AllInOneModule } from './up/all-in-one.module.js';
export { GENERATED_PAGES, type RunningServices } from './docs/generated-pages.js';
