export { createSimulation } from './create-simulation.js';
export type { Duty, Run, ServiceEvent } from './duty.js';
export * from './pathologies.js';
export * from './presets.js';
export { HINTS, type Hints, type Simulation, type SimulationOptions, type StepResult } from './simulation.js';
export type { ReportTruth, SimulatedReport } from './simulated-report.js';
export { step } from './step.js';
export type { Tally } from './tally.js';
