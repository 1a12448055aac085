// Redis is no npm package. So: the one named in the environment, the one on the PATH (Redis or Valkey), or the
// system's own package, unpacked into our folder without being installed, which needs no root.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { unpackRedisServer } from './unpack-redis-server.js';

/** Consumer groups that count what they read came with this version. */
const MIN_MAJOR_VERSION = 7;

const HOW_TO_HELP =
  'install Redis 7 or newer (or Valkey), for instance "apt install redis-server", or set REDIS_URL to one that runs';

/** Path of a program. @throws Error, one sentence for a person, when there is none to be had */
export async function findRedisServer(
  home: string,
  onProgress: (line: string) => void,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const named = env['RUKH_REDIS_SERVER'];
  const unpacked = join(home, 'redis-programs', 'redis-server');
  const candidates = named === undefined ? ['redis-server', 'valkey-server', unpacked] : [named];
  const found = candidates.map((program) => ({ program, version: findMajorVersion(program, env) }));
  const good = found.find(({ version }) => version !== undefined && version >= MIN_MAJOR_VERSION);
  if (good) return good.program;
  onProgress('no redis-server on the PATH: fetching the one of this system, without installing it');
  const failure = await unpackRedisServer(join(home, 'redis-programs'), env);
  const version = failure === undefined ? findMajorVersion(unpacked, env) : undefined;
  if (version !== undefined && version >= MIN_MAJOR_VERSION) return unpacked;
  const old = found.find((each) => each.version !== undefined)?.version ?? version;
  const why = old === undefined ? failure : `the Redis of this system is version ${old}`;
  throw new Error(`There is no Redis to be had here (${why ?? 'its program does not run'}): ${HOW_TO_HELP}`);
}

/** `Redis server v=7.0.15 sha=...`, `Valkey server v=8.1.1 ...`. */
function findMajorVersion(program: string, env: NodeJS.ProcessEnv): number | undefined {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', env });
  const version = status === 0 ? /\bv=(\d+)\./.exec(stdout)?.[1] : undefined;
  return version === undefined ? undefined : Number(version);
}
