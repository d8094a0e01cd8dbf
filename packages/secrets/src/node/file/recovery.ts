import { SecretsError } from '../../words/errors.ts';
import { finish } from './changes.ts';
import type { ConfirmLock } from './held-lock.ts';
import { type FileText, parseSnapshot, readText, type Snapshot } from './snapshot.ts';
import type { Unlocked } from './keyholder.ts';
import { type Candidate, type Decision, type Findings, planRecovery } from './recovery-plan.ts';
import type { RecoveryPlan } from './surface.ts';
import type { Vault } from './vault.ts';
import { sightingOf } from './witness.ts';
import { tellWitness } from './witnessing.ts';

/** What stands at one path: verified, or why not. */
interface Examined {
  readonly read: FileText | undefined;
  readonly snapshot?: Snapshot;
  readonly opened?: Snapshot & Unlocked;
  readonly failure?: SecretsError;
}

interface Examination extends Decision {
  readonly current: Examined;
  readonly backup: Examined;
}

/** What `recoverFile` would do, without doing it. */
export async function examineFile(vault: Vault, signal: AbortSignal | undefined): Promise<Examination> {
  const { file } = vault.parts;
  const first = await examine(vault, file, signal);
  const backup = await examine(vault, `${file}.bak`, signal);
  const current = reopened(vault, first);
  const decision = planRecovery(await findingsOf(vault, current, backup));
  if (decision === undefined) throw nothingToTrust(file, current, backup);
  return { ...decision, current, backup };
}

/** Puts the newest file that verifies in place, unless the file is sound. */
export async function recoverFile(vault: Vault, signal: AbortSignal | undefined): Promise<RecoveryPlan> {
  const { file, disk } = vault.parts;
  for (;;) {
    const examination = await examineFile(vault, signal);
    // What this process has seen before counts no more than what the user has looked at.
    vault.forget();
    if (examination.plan.damage === 'none') return examination.plan;
    await disk.makeFolder(file);
    const done = await vault.locked(async (confirm) => {
      const isSame =
        (await disk.read(file)) === examination.current.read?.text &&
        (await disk.read(`${file}.bak`)) === examination.backup.read?.text;
      return isSame ? replace(vault, examination, confirm) : undefined;
    }, signal);
    if (done !== undefined) return done;
  }
}

async function replace(
  vault: Vault,
  { plan, chosen, current, backup }: Examination,
  confirm: ConfirmLock,
): Promise<RecoveryPlan | undefined> {
  const { file, disk } = vault.parts;
  const { opened } = chosen.from === 'current' ? current : backup;
  if (opened === undefined) return undefined;
  const { document, text } = finish(chosen.document, plan.counters.next, opened.key);
  await disk.sweep(file);
  const damagedFile = current.read && (await disk.keepDamaged(file));
  await disk.write(file, text, confirm);
  const stamp = disk.stamp(file) ?? '';
  const rollback = await tellWitness(vault.parts, document, opened.key);
  vault.adopt({ text, document, stamp, key: opened.key, wrap: opened.wrap, rollback });
  return { ...plan, ...(damagedFile !== undefined && { damagedFile }) };
}

async function examine(vault: Vault, file: string, signal: AbortSignal | undefined): Promise<Examined> {
  const { disk, path, keyholder } = vault.parts;
  const read = await readText(disk, file);
  if (read === undefined) return { read };
  let snapshot: Snapshot | undefined;
  try {
    snapshot = parseSnapshot(read, { file, path });
    const { key, wrap } = await keyholder.unlock(snapshot.document, { file, signal });
    return { read, opened: { ...snapshot, key, wrap } };
  } catch (error) {
    // A later version is no damage, and a person who gave too many wrong passphrases decides nothing.
    const isDamage = SecretsError.isInstance(error) && DAMAGE.includes(error.code);
    if (!isDamage) throw error;
    return { read, failure: error, ...(snapshot && { snapshot }) };
  }
}

/** The key of a wrap that was just added may not be at hand, while the backup opens with the same data key. */
function reopened(vault: Vault, examined: Examined): Examined {
  const { read, snapshot } = examined;
  const unlocked = snapshot && vault.parts.keyholder.known(snapshot.document);
  if (unlocked === undefined || snapshot === undefined) return examined;
  return { read, opened: { ...snapshot, key: unlocked.key, wrap: unlocked.wrap } };
}

/** What opens with no key too, whether it is another one or the keyring refuses: the backup may open with one at hand. */
const DAMAGE: readonly string[] = [
  'corrupt_file',
  'wrong_key',
  'no_wrapping_key',
  'keyring_unavailable',
  'keyring_locked',
  'keyring_timeout',
  'keyring_failed',
];

async function findingsOf(vault: Vault, current: Examined, backup: Examined): Promise<Findings> {
  const fileId = (current.opened ?? backup.opened)?.document.id;
  const recalled = fileId === undefined ? undefined : await vault.parts.witness.recall(fileId);
  return {
    file: vault.parts.file,
    current: candidate('current', current),
    backup: candidate('backup', backup),
    currentText: current.read?.text,
    failure: current.failure?.message,
    witness: SecretsError.isInstance(recalled) ? undefined : recalled,
  };
}

function candidate(from: Candidate['from'], { opened }: Examined): Candidate | undefined {
  return opened && { from, document: opened.document, sighting: sightingOf(opened.document, opened.key.print) };
}

function nothingToTrust(file: string, current: Examined, backup: Examined): SecretsError {
  // A key that opens neither says nothing of damage.
  const failure = [current.failure, backup.failure].find((error) => error && error.code !== 'corrupt_file');
  if (failure !== undefined) return failure;
  const what = backup.failure ? `The backup is damaged as well: ${backup.failure.message}` : 'There is no backup.';
  return new SecretsError('no_backup', `${current.failure?.message ?? `There is no file at ${file}.`} ${what}`, {
    cause: current.failure,
    hint: 'Take the file from a copy that you keep elsewhere, or move it away and begin anew.',
  });
}
