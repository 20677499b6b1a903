import { ConfigError, TreesmithError } from '../core/errors.ts';
import type { Basearch } from '../host/architecture.ts';
import { packageList } from '../ostree/commit-metadata.ts';
import {
  type Commit,
  isChecksum,
  objectChecksum,
  objectPath,
  parseCommit,
} from '../ostree/objects.ts';
import type { Nevra } from '../rpm/nevra.ts';
import type { PlanCode } from './errors.ts';
import { corrupt, getPublished } from './published-bytes.ts';
import type { Published, PublishedContext, PublishedOutput } from './published-model.ts';
import type { PublishedSource } from './source.ts';

/** A ref is 64 digits and a line break. */
const MAX_REF_BYTES = 256;
/** The list of packages makes commits large; libostree takes 128 MiB. */
const MAX_COMMIT_BYTES = 32 * 1024 * 1024;

/**
 * Reads the commits that refs of an OSTree repository lead to. Each object must have the SHA-256 that it
 * is named by, so that whoever can change the object alone changes nothing here.
 *
 * @throws ConfigError UNKNOWN_REF; BuildError PUBLISHED_UNREADABLE, PUBLISHED_CORRUPT
 */
export async function readOstreeRefs(
  source: PublishedSource & { kind: 'ostree' },
  context: PublishedContext,
): Promise<Published> {
  const { ref: wanted, name } = source;
  const refs = [...context.refs].filter(([, ref]) => wanted === undefined || ref === wanted);
  if (refs.length === 0) {
    throw new ConfigError<PlanCode>(
      'UNKNOWN_REF',
      `no architecture of this remix has the ref ${wanted ?? 'that its commit would get'}`,
      { hint: `The treefile gives ${[...context.refs.values()].join(', ') || 'none'}.` },
    );
  }
  const found = await Promise.all(
    refs.map(async ([basearch, ref]) => {
      const output = await readRefCommit(source, ref, context);
      return [basearch, output] as const;
    }),
  );
  return {
    source: name,
    basearches: new Set(refs.map(([basearch]) => basearch)),
    commitsOnly: true,
    outputs: new Map(
      found.flatMap(([basearch, output]: readonly [Basearch, PublishedOutput | undefined]) =>
        output === undefined ? [] : [[`${basearch}/commit`, output] as const],
      ),
    ),
  };
}

async function readRefCommit(
  { url, name }: PublishedSource & { kind: 'ostree' },
  ref: string,
  { http, log }: PublishedContext,
): Promise<PublishedOutput | undefined> {
  const path = ref.split('/').map(encodeURIComponent).join('/');
  const line = await getPublished(http, new URL(`refs/heads/${path}`, url).href, {
    name,
    limitBytes: MAX_REF_BYTES,
  });
  if (line === undefined) {
    log.info(`${name} has no ref ${ref}: nothing was published yet.`);
    return undefined;
  }
  const commit = line.toString('utf8').trim();
  if (!isChecksum(commit)) throw corrupt(name, `the ref ${ref} leads to no commit`);
  const object = await getPublished(http, new URL(objectPath(commit, 'commit'), url).href, {
    name,
    limitBytes: MAX_COMMIT_BYTES,
  });
  if (object === undefined)
    throw corrupt(name, `the ref ${ref} leads to ${commit}, which is not there`);
  if (objectChecksum(object) !== commit) {
    throw corrupt(name, `commit ${commit} has the SHA-256 ${objectChecksum(object)}`);
  }
  return { ...metadataOf(parse(object, name, commit)), commit, ref };
}

function parse(object: Buffer, name: string, commit: string): Commit {
  try {
    return parseCommit(object);
  } catch (error) {
    if (!(error instanceof TreesmithError)) throw error;
    throw corrupt(name, `${commit} is no commit: ${error.message}`, error);
  }
}

function metadataOf({ metadata }: Commit): Pick<PublishedOutput, 'inputHash' | 'packages'> {
  const found = (key: string) => metadata.find(([name]) => name === key)?.[1];
  const hash = found('rpmostree.inputhash')?.value;
  const list = found('rpmostree.rpmdb.pkglist');
  const inputHash = typeof hash === 'string' ? hash : undefined;
  if (list?.codec.signature !== packageList.signature) return { inputHash };
  // The signature says what the codec has read.
  const entries = list.value as ReturnType<typeof packageList.read>;
  const packages = entries.map(
    ([name, epoch, version, release, arch]): Nevra => ({ name, epoch, version, release, arch }),
  );
  return { inputHash, packages };
}
