import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { runPublishFolder, runPublishRelease } from '../lib/build/publish.ts';
import { runPushContainers } from '../lib/build/push-containers.ts';
import type { Workspace } from '../lib/build/workspace.ts';
import { formatBytes } from '../lib/core/bytes.ts';
import { ConfigError } from '../lib/core/errors.ts';
import { count } from '../lib/report/quantities.ts';
import type { CliCode } from './errors.ts';
import { type CommonOptions, remixCommand } from './options.ts';
import { printResult } from './print.ts';
import { registryLogin } from './registry-access.ts';
import { workspaceOf } from './workspace.ts';

const HELP = `
release: images, keys, build-state.json, SHA256SUMS and its signature become files of a release on
GitHub; it is a draft until all of them are there. A file that is there with the same bytes is left
alone, with other bytes it is an error. The token is that of the variable GITHUB_TOKEN or GH_TOKEN; it
needs the permission "contents: write". GITHUB_API_URL names an Enterprise Server.

registry: the containers, with their SBOMs, below --registry; several architectures of one become an index.
Logins are those of "treesmith registry". Layers that are there are not sent again.

folder: the OSTree repository as files for a web server, with the public key and a page that says how
to add the remote. An older state of the folder is brought up to date.`;

type PublishCommandOptions = CommonOptions & {
  readonly to: readonly ('release' | 'folder' | 'registry')[];
  readonly registry?: string;
  readonly imageTag: readonly string[];
  readonly folder: string;
  readonly repository?: string;
  readonly tag?: string;
  readonly name?: string;
  readonly notes?: string;
  readonly target?: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
};

/** The verb `publish`. */
export function publishCommand(): Command {
  const to = new Option('--to <where...>', 'release, folder, registry, or several').choices([
    'release',
    'folder',
    'registry',
  ]);
  return remixCommand(
    'publish',
    'publish results: release on GitHub, folder for a web server, containers in a registry',
  )
    .addOption(to.makeOptionMandatory())
    .option('--registry <host/namespace>', 'with "registry": where to, as in ghcr.io/OWNER')
    .option(
      '--image-tag <tag...>',
      'with "registry": tags of the images (default: version, latest)',
      [],
    )
    .option('--folder <folder>', 'with "folder": where to', 'public')
    .option('--repository <owner/name>', 'with "release": on GitHub (default: $GITHUB_REPOSITORY)')
    .option('--tag <tag>', 'with "release": its tag, made when it is not there')
    .option('--name <title>', 'with "release": its title (default: remix and tag)')
    .option(
      '--notes <file>',
      'with "release": its text, markdown (default: commits, how to verify)',
    )
    .option(
      '--target <commit>',
      'with "release": where a new tag is made (default: the default branch)',
    )
    .option('--draft', 'with "release": leave it a draft', false)
    .option('--prerelease', 'with "release": mark it as a pre-release', false)
    .addHelpText('after', HELP)
    .action(async (options: PublishCommandOptions) => {
      const workspace = await workspaceOf(options);
      const result: Record<string, object> = {};
      const lines: string[] = [];
      if (options.to.includes('folder')) {
        const folder = await runPublishFolder(workspace, resolve(options.folder));
        result['folder'] = folder;
        lines.push(`folder   ${folder.folder}`);
      }
      if (options.to.includes('registry')) {
        const registry = needed(options.registry, '--registry');
        const login = registryLogin(`${registry}/name`);
        const tags = options.imageTag;
        const pushed = await runPushContainers(workspace, { registry, tags, login });
        result['containers'] = pushed;
        lines.push(
          ...pushed.map(
            ({ reference, digest, pushedBytes, reusedLayers }) =>
              `pushed   ${reference}@${digest} (${formatBytes(pushedBytes)} sent; ${count(reusedLayers, 'layer')} there before)`,
          ),
        );
      }
      if (options.to.includes('release')) {
        const release = await publishReleaseOf(workspace, options);
        result['release'] = release;
        lines.push(
          ...release.assets.map(
            ({ name, uploaded }) => `${uploaded ? 'uploaded' : 'was there'} ${name}`,
          ),
          `release  ${release.url}`,
        );
      }
      printResult(options.json, result, lines);
    });
}

async function publishReleaseOf(workspace: Workspace, options: PublishCommandOptions) {
  const { env } = process;
  const { draft, prerelease, name, target } = options;
  const notes = options.notes === undefined ? {} : { notes: await readNotes(options.notes) };
  return runPublishRelease(workspace, {
    ...{ draft, prerelease, ...notes },
    apiUrl: (env['GITHUB_API_URL'] || 'https://api.github.com').replace(/\/+$/, ''),
    token: needed(env['GITHUB_TOKEN'] || env['GH_TOKEN'], 'the variable GITHUB_TOKEN'),
    repository: needed(options.repository ?? env['GITHUB_REPOSITORY'], '--repository'),
    tag: needed(options.tag, '--tag'),
    ...(name === undefined ? {} : { name }),
    ...(target === undefined ? {} : { targetCommit: target }),
  });
}

async function readNotes(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const why = (cause as Error).message;
    throw new ConfigError<CliCode>('NOTES_UNREADABLE', `the release notes cannot be read: ${why}`, {
      cause,
    });
  }
}

function needed(value: string | undefined, what: string): string {
  if (value !== undefined && value !== '') return value;
  throw new ConfigError<CliCode>('OPTION_MISSING', `${what} is missing, and needed to publish`);
}
