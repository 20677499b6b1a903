import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { sha256 } from '../core/digest.ts';
import { ConfigError, type Place } from '../core/errors.ts';
import { runTool, ToolError } from '../host/process.ts';
import { makeTempDir } from '../host/temp.ts';
import { explainToolError } from '../host/tool-errors.ts';
import type { FetchCode } from './errors.ts';
import { parseRpmkeysOutput, type SignatureVerdict } from './rpmkeys-output.ts';

/** Packages per rpmkeys: its start costs more than a package, and a command line is not endless. */
const BATCH = 64;

/** The keys that may sign the packages of one repository. */
export interface KeySet {
  readonly repoid: string;
  /** Armoured OpenPGP public keys. */
  readonly blocks: readonly string[];
  /** Of the `.repo` file. */
  readonly place: Place;
}

/** Returns a name for the keys, whatever their order: what was verified with them stays verified. */
export function keySetDigest({ blocks }: KeySet): string {
  return sha256(
    [...new Set(blocks.map((block) => block.replaceAll('\r', '').trim()))].sort().join('\n'),
  );
}

/**
 * Checks the signatures and digests of RPM files against `keys` and no others: in a keyring of its
 * own, which is gone afterwards.
 *
 * @throws ConfigError KEY_REJECTED when rpm does not take a key; TOOL_MISSING
 */
export async function checkSignatures(
  paths: readonly string[],
  keys: KeySet,
): Promise<Map<string, SignatureVerdict>> {
  await using folder = await makeTempDir();
  const rpmkeys = ['rpmkeys', '--dbpath', join(folder.path, 'db')];
  for (const [index, block] of keys.blocks.entries()) {
    const file = join(folder.path, `${index}.asc`);
    await writeFile(file, `${block.trim()}\n`);
    await importKey([...rpmkeys, '--import', file], keys);
  }
  const limit = pLimit(availableParallelism());
  const batches = Array.from({ length: Math.ceil(paths.length / BATCH) }, (_, index) =>
    paths.slice(index * BATCH, (index + 1) * BATCH),
  );
  const verdicts = await limit.map(batches, async (batch) => {
    const { stdout } = await runTool([...rpmkeys, '--checksig', '--verbose', '--', ...batch], {
      // The number of packages that failed, at most 255.
      okExitCodes: Array.from({ length: 256 }, (_, code) => code),
    });
    return [...parseRpmkeysOutput(stdout, batch)];
  });
  return new Map(verdicts.flat());
}

/** rpm 4.18 ends with 0 when it could not write its database, so here stderr has a say. */
async function importKey(argv: readonly string[], keys: KeySet): Promise<void> {
  try {
    const { stderr } = await runTool(argv);
    if (/^error: /m.test(stderr)) throw explainToolError(new ToolError(argv, 1, stderr));
  } catch (error) {
    throw error instanceof ToolError ? rejected(keys, error) : error;
  }
}

function rejected(keys: KeySet, error: ToolError): ConfigError<FetchCode> {
  return new ConfigError<FetchCode>(
    'KEY_REJECTED',
    `rpm does not take a key that [${keys.repoid}] names: ${error.stderr.trim().split('\n').at(-1) ?? ''}`,
    { place: keys.place, cause: error },
  );
}
