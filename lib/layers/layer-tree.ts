import { compareBytes } from '../core/bytes.ts';
import { BuildError } from '../core/errors.ts';
import type { LayersCode } from './errors.ts';
import { type LayerMember, MADE_FOLDER } from './layer-member.ts';
import { unsafe } from './unsafe.ts';

/** A file of the merged tree. Names that are hard links share one. */
export interface LayerNode {
  readonly member: LayerMember;
  /** Which layer has its data. */
  readonly layer: number;
  /** Of a folder. */
  readonly children?: Map<string, LayerNode>;
}

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';
const MAX_LINKS = 40;
/** More than any image has; each costs memory here. */
const MAX_MEMBERS = 1_000_000;
const MAX_NAME_BYTES = 4096;
const MAX_DEPTH = 256;

/**
 * The files of an image, put together in memory from its layers as image-spec 1.1 (layer.md) has it:
 * whiteouts remove what lower layers have, and do nothing when there is nothing. Nothing is written: no name
 * can lead out of it.
 *
 * @throws BuildError LAYER_UNSAFE for `..`, absolute names, links to nothing, names that a layer has
 *   twice, files that the same layer has others in; LAYER_LIMIT
 */
export class LayerTree {
  readonly root: LayerNode = { member: MADE_FOLDER, layer: -1, children: new Map() };
  private count = 0;
  private readonly maxMembers: number;

  constructor(maxMembers = MAX_MEMBERS) {
    this.maxMembers = maxMembers;
  }

  /** Adds a member of a layer. Layers come lowest first. */
  add(member: LayerMember, layer: number): void {
    this.count += 1;
    if (this.count > this.maxMembers) {
      const message = `the container image has more than ${this.maxMembers} files`;
      throw new BuildError<LayersCode>('LAYER_LIMIT', message);
    }
    if (Buffer.byteLength(member.linkName) > MAX_NAME_BYTES) {
      throw unsafe(`the target of ${member.name} is too long`);
    }
    const names = splitName(member.name);
    const base = names.pop();
    if (base === undefined) {
      if (member.type !== 'folder') throw unsafe(`${member.name} stands for the root`);
      Object.assign(this.root, { member, layer });
      return;
    }
    const parent = this.makeFolder(names, member.name, layer);
    if (base === OPAQUE) {
      removeLower(parent, layer);
      return;
    }
    if (base.startsWith(WHITEOUT)) {
      const name = base.slice(WHITEOUT.length);
      if (name === '' || name === '.' || name === '..')
        throw unsafe(`${member.name} removes nothing`);
      const old = parent.get(name);
      if (old !== undefined && old.layer < layer) {
        if (old.children !== undefined) removeLower(old.children, layer);
        if ((old.children?.size ?? 0) === 0) parent.delete(name);
      }
      return;
    }
    const old = parent.get(base);
    if (old?.layer === layer && (old.children === undefined || member.type !== 'folder')) {
      throw unsafe(`it has ${member.name} twice`);
    }
    // A copy of its last name: a part of the whole one would keep that in memory.
    const name = Buffer.from(base).toString();
    parent.set(name, this.nodeOf({ ...member, name }, layer, old));
  }

  /** Returns the regular file with this absolute path, links followed within the tree. */
  find(path: string): LayerNode | undefined {
    return this.walk(partsOf(path));
  }

  /** Yields every name, a folder before what it has, in the order of the bytes of the names. */
  *list(): Generator<readonly [path: string, node: LayerNode], void> {
    yield ['', this.root];
    yield* listFolder('', this.root);
  }

  private nodeOf(member: LayerMember, layer: number, old: LayerNode | undefined): LayerNode {
    if (member.type === 'folder') return { member, layer, children: old?.children ?? new Map() };
    if (member.type !== 'hard-link') return { member, layer };
    const target = this.walk(splitName(member.linkName), false);
    if (target === undefined || target.children !== undefined) {
      throw unsafe(`${member.name} is a hard link to ${member.linkName}, which is no file of it`);
    }
    return target;
  }

  /** Makes the folders on the way, as extraction does, and follows links that lower layers have there. */
  private makeFolder(
    names: readonly string[],
    what: string,
    layer: number,
  ): Map<string, LayerNode> {
    const state = { links: 0 };
    const path: Map<string, LayerNode>[] = [this.root.children ?? new Map()];
    const enter = (steps: readonly string[]): void => {
      for (const name of steps) {
        if (name === '..') {
          if (path.length > 1) path.pop();
          continue;
        }
        const here = path.at(-1) ?? new Map<string, LayerNode>();
        const node = here.get(name);
        if (node?.member.type === 'link') {
          state.links += 1;
          if (state.links > MAX_LINKS) throw unsafe(`${what} lies behind too many links`);
          if (node.member.linkName.startsWith('/')) path.splice(1);
          enter(partsOf(node.member.linkName));
          continue;
        }
        const children = node?.children ?? new Map<string, LayerNode>();
        if (node?.children === undefined) {
          if (node?.layer === layer) throw unsafe(`${what} lies in what is no folder`);
          here.set(name, { member: { ...MADE_FOLDER, name }, layer: node?.layer ?? -1, children });
        }
        path.push(children);
        if (path.length > MAX_DEPTH) throw unsafe(`${what} lies too deep`);
      }
    };
    enter(names);
    return path.at(-1) ?? new Map();
  }

  private walk(names: readonly string[], followLast = true): LayerNode | undefined {
    let links = 0;
    const path: LayerNode[] = [this.root];
    const pending = [...names];
    for (let name = pending.shift(); name !== undefined; name = pending.shift()) {
      if (name === '..') {
        if (path.length > 1) path.pop();
        continue;
      }
      const node = path.at(-1)?.children?.get(name);
      if (node === undefined) return undefined;
      if (node.member.type !== 'link' || (pending.length === 0 && !followLast)) {
        path.push(node);
        continue;
      }
      links += 1;
      if (links > MAX_LINKS) return undefined;
      if (node.member.linkName.startsWith('/')) path.splice(1);
      pending.unshift(...partsOf(node.member.linkName));
    }
    return path.at(-1);
  }
}

function* listFolder(
  path: string,
  folder: LayerNode,
): Generator<readonly [path: string, node: LayerNode], void> {
  const children = [...(folder.children ?? [])].sort(([a], [b]) => compareBytes(a, b));
  for (const [name, node] of children) {
    const child = path === '' ? name : `${path}/${name}`;
    yield [child, node];
    if (node.children !== undefined) yield* listFolder(child, node);
  }
}

/** Removes what lower layers have in a folder, and keeps what this layer has put there. */
function removeLower(children: Map<string, LayerNode>, layer: number): void {
  for (const [name, node] of children) {
    if (node.children !== undefined) removeLower(node.children, layer);
    if (node.layer < layer && (node.children?.size ?? 0) === 0) children.delete(name);
  }
}

/** The parts of a name in a layer. A builder that writes `..` or an absolute name is not to be trusted. */
function splitName(name: string): string[] {
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) throw unsafe('a name is too long');
  if (name.includes('\0')) throw unsafe('a name has a NUL');
  if (name.startsWith('/')) throw unsafe(`${name} is absolute`);
  const parts = partsOf(name);
  if (parts.includes('..')) throw unsafe(`${name} leads out of its folder`);
  return parts;
}

function partsOf(name: string): string[] {
  return name.split('/').filter((part) => part !== '' && part !== '.');
}
