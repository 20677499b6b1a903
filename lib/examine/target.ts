import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ConfigError } from '../core/errors.ts';
import { isInStore, parseStoreName, type StoreName } from './container-store.ts';
import type { ExamineCode } from './errors.ts';
import { findLayout } from './image-source.ts';

/** What an image is compared with. */
export type Target =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'layout'; readonly folder: string; readonly tag: string | undefined }
  | { readonly kind: 'store-image' | 'container'; readonly store: StoreName };

/**
 * Returns what `--against` names: a folder with a root file system or an OCI layout, `oci:DIR[:TAG]`,
 * `containers-storage:IMAGE`, `container:NAME`; or without a word before it a container or image of podman.
 *
 * @throws ConfigError TARGET_UNREADABLE, TOOL_MISSING
 */
export async function resolveTarget(text: string): Promise<Target> {
  const layout = await findLayout(text);
  if (layout !== undefined) return { kind: 'layout', ...layout };
  const image = /^containers-storage:(.+)$/s.exec(text)?.[1];
  if (image !== undefined) return { kind: 'store-image', store: parseStoreName(image) };
  const container = /^container:(.+)$/s.exec(text)?.[1];
  if (container !== undefined) return { kind: 'container', store: parseStoreName(container) };
  const facts = await stat(text).catch(() => undefined);
  if (facts?.isDirectory() === true) {
    const isLayout = await stat(join(text, 'oci-layout')).catch(() => undefined);
    if (isLayout !== undefined) return { kind: 'layout', folder: text, tag: undefined };
    return { kind: 'folder', folder: resolve(text) };
  }
  if (facts !== undefined) throw unreadable(`${text} is no folder`);
  if (/^[./]/.test(text)) throw unreadable(`there is no ${text}`);
  const store = parseStoreName(text);
  if (await isInStore('container', store)) return { kind: 'container', store };
  if (await isInStore('image', store)) return { kind: 'store-image', store };
  throw unreadable(`there is no folder, container or image ${text}`);
}

/** Returns how messages name a target. */
export function formatTarget(target: Target): string {
  switch (target.kind) {
    case 'folder':
      return target.folder;
    case 'layout':
      return `oci:${target.folder}${target.tag === undefined ? '' : `:${target.tag}`}`;
    case 'container':
      return `container:${target.store.name}`;
    case 'store-image':
      return `containers-storage:${target.store.name}`;
  }
}

function unreadable(message: string): ConfigError<ExamineCode> {
  return new ConfigError<ExamineCode>('TARGET_UNREADABLE', message, {
    hint: 'Give a folder, oci:DIR[:TAG], containers-storage:IMAGE or container:NAME.',
  });
}
