// What Jest has written of a run: what failed, what is worth a second run, and the two runs as one.
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { ROOT } from './workspace.mjs';

/** More files than these do not fail because the machine was busy. */
const MOST_AGAIN = 3;

export function readResults(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/**
 * Files whose failure may be the machine's: they talk to browsers, brokers and databases, and wait for them. What is
 * pure fails for a reason.
 */
export function listWorthAgain(results) {
  const failed = results.testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);
  const isWorth =
    failed.length <= MOST_AGAIN && failed.every((name) => /\.(scenario|int-spec)\.ts$/.test(name));
  return isWorth ? failed : [];
}

/** Each file as it was at its last run. */
export function takeInPlace(first, second) {
  const again = new Map(second.testResults.map((file) => [file.name, file]));
  return { testResults: first.testResults.map((file) => again.get(file.name) ?? file) };
}

/** A file that could not even be loaded has no tests to count: it is one failure. */
export function countResults(results) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { status, assertionResults } of results.testResults) {
    if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) counts.failed += 1;
    for (const test of assertionResults) {
      counts[test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped'] += 1;
    }
  }
  return counts;
}

/** Ten of many. */
export function listSlowest(files) {
  if (files.length <= 10) return [];
  const seconds = ({ startTime, endTime }) => (endTime - startTime) / 1000;
  return files
    .toSorted((a, b) => seconds(b) - seconds(a))
    .slice(0, 10)
    .map((file) => `${seconds(file).toFixed(1).padStart(8)}  ${relative(ROOT, file.name)}`);
}
