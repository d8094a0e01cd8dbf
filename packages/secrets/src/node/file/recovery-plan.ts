import { isEntryName } from '../../rules/secret-name.ts';
import type { SecretsDocument } from '../../words/document.ts';
import type { RecoveryPlan, SecretSummary } from './surface.ts';
import { contradiction, isSound, judge, type Sighting, type Witness } from './witness-record.ts';

/** What stands at one of the two paths. `sighting` where it verifies. */
export interface Candidate {
  readonly from: 'current' | 'backup';
  readonly document: SecretsDocument;
  readonly sighting: Sighting;
}

export interface Findings {
  readonly file: string;
  /** Undefined where it does not verify. */
  readonly current: Candidate | undefined;
  readonly backup: Candidate | undefined;
  /** Of the file, whether it verifies or not. */
  readonly currentText: string | undefined;
  /** Why the file does not verify. */
  readonly failure: string | undefined;
  readonly witness: Witness | 'unreadable' | undefined;
}

export interface Decision {
  readonly plan: RecoveryPlan;
  readonly chosen: Candidate;
}

/** A file that cannot be read was one write ahead of its backup. Programs that have read it must find the next one newer. */
const UNREAD_WRITES = 1;
const LEGIBLE = /"name": "([^"]{1,128})",\s{0,16}"version": (\d{1,15}),/g;

/** What to put in place; undefined when neither file verifies. */
export function planRecovery(findings: Findings): Decision | undefined {
  const { current, witness } = findings;
  const backup = usableBackup(current, findings.backup);
  const damage = damageOf(findings);
  const chosen = damage === 'none' ? current : newest(current, backup);
  if (chosen === undefined) return undefined;
  const counts = [current, backup].flatMap((it) => it?.sighting.counter ?? []);
  const witnessed = typeof witness === 'object' ? Math.max(witness.counter, witness.next?.counter ?? 0) : 0;
  const last = Math.max(witnessed, ...counts);
  const plan: RecoveryPlan = {
    damage,
    reason: reasonOf(findings, damage),
    from: chosen.from,
    counters: {
      ...(current && { current: current.sighting.counter }),
      ...(backup && { backup: backup.sighting.counter }),
      ...(typeof witness === 'object' && { witness: witness.counter }),
      next: damage === 'none' ? chosen.sighting.counter : last + (current ? 1 : UNREAD_WRITES + 1),
    },
    dataKey: knownKey(chosen.sighting, witness),
    dropped: droppedBy(chosen, findings),
    kept: chosen.document.secrets.map(({ name, version, updated }) => ({ name, version, updated })),
    lostWrites:
      damage === 'none'
        ? 0
        : Math.max(0, (typeof witness === 'object' ? witness.counter : 0) - chosen.sighting.counter),
  };
  return { plan, chosen };
}

function damageOf({ current, currentText, witness }: Findings): RecoveryPlan['damage'] {
  if (currentText === undefined) return 'missing';
  if (current === undefined) return 'corrupt';
  return isSound(judge(current.sighting, witness)) ? 'none' : 'rolled-back';
}

function reasonOf({ file, current, failure, witness }: Findings, damage: RecoveryPlan['damage']): string {
  if (damage === 'missing') return `There is no file at ${file}.`;
  if (damage === 'corrupt' || current === undefined) return failure ?? `${file} does not verify.`;
  if (damage === 'none') return `${file} is sound.`;
  return `${file} ${contradiction(judge(current.sighting, witness), current.sighting, witness)}.`;
}

/** A backup of another file has nothing to do with this one. */
function usableBackup(current: Candidate | undefined, backup: Candidate | undefined): Candidate | undefined {
  return current !== undefined && backup?.document.id !== current.document.id ? undefined : backup;
}

function newest(current: Candidate | undefined, backup: Candidate | undefined): Candidate | undefined {
  if (current === undefined || backup === undefined) return current ?? backup;
  return backup.sighting.counter > current.sighting.counter ? backup : current;
}

function knownKey({ key }: Sighting, witness: Findings['witness']): RecoveryPlan['dataKey'] {
  if (typeof witness !== 'object') return 'unwitnessed';
  return key === witness.key || key === witness.next?.key ? 'witnessed' : 'other';
}

/** Of the file that gives way: the entries that the backup has not, or has in another version. */
function droppedBy(chosen: Candidate, { current, currentText = '' }: Findings): RecoveryPlan['dropped'] {
  if (chosen.from === 'current') return [];
  const versions = new Map(chosen.document.secrets.map(({ name, version }) => [name, version]));
  return (current?.document.secrets ?? legibleEntries(currentText)).flatMap(({ name, version }) => {
    const instead = versions.get(name);
    return instead === version ? [] : [{ name, version, ...(instead !== undefined && { instead }) }];
  });
}

/** What can be read of a damaged file. Nothing vouches for it. */
function legibleEntries(text: string): readonly Pick<SecretSummary, 'name' | 'version'>[] {
  const entries = Array.from(text.matchAll(LEGIBLE), ([, name = '', version = '']) => ({
    name,
    version: Number(version),
  }));
  return entries.filter(({ name }) => isEntryName(name));
}
