// What must be in the servers before the services start: tables, a timetable in force, and in the demonstration
// the alert that says what it is.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createPool, migrate } from '@rukh/adapters/postgres';
import { demoAlert, prepareDemoGtfs } from '../demo/index.js';
import { CannotStart } from './cannot-start.js';
import { type ImportWords, describeImport } from './describe-import.js';
import type { Launch, ServerVariables } from './start-servers.js';

/** Address of the command line, for steps that are commands of their own. */
export const COMMAND_LINE = fileURLToPath(new URL('../main.js', import.meta.url));

const IMPORT_MEMORY_MB = 2048;

const DEMO_ALERT = 'dispatch-demo';
/** Who writes what no person does. */
const RUKH = { userId: 'system', name: 'Rukh' };

/** @returns the zip of the demonstration's timetable, in the demonstration */
export async function prepareCity(launch: Launch, servers: ServerVariables): Promise<string | undefined> {
  const { config, isDemo, home, tell } = launch;
  launch.goOn();
  tell('preparing the database');
  await migrate(servers['DATABASE_URL']!);
  if (!isDemo) {
    tellFindings(launch, await importGtfs(launch, servers, [config.RUKH_GTFS!, '--if-none']));
    return undefined;
  }
  const demo = await prepareDemoGtfs(home, Date.now() / 1000);
  tell(demo.sentence.en);
  await importGtfs(launch, servers, [demo.path]);
  await publishDemoAlert(servers['DATABASE_URL']!);
  return demo.path;
}

/** In a process of its own: a large city's timetable needs more memory than all else. */
async function importGtfs(
  launch: Launch,
  servers: ServerVariables,
  args: readonly string[],
): Promise<ImportWords> {
  launch.goOn();
  launch.tell(`importing the timetable${args.includes('--if-none') ? ', where none is in force' : ''}`);
  const node = [`--max-old-space-size=${IMPORT_MEMORY_MB}`, COMMAND_LINE, 'import', ...args];
  const child = spawn(process.execPath, node, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...servers },
  });
  launch.onHelper(child);
  const [findings, progress, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  launch.goOn();
  if (code !== 0) {
    throw new CannotStart(`The timetable could not be imported:\n${progress}${findings}`.trimEnd());
  }
  return { findings, progress };
}

/** Keeps what was found in a file, and says the gist. */
function tellFindings({ home, tell }: Launch, words: ImportWords): void {
  const file = join(home, 'logs', 'import.log');
  const lines = describeImport(words, file);
  if (lines.length === 0) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, words.findings);
  for (const line of lines) tell(line);
}

/** Among those that dispatchers see and may take back: once withdrawn it stays so. */
async function publishDemoAlert(databaseUrl: string): Promise<void> {
  const pool = createPool({ databaseUrl, applicationName: 'rukh-up', max: 1, statementTimeoutMs: 30_000 });
  try {
    const alert = { alertId: DEMO_ALERT, ...demoAlert() };
    await pool.query(
      `INSERT INTO dispatch.alerts (alert_id, is_published, alert, created_by, created_at, changed_by, changed_at)
       VALUES ($1, true, $2, $3, $4, $3, $4) ON CONFLICT (alert_id) DO NOTHING`,
      [DEMO_ALERT, JSON.stringify(alert), JSON.stringify(RUKH), Date.now() / 1000],
    );
  } finally {
    await pool.end();
  }
}
