import type { Command } from 'commander';
import { type ContainerOutcome, runContainers } from '../lib/build/container.ts';
import { formatBytes } from '../lib/core/bytes.ts';
import { count } from '../lib/report/quantities.ts';
import { type CacheOptions, cacheOption } from './cache.ts';
import { type CommonOptions, remixCommand } from './options.ts';
import { type PreviousOptions, previousImages, previousOption } from './previous.ts';
import { printResult } from './print.ts';
import { type SigningOptions, signingOptions, withSigningKey } from './signing.ts';
import { runVerb, type TimelineOptions, timelineOption } from './timeline.ts';

const HELP = `
Each container of remix.yaml becomes an OCI layout, containers/NAME-BASEARCH below --out, that skopeo and
podman read as oci:FOLDER:latest; its SBOMs lie beside it. "publish --to registry" pushes them.`;

type ContainerCommandOptions = CommonOptions &
  SigningOptions &
  TimelineOptions &
  CacheOptions &
  PreviousOptions & { check: boolean; name?: string[] };

/** The verb `container`. */
export function containerCommand(): Command {
  const summary = 'make the container images of remix.yaml';
  const verb = previousOption(signingOptions(remixCommand('container', summary)));
  return cacheOption(timelineOption(verb))
    .option('--check', 'make each container twice and compare the digests', false)
    .option('--name <name...>', 'only these containers of remix.yaml')
    .addHelpText('after', HELP)
    .action(async (options: ContainerCommandOptions, verb: Command) => {
      const containers = await runVerb(verb, options, (workspace) =>
        withSigningKey(options, workspace.remix.sign?.gpgKey, (signing) =>
          runContainers(workspace, {
            ...{ check: options.check, names: options.name, signing },
            previous: previousImages(options, workspace.remix, options.name),
          }),
        ),
      );
      printResult(options.json, { containers }, containers.flatMap(formatContainer));
    });
}

function formatContainer(container: ContainerOutcome): string[] {
  const { path, digest, layers, sizeBytes, newBytes } = container;
  const changed = layers.filter(({ reused }) => !reused);
  const hasPrevious = changed.length < layers.length;
  const head =
    changed.length === 0
      ? 'all layers are those of the image before'
      : `${formatBytes(newBytes)} in ${count(changed.length, 'layer')} are new:`;
  return [
    `${digest}  oci:${path}:latest (${count(layers.length, 'layer')}, ${formatBytes(sizeBytes)})`,
    ...(hasPrevious
      ? [
          `  ${head}`,
          ...changed.map(({ content, sizeBytes: bytes, why = 'new' }) => {
            const shown = content.length > 60 ? `${content.slice(0, 57)}...` : content;
            return `    ${shown}: ${why} (${formatBytes(bytes)})`;
          }),
        ]
      : []),
  ];
}
