import { ConfigError, TreesmithError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import { ARCHITECTURES, BASEARCHES, type Basearch } from '../host/architecture.ts';
import { networkEnvironment } from '../host/network-environment.ts';
import { readTool, ToolError } from '../host/process.ts';
import { corrupt, unreadable } from './published-bytes.ts';
import type { Published, PublishedContext, PublishedOutput } from './published-model.ts';
import type { PublishedSource } from './source.ts';

/** The label under which a container says what its commit was made from. */
const LABEL = 'rpmostree.inputhash';
const TIMEOUT_MS = 2 * 60_000;

/** What registries answer when there is no such image or tag, as skopeo passes it on. */
const NOT_THERE =
  /manifest unknown|name unknown|repository name not known|unexpected HTTP status: 404/i;
const FORGED = /does not match/;

/**
 * Reads the label `rpmostree.inputhash` of a container image, of each architecture of an index, by
 * skopeo: with the logins that `podman login` and `docker login` keep, and over plain HTTP on loopback
 * alone.
 *
 * @throws ConfigError TOOL_MISSING; BuildError PUBLISHED_UNREADABLE, PUBLISHED_CORRUPT
 */
export async function readOciLabels(
  source: PublishedSource & { kind: 'oci' },
  { architectures, log }: PublishedContext,
): Promise<Published> {
  const { name, reference } = source;
  const common = { source: name, commitsOnly: true };
  const raw = await inspect(['--raw'], reference, log);
  if (raw === undefined) {
    log.info(`${name} is not there: nothing was published yet.`);
    return { ...common, basearches: undefined, outputs: new Map() };
  }
  const manifest = parseObject(raw, name);
  if (!Array.isArray(manifest['manifests'])) {
    const config = await readConfig(reference, log);
    const basearch = BASEARCHES.find((each) => ARCHITECTURES[each].oci === config.architecture);
    if (basearch === undefined) {
      throw corrupt(name, `is for ${JSON.stringify(config.architecture)}, no architecture of ours`);
    }
    const outputs = new Map([[`${basearch}/commit`, config.output]]);
    return { ...common, basearches: new Set([basearch]), outputs };
  }
  const outputs = new Map<string, PublishedOutput>();
  for (const basearch of architectures) {
    const digest = findDigest(manifest['manifests'], basearch);
    if (digest === undefined) continue;
    const repository = reference.replace(/@sha256:.*$/, '').replace(/:[^:/]*$/, '');
    const { output } = await readConfig(`${repository}@${digest}`, log);
    outputs.set(`${basearch}/commit`, output);
  }
  return { ...common, basearches: undefined, outputs };
}

function findDigest(manifests: readonly unknown[], basearch: Basearch): string | undefined {
  for (const entry of manifests) {
    const { digest, platform } = (entry ?? {}) as { digest?: unknown; platform?: unknown };
    const { architecture } = (platform ?? {}) as { architecture?: unknown };
    const fits = architecture === ARCHITECTURES[basearch].oci;
    if (fits && typeof digest === 'string' && /^sha256:[0-9a-f]{64}$/.test(digest)) return digest;
  }
  return undefined;
}

async function readConfig(
  reference: string,
  log: Log,
): Promise<{ architecture: unknown; output: PublishedOutput }> {
  const text = await inspect(['--config', '--raw'], reference, log);
  if (text === undefined) throw corrupt(reference, 'is named by its index, and is not there');
  const { architecture, config } = parseObject(text, reference);
  const { Labels: labels } = (config ?? {}) as { Labels?: unknown };
  const label = ((labels ?? {}) as Record<string, unknown>)[LABEL];
  return { architecture, output: { inputHash: typeof label === 'string' ? label : undefined } };
}

/** Returns what skopeo prints of an image, or undefined when there is none. */
async function inspect(
  args: readonly string[],
  reference: string,
  log: Log,
): Promise<string | undefined> {
  // The registry of a developer or a test; any other has to prove who it is.
  const isLoopback = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?\//.test(reference);
  const tls = isLoopback ? ['--tls-verify=false'] : [];
  try {
    return await readTool(['skopeo', 'inspect', ...args, ...tls, `docker://${reference}`], {
      env: networkEnvironment(),
      timeoutMs: TIMEOUT_MS,
      log,
    });
  } catch (error) {
    if (!(error instanceof TreesmithError) || error instanceof ConfigError) throw error;
    const stderr = error instanceof ToolError ? error.stderr : '';
    if (NOT_THERE.test(stderr)) return undefined;
    const why = /msg="((?:[^"\\]|\\.)*)"/.exec(stderr)?.[1]?.replaceAll('\\"', '"');
    if (FORGED.test(stderr)) throw corrupt(reference, why ?? error.message, error);
    throw unreadable(reference, why ?? error.message, error);
  }
}

function parseObject(text: string, name: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below, as of any other value.
  }
  throw corrupt(name, 'is no container image');
}
