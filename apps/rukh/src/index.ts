export { AllInOneModule } from './up/all-in-one.module.js';
