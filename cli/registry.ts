import { Argument, Command, InvalidArgumentError } from 'commander';
import { compareBytes, formatBytes } from '../lib/core/bytes.ts';
import { ConfigError } from '../lib/core/errors.ts';
import { ARCHITECTURES, isBasearch } from '../lib/host/architecture.ts';
import { HttpClient } from '../lib/host/http.ts';
import { formatPlatform } from '../lib/oci/platform.ts';
import { copyImage } from '../lib/registry/copy-image.ts';
import { formatPlaceName, resolveImage } from '../lib/registry/image-place.ts';
import { type ImageReferrers, readImageReferrers } from '../lib/registry/image-referrers.ts';
import { openPlace } from '../lib/registry/open-place.ts';
import { deleteManifest } from '../lib/registry/referrers.ts';
import type { CliCode } from './errors.ts';
import { outputOptions } from './options.ts';
import { printResult } from './print.ts';
import { registryAccess } from './registry-access.ts';
import { registryIndexCommand } from './registry-index.ts';
import { terminalLog } from './terminal-log.ts';

const HELP = `
Names: docker://HOST[:PORT]/NAME[:TAG][@DIGEST], or the same without docker://, is in a registry; its tag
is "latest" unless given. oci:FOLDER[:TAG][@DIGEST] is a folder with an OCI image layout. Where a name has a
tag and a digest, the tag must be of that digest.

Logins come from $REGISTRY_AUTH_FILE, or else from those of "podman login" and "docker login"
($XDG_RUNTIME_DIR/containers/auth.json or without it /run/containers/UID/auth.json,
~/.config/containers/auth.json, ~/.docker/config.json; their credential helpers are asked). TREESMITH_REGISTRY_USER and TREESMITH_REGISTRY_PASSWORD (or token), given together,
come before them: they are for the registry that is written to, or the only one.

A registry on this machine (localhost, 127.0.0.1, ::1) is spoken to in plain http, any other in https.`;

interface OutputOptions {
  readonly json: boolean;
  readonly verbose: boolean;
}

interface CopyCommandOptions extends OutputOptions {
  readonly arch?: string;
  readonly referrers: boolean;
  readonly mountFrom: readonly string[];
}

/** The verb `registry`, with verbs of its own. */
export function registryCommand(): Command {
  const group = new Command('registry')
    .description('push, pull, copy, list and delete images of OCI registries')
    .addHelpText('after', HELP);
  const verbs = [
    copyCommand(
      'push',
      'copy an image from an OCI layout to a registry',
      'oci:FOLDER[:TAG]',
      'name',
    ),
    copyCommand(
      'pull',
      'copy an image from a registry to an OCI layout',
      'name',
      'oci:FOLDER[:TAG]',
    ),
    copyCommand('copy', 'copy an image between registries and OCI layouts', 'from', 'to'),
    registryIndexCommand(),
    listCommand(),
    deleteCommand(),
    referrersCommand(),
  ];
  for (const verb of verbs) group.addCommand(verb);
  return group;
}

function copyCommand(name: string, summary: string, from: string, to: string): Command {
  const isLayout = (text: string) => text.startsWith('oci:');
  const parser = (shape: string) => (text: string) => {
    if (shape === 'name' && isLayout(text)) throw new InvalidArgumentError('expected a registry.');
    if (isLayout(shape) && !isLayout(text)) throw new InvalidArgumentError(`expected ${shape}.`);
    return text;
  };
  return outputOptions(new Command(name).description(summary))
    .addArgument(new Argument(`<${from}>`, 'the image').argParser(parser(from)))
    .addArgument(new Argument(`<${to}>`, 'where it goes').argParser(parser(to)))
    .option(
      '--arch <name>',
      'of an index, the image of this architecture alone: aarch64, or arm64 or arm/v7 as registries name them',
      (text: string) => (isBasearch(text) ? ARCHITECTURES[text].oci : text),
    )
    .option('--referrers', 'also what refers to it: signatures, SBOMs', false)
    .option(
      '--mount-from <name>',
      'repository of the same registry that may have layers already; may be repeated',
      (text: string, others: readonly string[]) => [...others, text],
      [],
    )
    .action(runCopy);
}

async function runCopy(fromName: string, toName: string, options: CopyCommandOptions) {
  await using http = new HttpClient();
  const access = registryAccess(http, fromName, toName);
  const from = await openPlace(fromName, access);
  const to = await openPlace(toName, access, { isNew: true });
  const log = terminalLog({ verbose: options.verbose });
  const { arch, referrers, mountFrom } = options;
  const done = await log.group(`Copy ${formatPlaceName(from)} to ${formatPlaceName(to)}`, () =>
    copyImage(from, to, { architecture: arch, referrers, mountFrom, log }),
  );
  const count = (how: string) => done.blobs.filter((blob) => blob.how === how).length;
  printResult(options.json, done, [
    `digest   ${done.digest}`,
    `blobs    ${count('copied')} copied (${formatBytes(done.copiedBytes)}), ${count('mounted')} mounted, ${count('there')} were there`,
  ]);
}

function listCommand(): Command {
  return outputOptions(new Command('list').description('print the tags of a repository or layout'))
    .addArgument(new Argument('<name>', 'HOST/NAME or oci:FOLDER'))
    .action(async (name: string, { json }: OutputOptions) => {
      await using http = new HttpClient();
      const { store } = await openPlace(name, registryAccess(http, name));
      const tags = (await store.listTags()).sort(compareBytes);
      printResult(json, { name: store.name, tags }, tags);
    });
}

function deleteCommand(): Command {
  return outputOptions(
    new Command('delete').description(
      'delete a tag; with a digest, the image or artifact and all of its tags',
    ),
  )
    .addArgument(new Argument('<name>', 'HOST/NAME:TAG, or HOST/NAME@DIGEST'))
    .action(async (name: string, { json }: OutputOptions) => {
      await using http = new HttpClient();
      if (!/:[^/]*$|@/.test(name.replace(/^(oci|docker):/, ''))) {
        const message = `${name} has no tag and no digest: what is deleted must be said`;
        throw new ConfigError<CliCode>('OPTION_MISSING', message);
      }
      const place = await openPlace(name, registryAccess(http, name));
      // Somebody may have pushed meanwhile.
      if (place.tag !== undefined && place.digest !== undefined) await resolveImage(place);
      const { store, tag, digest } = place;
      const isDeleted =
        digest === undefined
          ? await store.deleteTag(tag ?? '')
          : await deleteManifest(store, digest);
      const line = `${formatPlaceName(place)} ${isDeleted ? 'is deleted' : 'was not there'}`;
      printResult(json, { name: formatPlaceName(place), deleted: isDeleted }, [line]);
    });
}

function referrersCommand(): Command {
  return outputOptions(
    new Command('referrers').description(
      'print what refers to an image, and to those of an index: signatures, SBOMs',
    ),
  )
    .addArgument(new Argument('<name>', 'the image'))
    .option('--type <media-type>', 'only those of this artifact type')
    .action(async (name: string, { json, type }: OutputOptions & { readonly type?: string }) => {
      await using http = new HttpClient();
      const place = await openPlace(name, registryAccess(http, name));
      const found = await readImageReferrers(place, type);
      printResult(json, found, referrerLines(found));
    });
}

function referrerLines({ digest, referrers, manifests = [] }: ImageReferrers): string[] {
  const lines = [{ referrers, note: '' }, ...manifests.map(ofPart)].flatMap((part) =>
    part.referrers.map(
      (one) =>
        `${one.digest}  ${one.artifactType ?? one.mediaType}  ${formatBytes(one.size)}${part.note}`,
    ),
  );
  return lines.length === 0 ? [`nothing refers to ${digest}`] : lines;
}

function ofPart({ digest, platform, referrers }: NonNullable<ImageReferrers['manifests']>[number]) {
  const of = platform === undefined ? digest : formatPlatform(platform);
  return { referrers, note: `  of ${of}` };
}
