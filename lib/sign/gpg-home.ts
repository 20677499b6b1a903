import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import { readTool, runTool, ToolError } from '../host/process.ts';
import { makeTempDir } from '../host/temp.ts';
import type { SignCode } from './errors.ts';

/** Where Debian, Fedora and Arch keep the tool that hands a passphrase to the agent. */
const PRESET_TOOLS = ['/usr/lib/gnupg/gpg-preset-passphrase', '/usr/libexec/gpg-preset-passphrase'];

/** A GnuPG home with the key that signs. */
export interface GpgHome {
  readonly homedir: string;
  /** Fingerprint of the primary key, upper-case hex. */
  readonly fingerprint: string;
}

/**
 * Returns a GnuPG home that holds one secret key, in a folder of mode 0700 that goes away, with its
 * agent, when the home is disposed. The key and its passphrase travel over pipes only.
 *
 * @throws ConfigError KEY_UNREADABLE, KEY_AMBIGUOUS, KEY_UNUSABLE, PASSPHRASE_WRONG
 */
export async function importSecretKey(
  armoredKey: string,
  passphrase?: string,
): Promise<GpgHome & AsyncDisposable> {
  const folder = await makeTempDir();
  const homedir = folder.path;
  const dispose = async () => {
    await stopAgent(homedir);
    await folder[Symbol.asyncDispose]();
  };
  try {
    await chmod(homedir, 0o700);
    await writeFile(join(homedir, 'gpg-agent.conf'), 'allow-preset-passphrase\n');
    const import_ = [...gpg(homedir), '--import'];
    await runTool(import_, { input: armoredKey }).catch((error: unknown) => {
      throw unreadable(error);
    });
    const keys = await listSecretKeys(homedir);
    const [key] = keys;
    if (key === undefined) throw unreadable(undefined);
    if (keys.length > 1) {
      throw new ConfigError<SignCode>(
        'KEY_AMBIGUOUS',
        `the signing key holds ${keys.length} secret keys, expected one: ${keys.map(({ fingerprint }) => fingerprint).join(', ')}`,
      );
    }
    if (passphrase !== undefined) await presetPassphrase(homedir, key.keygrips, passphrase);
    await assertSigns(homedir, key.fingerprint);
    return { homedir, fingerprint: key.fingerprint, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/**
 * Returns the key of the user's own GnuPG home that `selector` (fingerprint, key id, mail) names.
 *
 * @throws ConfigError KEY_MISSING, KEY_AMBIGUOUS
 */
export async function resolveSecretKey(homedir: string, selector?: string): Promise<GpgHome> {
  const keys = await listSecretKeys(homedir, selector);
  const [key] = keys;
  if (key === undefined) {
    throw new ConfigError<SignCode>(
      'KEY_MISSING',
      `${homedir} has no secret key${selector === undefined ? '' : ` for ${selector}`}`,
      { hint: `See what is there: gpg --homedir ${homedir} --list-secret-keys` },
    );
  }
  if (keys.length > 1) {
    throw new ConfigError<SignCode>(
      'KEY_AMBIGUOUS',
      `${homedir} has ${keys.length} secret keys; say which one signs`,
      { hint: `One of ${keys.map(({ fingerprint }) => fingerprint).join(', ')}` },
    );
  }
  return { homedir, fingerprint: key.fingerprint };
}

/**
 * Makes sure that the key is the one whose fingerprint is `wanted`, when one is.
 *
 * @throws ConfigError KEY_MISMATCH
 */
export function assertSigner({ fingerprint }: GpgHome, wanted: string | undefined): void {
  if (wanted === undefined || wanted === fingerprint) return;
  throw new ConfigError<SignCode>(
    'KEY_MISMATCH',
    `the signing key is ${fingerprint}, and remix.yaml asks for ${wanted}`,
    { hint: 'Give the key that sign.gpg-key names, or change sign.gpg-key.' },
  );
}

/** Returns the public key, ASCII-armoured. */
export async function exportPublicKey(home: GpgHome): Promise<string> {
  return readTool([...gpg(home.homedir), '--armor', '--export', home.fingerprint]);
}

/** Ends the agent that gpg started for `homedir`; it would outlive us. */
export async function stopAgent(homedir: string): Promise<void> {
  await runTool(['gpgconf', '--homedir', homedir, '--kill', 'all'], { okExitCodes: [0, 1, 2] });
}

interface SecretKey {
  readonly fingerprint: string;
  readonly keygrips: readonly string[];
}

function gpg(homedir: string): string[] {
  return ['gpg', '--homedir', homedir, '--batch', '--no-tty', '--pinentry-mode', 'loopback'];
}

/** Colon format: https://git.gnupg.org/ `doc/DETAILS`; field 10 of `fpr` and `grp` lines. */
async function listSecretKeys(homedir: string, selector?: string): Promise<SecretKey[]> {
  const listing = await runTool(
    [
      ...gpg(homedir),
      ...['--with-colons', '--with-keygrip', '--list-secret-keys'],
      ...(selector === undefined ? [] : ['--', selector]),
    ],
    { okExitCodes: [0, 2] },
  );
  const keys: { fingerprint: string; keygrips: string[] }[] = [];
  for (const line of listing.stdout.split('\n')) {
    const fields = line.split(':');
    if (fields[0] === 'sec') keys.push({ fingerprint: '', keygrips: [] });
    const key = keys.at(-1);
    if (key === undefined) continue;
    // The first fingerprint after `sec` is the primary key's; sub keys follow.
    if (fields[0] === 'fpr' && key.fingerprint === '') key.fingerprint = fields[9] ?? '';
    if (fields[0] === 'grp') key.keygrips.push(fields[9] ?? '');
  }
  return keys;
}

async function presetPassphrase(
  homedir: string,
  keygrips: readonly string[],
  passphrase: string,
): Promise<void> {
  await runTool(['gpg-connect-agent', '--homedir', homedir, '/bye']);
  for (const keygrip of keygrips) {
    await runFirst(PRESET_TOOLS, ['--preset', keygrip], {
      input: passphrase,
      env: { GNUPGHOME: homedir },
    });
  }
}

async function runFirst(
  paths: readonly string[],
  args: readonly string[],
  options: { input: string; env: Record<string, string> },
): Promise<void> {
  let missing: unknown;
  for (const path of paths) {
    try {
      await runTool([path, ...args], options);
      return;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      missing = error;
    }
  }
  throw missing;
}

/** A wrong passphrase is said here, before minutes of work, not when the commit is signed. */
async function assertSigns(homedir: string, fingerprint: string): Promise<void> {
  try {
    // To standard output: gpg removes the output file of a signature that fails, whatever it is.
    await runTool(
      [
        ...['gpg', '--homedir', homedir, '--batch', '--no-tty', '--pinentry-mode', 'error'],
        ...['--local-user', fingerprint, '--detach-sign', '--output', '-'],
      ],
      { input: 'treesmith', onStdout: () => undefined },
    );
  } catch (error) {
    if (error instanceof ToolError && /Unusable secret key/.test(error.stderr)) {
      throw new ConfigError<SignCode>(
        'KEY_UNUSABLE',
        `the signing key ${fingerprint} cannot sign: it is expired, revoked or not for signing`,
        {
          cause: error,
          hint: 'See its dates: gpg --list-keys; prolong it: gpg --quick-set-expire.',
        },
      );
    }
    throw new ConfigError<SignCode>(
      'PASSPHRASE_WRONG',
      `the signing key ${fingerprint} does not sign: its passphrase is missing or wrong`,
      { cause: error },
    );
  }
}

function unreadable(cause: unknown): Error {
  if (cause !== undefined && !(cause instanceof ToolError)) return cause as Error;
  return new ConfigError<SignCode>(
    'KEY_UNREADABLE',
    'the signing key is not an OpenPGP secret key',
    {
      hint: 'Export it with: gpg --armor --export-secret-keys FINGERPRINT',
      ...(cause === undefined ? {} : { cause }),
    },
  );
}
