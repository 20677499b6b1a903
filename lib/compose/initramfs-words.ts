/** One part of a name: what a shell script looks up is made of these characters. */
const WORD = /[\w.+@-]+/g;
/** A word before something that the shell or printf puts in, or takes many names for: `fsck.$type`. */
const BEGINNING = /(?<![\w.+@-])[\w.+@-]{2,}(?=["']?[$*?[{`]|%s)/g;
/** A word after it: `${type}fsck`, `*.fsck`, `$type"fsck"`, `$type.fsck`, `%s.fsck`. */
const END = /(?:[}*?\])`]["']?|\$\w+["']|\$\w+(?=[.+@-])|%s)([\w.+@-]{2,})/g;
const BINARY_BEGINNING = /(?<![\w.+@-])[\w.+@-]{2,}(?=%s)/g;
const BINARY_END = /%s([\w.+@-]{2,})/g;
const MARKS = '.+@-';
/** The part of a name that is put together must have so many letters to say anything. */
const PART_LENGTH = 2;
/** A folder of programs, and then no name, or one letter of it: `/usr/bin/*`, `{,/usr}/sbin/$x`. */
const PROGRAMS =
  /(?:^|[\s"'=(:,{}`]|\$\w+)(?:\/?usr\/|\/)?(?:local\/)?(?:s?bin|libexec)\/["'{]*\w?[*?[$`]/m;
/** Not what is between: of `usr/share/doc` it is `share/doc`. */
const FOLDER = /\b(?:usr\/(?!share\/|lib\/)|share\/|lib\/)[\w.+-]+/g;

/** What of a text counts. */
interface Words {
  readonly words: ReadonlySet<string>;
  readonly beginnings: readonly string[];
  readonly ends: readonly string[];
  readonly folders: readonly string[];
  readonly anyProgram: boolean;
}

/** Finds the words of texts, of each text once: they can be learned before they are asked for. */
export class TextWords {
  readonly #known = new Map<string, Words>();

  /** How many texts are known. */
  get count(): number {
    return this.#known.size;
  }

  /** `text` is Latin-1; of a binary file just its words. */
  find(text: string): Words {
    const words = this.#known.get(text) ?? findWords(text);
    this.#known.set(text, words);
    return words;
  }
}

/** Words of texts, and the question whether a script of these words can mean a name. */
export class NameWords {
  readonly #texts: TextWords;
  readonly #known: NameWords | undefined;
  readonly #words = new Set<string>();
  readonly #beginnings = new Set<string>();
  readonly #ends = new Set<string>();
  readonly #folders = new Set<string>();
  #anyProgram = false;

  /** Knows what `known` knows, and can learn more. */
  constructor(texts: TextWords, known?: NameWords) {
    this.#texts = texts;
    this.#known = known;
  }

  /** Takes in a text, Latin-1; of a binary file just its words. */
  add(text: string): void {
    const { words, beginnings, ends, folders, anyProgram } = this.#texts.find(text);
    for (const word of words) this.#words.add(word);
    for (const word of beginnings) this.#beginnings.add(word);
    for (const word of ends) this.#ends.add(word);
    for (const folder of folders) this.#folders.add(folder);
    this.#anyProgram ||= anyProgram;
  }

  /** True when a program of the file name `name` can be meant. */
  meansProgram(name: string): boolean {
    return this.#anyProgram || this.#known?.meansProgram(name) === true || this.meansName(name);
  }

  /** True when `name` is a word, or begins or ends as a name does that is put together. */
  meansName(name: string): boolean {
    if (this.#words.has(name) || /[^\w.+@-]/.test(name)) return true;
    for (let length = PART_LENGTH; length <= name.length; length += 1) {
      if (this.#beginnings.has(name.slice(0, length))) return true;
      if (this.#ends.has(name.slice(-length))) return true;
    }
    return this.#known?.meansName(name) === true;
  }

  /** True when a text has the path `usr/x`, `share/x` or `lib/x`, whatever stands before it. */
  meansFolder(path: string): boolean {
    return this.#folders.has(path) || this.#known?.meansFolder(path) === true;
  }
}

function findWords(text: string): Words {
  const binary = text.includes('\0');
  // Lines that are comments of a shell script say nothing.
  const code = binary ? text : text.replace(/^[ \t]*#(?!!).*$/gm, '');
  const words = new Set<string>();
  for (const word of code.match(WORD) ?? []) {
    words.add(word);
    // `+foo`, and `foo.` at the end of a sentence.
    if (MARKS.includes(word[0] ?? '') || MARKS.includes(word.at(-1) ?? '')) {
      words.add(word.replace(/^[.+@-]+|[.+@-]+$/g, ''));
    }
  }
  return {
    words,
    beginnings: code.match(binary ? BINARY_BEGINNING : BEGINNING) ?? [],
    ends: [...code.matchAll(binary ? BINARY_END : END)].map(([, word = '']) => word),
    folders: binary ? [] : (code.match(FOLDER) ?? []),
    anyProgram: !binary && PROGRAMS.test(code),
  };
}
