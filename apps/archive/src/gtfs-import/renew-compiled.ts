/**
 * After an update of Rukh the compiled schedules in the database may be of a format that it no longer reads.
 * The archives are there, so those in force and to come are compiled anew; the other processes find them at
 * their next look.
 */
import { compileArchive } from '@rukh/adapters/gtfs-files';
import type { GtfsVersions } from '@rukh/adapters/postgres';
import { decodeSchedule, findActivationInForce, listActivationsToCome } from '@rukh/domain/gtfs';

/** Compiles anew what this Rukh cannot read; answers the ids of those versions. `now` is epoch seconds. */
export async function renewCompiled(
  versions: GtfsVersions,
  now: number,
  compile: (archive: Uint8Array) => Promise<Uint8Array> = compileArchive,
): Promise<readonly number[]> {
  const activations = await versions.listActivations();
  const holds = findActivationInForce(activations, now);
  const needed = [...(holds ? [holds] : []), ...listActivationsToCome(activations, now)];
  const renewed: number[] = [];
  for (const versionId of new Set(needed.map((activation) => activation.versionId))) {
    const compiled = await versions.findCompiled(versionId);
    if (compiled && isReadable(compiled)) continue;
    const archive = await versions.findArchive(versionId);
    if (!archive) continue;
    await versions.replaceCompiled(versionId, await compile(archive));
    renewed.push(versionId);
  }
  return renewed;
}

function isReadable(compiled: Uint8Array): boolean {
  try {
    decodeSchedule(compiled);
    return true;
  } catch {
    return false;
  }
}
