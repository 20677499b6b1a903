import { digestOf, type HashedTree, TreeFiles } from './initramfs-files.ts';
import type { PackageGraph } from './initramfs-packages.ts';
import type { RuleOutcome, RuleRecords } from './initramfs-records.ts';
import { NameWords, TextWords } from './initramfs-words.ts';

/** Raise it when the rule below changes: what was kept under another rule is not found again. */
const RULE_VERSION = 2;

/** Below these dracut looks at nothing, unless its texts or the initramfs say otherwise. */
const IGNORED_FOLDERS = [
  ...['games', 'include', 'lib/sysimage', 'lib/ostree-boot'].map((name) => `usr/${name}`),
  ...[
    ...['appdata', 'applications', 'backgrounds', 'bash-completion', 'bug', 'common-licenses'],
    ...[
      'doc',
      'doc-base',
      'emacs',
      'fish',
      'gcc',
      'gdb',
      'gnome',
      'gtk-doc',
      'help',
      'icons',
      'info',
    ],
    ...['java', 'licenses', 'lintian', 'man', 'maven-repo', 'menu', 'metainfo', 'nano', 'rpm'],
    ...['rpm-ostree', 'sounds', 'vim', 'xml', 'zsh'],
  ].map((name) => `usr/share/${name}`),
];
/** Of packages, for rpm alone: new with each package. */
const DATABASES = ['usr/share/rpm', 'usr/lib/sysimage'];
/** Message catalogues; those of the sandbox's locale, C.UTF-8, are asked for. */
const CATALOGUE = /^usr\/share\/locale\/(?!C)[^/]+\//;
const PROGRAM_FOLDER = /^usr\/(bin|sbin|libexec)\//;
/** Folders of their own that packages have for their programs and data. */
const PRIVATE_FOLDER = /^usr\/(?:libexec|lib|lib64)\/([^/]+)\//;
/** Not one of these, which many packages share, or which the C library looks into. */
const COMMON_FOLDER =
  /^usr\/lib(64)?\/(dracut|firmware|gconv|kernel|locale|modules|ostree|systemd|udev|[^/]+\.d)\//;

/** dracut itself, and what it runs or reads as shell when it makes an initramfs. */
const SCRIPTS =
  /^usr\/(s?bin\/(dracut|lsinitrd)[^/]*|lib\/dracut\/[^/]+|lib\/dracut\/modules\.d\/[^/]+\/module-setup\.sh|(lib\/dracut|etc)\/dracut\.conf(\.d\/.*)?)$/;
/** All of it. */
const DRACUT = /^usr\/(s?bin\/(dracut|lsinitrd)|lib\/dracut\/)/;
/** What else has names in it that dracut may look up. */
const TEXTS =
  /^usr\/(lib\/dracut\/.*|(lib|etc)\/(udev|modprobe\.d|depmod\.d|modules-load\.d|kernel|ld\.so\.conf(\.d)?)(\/.*)?)$/;
/** Nothing that dracut reads. hwdb: what devices are called, 20 MB of it. */
const DOCUMENTATION = /\.(asc|[1-8]|html|md|svg|png)$|\/hwdb\.(bin$|d\/)/;
/** They name accounts, not programs. */
const ACCOUNTS = /^usr\/(etc|lib)\/(passwd|group|shadow|gshadow|subuid|subgid)-?$/;

/** What the key of an initramfs is made from. */
export interface InitramfsInputs {
  /** The rule, given what was in the last result. */
  rule(contents: readonly string[]): InitramfsRule;
  /** What the rule says of the tree, given what was in the last result. */
  decide(contents: readonly string[]): Promise<InitramfsDecision>;
}

/** What decides dracut's result. */
export interface InitramfsDecision {
  /** dracut's command line and environment, and what its texts say of time: equal, or not comparable. */
  readonly kind: string;
  /** Returns SHA-256 over everything that decides dracut's result. */
  key(): Promise<string>;
}

/** Which paths of a tree decide dracut's result. */
export interface InitramfsRule {
  /**
   * True when the path counts, or would count if it were there. `owners`: the packages that own it,
   * unless those of the tree.
   */
  counts(path: string, owners?: readonly string[]): boolean;
}

/** What to read the inputs from. */
export interface InitramfsInputOptions {
  readonly root: string;
  /** Where the result comes; what is there now does not count. */
  readonly output: string;
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly sourceDateEpoch: number;
  /** Undefined: nothing is known of packages, so every program counts. */
  readonly packages: PackageGraph | undefined;
  /** The tree, when it is hashed anyhow; else it is read. */
  readonly hashed?: HashedTree | undefined;
  /** Knows some of its texts already. */
  readonly texts?: TextWords | undefined;
  /** What the rule said before; it is applied anew when that is absent. */
  readonly records?: RuleRecords | undefined;
}

/** True for what is read for its words, whatever was in the last initramfs. `path` is one of the tree. */
export function isReadForWords(path: string): boolean {
  return (SCRIPTS.test(path) || TEXTS.test(path)) && !DOCUMENTATION.test(path);
}

/**
 * Says what of a finished tree can decide dracut's result: everything below /usr, but for
 *
 * 1. folders that dracut does not look into (`IGNORED_FOLDERS`, catalogues of messages), as long as
 *    none of its texts names them and the initramfs has nothing out of them;
 * 2. programs, and private folders of packages, that are not in the initramfs, whose names no text of
 *    dracut can mean, and that are of packages which neither dracut nor anything in the initramfs
 *    needs. A file that no package owns counts.
 *
 * Why a run of dracut then gives the same: what it looks up has a name that it was given by a text
 * that counts, by a library that something in the initramfs needs, or by a program that it runs; by
 * induction over its steps, two trees with one key answer each of them alike.
 *
 * Times count as far as dracut keeps them: it takes what is newer than dracut-functions.sh back to it.
 */
export function readInitramfsInputs(options: InitramfsInputOptions): InitramfsInputs {
  const tree = TreeFiles.read(options.root, (path) => path === options.output, options.hashed);
  let words: Words | undefined;
  const rule = (contents: readonly string[]) => {
    words ??= readWords(tree, options);
    return makeRule(tree, contents, words, options);
  };
  const apply = async (contents: readonly string[]): Promise<RuleOutcome> => {
    const { counts, isClose } = rule(contents);
    const paths = [...tree.files.keys()].filter((path) => counts(path)).sort();
    const keepsTime = (path: string) => tree.files.get(path)?.type !== 'folder' && isClose(path);
    const usesEpoch = words?.usesEpoch === true;
    return { usesEpoch, paths, timed: paths.filter(keepsTime) };
  };
  return {
    rule,
    decide: async (contents) => {
      const { records } = options;
      const outcome =
        records === undefined
          ? await apply(contents)
          : await records.outcomeFor(tree, ruleInputs(contents, options), () => apply(contents));
      const functions = tree.files.get('usr/lib/dracut/dracut-functions.sh')?.mtimeSeconds ?? 0;
      const epoch = outcome.usesEpoch ? options.sourceDateEpoch : undefined;
      const latest = Math.max(functions, epoch ?? 0);
      const kind = digestOf([
        `initramfs ${RULE_VERSION}`,
        ...options.argv,
        ...Object.entries(options.environment).map(([name, value]) => `${name}=${value}`),
        `epoch ${epoch ?? 'unused'}, latest ${latest}`,
      ]);
      return { kind, key: () => keyOf(tree, outcome, { kind, contents, latest }) };
    },
  };
}

/** Words of what dracut runs, and of what it reads. */
interface Words {
  readonly run: NameWords;
  readonly named: NameWords;
  readonly texts: TextWords;
  readonly usesEpoch: boolean;
}

const isScript = (path: string) => SCRIPTS.test(path);

function readWords(tree: TreeFiles, options: InitramfsInputOptions): Words {
  const isText = (path: string) => TEXTS.test(path) && !isScript(path);
  const scripts = readTexts(tree, isScript, 'with binaries');
  const texts = options.texts ?? new TextWords();
  const run = new NameWords(texts);
  for (const text of [...scripts, options.argv.join('\n')]) run.add(text);
  addInterpreted(tree, run);
  const named = new NameWords(texts, run);
  // A helper of udev that is a binary is copied, not read.
  for (const text of readTexts(tree, isText)) named.add(text);
  const usesEpoch = scripts.some((text) => text.includes('SOURCE_DATE_EPOCH'));
  return { run, named, texts, usesEpoch };
}

function makeRule(
  tree: TreeFiles,
  contents: readonly string[],
  { run, named, texts }: Words,
  { packages }: InitramfsInputOptions,
): Rule {
  const inImage = new Set(contents.map((path) => inTree(path, tree)));
  const meant = new NameWords(texts, named);
  const isMore = (path: string) =>
    inImage.has(path) && !ACCOUNTS.test(path) && !TEXTS.test(path) && !isScript(path);
  for (const text of readTexts(tree, isMore)) meant.add(text);
  return new Rule(tree, { inImage, run, meant, packages });
}

/** All that the rule looks at but the tree. */
function ruleInputs(
  contents: readonly string[],
  { argv, packages }: InitramfsInputOptions,
): string[] {
  return [`rule ${RULE_VERSION}`, ...argv, packages?.digest ?? 'no packages', ...contents];
}

async function keyOf(
  tree: TreeFiles,
  { paths, timed }: RuleOutcome,
  given: { readonly kind: string; readonly contents: readonly string[]; readonly latest: number },
): Promise<string> {
  const files = paths.filter((path) => tree.files.get(path)?.type === 'file');
  const digests = await tree.checksums(files);
  const digestOfFile = new Map(files.map((path, index) => [path, digests[index]]));
  const keepsTime = new Set(timed);
  const lines = paths.map((path) => {
    const found = tree.files.get(path);
    if (found === undefined) return path;
    const { type, mode, uid, gid, target } = found;
    const time = keepsTime.has(path) ? Math.min(found.mtimeSeconds, given.latest) : '';
    const content = target ?? digestOfFile.get(path) ?? '';
    return [path, type, mode, uid, gid, time, content].join('\0');
  });
  return digestOf([given.kind, digestOf([...given.contents].sort()), ...lines]);
}

/** Says of each path whether it counts. */
class Rule implements InitramfsRule {
  readonly #tree: TreeFiles;
  readonly #meant: NameWords;
  readonly #packages: PackageGraph | undefined;
  /** In the initramfs, or where a link leads that dracut may follow. */
  readonly #reached: Set<string>;
  /** A file may have been copied to another folder. */
  readonly #namesInImage: ReadonlySet<string>;
  #needed: ReadonlySet<string> = new Set();
  readonly #ignored: readonly string[];
  readonly #opened: string[] = [];
  /** Private folders with something in them that counts for itself. */
  readonly #shared = new Set<string>();

  constructor(
    tree: TreeFiles,
    given: {
      readonly inImage: ReadonlySet<string>;
      /** Words of what dracut runs. */
      readonly run: NameWords;
      /** Words of everything with names in it. */
      readonly meant: NameWords;
      readonly packages: PackageGraph | undefined;
    },
  ) {
    this.#tree = tree;
    this.#meant = given.meant;
    this.#packages = given.packages;
    this.#reached = new Set(given.inImage);
    this.#namesInImage = new Set([...given.inImage].map(baseName));
    const readsDatabase = given.run.meansProgram('rpm');
    const isUsed = (folder: string) =>
      (readsDatabase && DATABASES.includes(folder)) ||
      given.meant.meansFolder(folder.split('/').slice(-2).join('/')) ||
      [...given.inImage].some((path) => path.startsWith(`${folder}/`));
    this.#ignored = IGNORED_FOLDERS.filter((folder) => !isUsed(folder)).map((name) => `${name}/`);
    this.#findNeeded(given.run);
    for (const [path, { type }] of tree.files) {
      const folder = privateFolder(path);
      if (folder === undefined || type === 'folder' || this.#shared.has(folder)) continue;
      if (this.isClose(path)) this.#shared.add(folder);
    }
  }

  readonly counts = (path: string, owners = this.#owners(path)): boolean => {
    if (this.#reached.has(path) || this.#opened.some((each) => path.startsWith(each))) return true;
    if (this.#isIgnored(path)) return false;
    const folder = privateFolder(path);
    if (folder !== undefined && !this.#shared.has(folder)) {
      if (!this.#meant.meansName(baseName(folder)) && !this.#isNeeded(owners)) return false;
    }
    if (!PROGRAM_FOLDER.test(path)) return true;
    return this.#isNeeded(owners) || meansProgram(this.#meant, path);
  };

  /** True for what is in the initramfs, of a package that is needed, or of none. */
  readonly isClose = (path: string): boolean =>
    this.#reached.has(path) ||
    this.#isNeeded(this.#owners(path)) ||
    this.#namesInImage.has(baseName(path)) ||
    this.#meant.meansName(baseName(path));

  /** Packages that dracut, what it runs and what is in the initramfs are of, and what these need. */
  #findNeeded(run: NameWords): void {
    const links = [...this.#tree.files].filter(([, { type }]) => type === 'link');
    const roots = new Set<string>();
    const addOwners = (path: string) => {
      for (const owner of this.#owners(path)) roots.add(owner);
    };
    for (const [path, { type }] of this.#tree.files) {
      if (type === 'folder') continue;
      const isProgram = PROGRAM_FOLDER.test(path) && meansProgram(run, path);
      if (isProgram || DRACUT.test(path) || this.#reached.has(path)) {
        addOwners(path);
      }
    }
    for (let size = -1; size !== roots.size + this.#reached.size; ) {
      size = roots.size + this.#reached.size;
      this.#needed = this.#packages?.closure(roots) ?? roots;
      for (const [path] of links) {
        const owners = this.#owners(path);
        if (this.#isIgnored(path)) continue;
        // A link that no package owns is followed by who looks up its name.
        const isUnknown = owners.length === 0 && !meansProgram(this.#meant, path);
        if (isUnknown && PROGRAM_FOLDER.test(path)) continue;
        if (!this.counts(path, owners)) continue;
        for (const hop of this.#tree.follow(path, (target) => inTree(target, this.#tree))) {
          if (this.#reached.has(hop)) continue;
          this.#reached.add(hop);
          if (this.#tree.files.get(hop)?.type === 'folder') this.#open(hop);
          else if (PROGRAM_FOLDER.test(path) && meansProgram(run, path)) addOwners(hop);
        }
      }
    }
  }

  /** A folder that a link leads to is looked into as the link is: everything in it counts. */
  #open(folder: string): void {
    this.#opened.push(`${folder}/`);
  }

  #isIgnored(path: string): boolean {
    return this.#ignored.some((folder) => path.startsWith(folder)) || CATALOGUE.test(path);
  }

  #owners(path: string): readonly string[] {
    return this.#packages?.owners(path) ?? [];
  }

  #isNeeded(owners: readonly string[]): boolean {
    return owners.length === 0 || owners.some((owner) => this.#needed.has(owner));
  }
}

/** True when each name of the path, below the folder of programs, can be meant. */
function meansProgram(words: NameWords, path: string): boolean {
  return path
    .replace(PROGRAM_FOLDER, '')
    .split('/')
    .every((name) => words.meansProgram(name));
}

function privateFolder(path: string): string | undefined {
  if (COMMON_FOLDER.test(path)) return undefined;
  return PRIVATE_FOLDER.exec(path)?.[0].slice(0, -1);
}

/** Adds the words of programs that are scripts, and that a word names. */
function addInterpreted(tree: TreeFiles, words: NameWords): void {
  const looked = new Set<string>();
  for (let more = true; more; ) {
    more = false;
    for (const [path, { type }] of tree.files) {
      if (type !== 'file' || !PROGRAM_FOLDER.test(path) || looked.has(path)) continue;
      if (!meansProgram(words, path)) continue;
      looked.add(path);
      const text = tree.text(path);
      if (text === undefined) continue;
      words.add(text);
      more = true;
    }
  }
}

function readTexts(
  tree: TreeFiles,
  wanted: (path: string) => boolean,
  binaries?: 'with binaries',
): string[] {
  const paths = [...tree.files.keys()].filter((path) => wanted(path) && !DOCUMENTATION.test(path));
  const read = (path: string) => (binaries === undefined ? tree.text(path) : tree.bytes(path));
  return paths.map(read).filter((text) => text !== undefined);
}

/** Where in the tree a file of the initramfs, or of a package, comes from. */
export function inTree(path: string, tree?: TreeFiles): string {
  const plain = path.replace(/^\/+/, '').replace(/^(bin|sbin|lib|lib32|lib64)(?=\/|$)/, 'usr/$1');
  const moved = plain.replace(/^etc(?=\/|$)/, 'usr/etc');
  // Fedora: /usr/sbin is a link to bin.
  const linked = tree?.files.get('usr/sbin')?.type === 'link';
  return linked ? moved.replace(/^usr\/sbin\//, 'usr/bin/') : moved;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
