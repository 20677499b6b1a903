import { constants, lstatSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { inTree, isReadForWords } from './initramfs-inputs.ts';
import { TextWords } from './initramfs-words.ts';
import type { Tree } from './tree.ts';

const TEXT_LIMIT_BYTES = 4 * 1024 * 1024;
/** Scriptlets run meanwhile, and may put anything there. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Finds the words of what `readInitramfsInputs` will read of a tree, package by package, while rpm
 * installs others. Words are kept by the text that they are of, so it does not matter what becomes of the files.
 */
export class InitramfsLearning {
  readonly texts = new TextWords();
  private readonly tree: Tree;
  private readonly folders = new Map<string, Promise<string>>();
  private learning = Promise.resolve();

  constructor(tree: Tree) {
    this.tree = tree;
  }

  /** Takes in files of the tree by their paths in a package, after those of the packages before. Never fails. */
  learn(paths: readonly string[]): Promise<void> {
    const wanted = paths.filter((path) => isReadForWords(inTree(path)));
    this.learning = this.learning.then(async () => {
      for (const path of wanted) await this.learnOne(path).catch(() => undefined);
    });
    return this.learning;
  }

  private async learnOne(path: string): Promise<void> {
    const name = posix.dirname(path);
    const resolving = this.folders.get(name) ?? this.tree.resolve(name, true);
    this.folders.set(name, resolving);
    const host = `${await resolving}/${posix.basename(path)}`;
    const stats = lstatSync(host);
    if (!stats.isFile() || stats.size > TEXT_LIMIT_BYTES) return;
    this.texts.find(readFileSync(host, { encoding: 'latin1', flag: FLAGS }));
  }
}
