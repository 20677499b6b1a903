import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { BuildError, ConfigError } from '../core/errors.ts';
import { assertTools } from '../host/assert-tools.ts';
import { signRepository } from '../sign/commit.ts';
import type { GpgHome } from '../sign/gpg-home.ts';
import { signFile } from '../sign/sign-file.ts';
import { verifyFile } from '../sign/verify-file.ts';
import { writeChecksums } from './checksums.ts';
import type { GlueCode } from './errors.ts';
import { recordOutcome } from './result-file.ts';
import { writePublicKey } from './signing-key.ts';
import type { Workspace } from './workspace.ts';

/** What was signed. Paths are absolute. */
export interface SignRun {
  readonly sha256sums: string;
  /** Detached and armoured. */
  readonly signature: string;
  /** Of the primary key, upper-case hex. */
  readonly fingerprint: string;
  readonly publicKeyPath: string;
  /** What each ref leads to; `signed` is false when this key had signed it before. */
  readonly commits: readonly {
    readonly ref: string;
    readonly commit: string;
    readonly signed: boolean;
  }[];
}

/**
 * Signs the commits and the summary of the output repository, and SHA256SUMS of the outputs. What
 * this key has signed already is left as it is.
 *
 * @throws ConfigError NOTHING_TO_SIGN, TOOL_MISSING; BuildError SIGNING_FAILED
 */
export async function runSign(
  { remix, outDir, repoPath, log }: Pick<Workspace, 'remix' | 'outDir' | 'repoPath' | 'log'>,
  { signing }: { readonly signing: GpgHome },
): Promise<SignRun> {
  await assertTools(['gpg', 'gpgconf', 'ostree']);
  return log.group('Sign', async () => {
    const hasRepository = await exists(join(repoPath, 'config'));
    const commits = hasRepository ? await signRepository(repoPath, signing, log) : [];
    const publicKeyPath = await writePublicKey({ outDir, remix }, signing);
    const { path: sha256sums, files } = await writeChecksums(outDir);
    if (commits.length === 0 && files.every(({ name }) => name.startsWith('keys/'))) {
      throw new ConfigError<GlueCode>('NOTHING_TO_SIGN', `${outDir} has no commit and no image`, {
        hint: 'Run "treesmith compose" or "treesmith image" first, with the same --out.',
      });
    }
    const signature = await signOnce(sha256sums, publicKeyPath, signing);
    const { fingerprint } = signing;
    log.info(
      `Signed ${commits.filter(({ signed }) => signed).length} of ${commits.length} commits and the checksums of ${files.length} files with ${fingerprint}`,
    );
    await recordOutcome(outDir, {
      remix: remix.name,
      publicKey: publicKeyPath,
      signed: { checksums: sha256sums, signature, fingerprint },
    });
    return { sha256sums, signature, fingerprint, publicKeyPath, commits };
  });
}

/** Each signature has its time in it: a good one that is there is not made again. */
async function signOnce(path: string, publicKeyPath: string, signing: GpgHome): Promise<string> {
  const signature = `${path}.asc`;
  if (await exists(signature)) {
    try {
      const by = await verifyFile(path, signature, publicKeyPath);
      if (by === signing.fingerprint) return signature;
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
    }
  }
  return signFile(path, signing);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
