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

/** Words of texts, and the question whether a script of these words can mean a name. */
export class NameWords {
  readonly #known: NameWords | undefined;
  readonly #words = new Set<string>();
  readonly #beginnings = new Set<string>();
  readonly #ends = new Set<string>();
  readonly #folders = new Set<string>();
  #anyProgram = false;

  /** Knows what `known` knows, and can learn more. */
  constructor(known?: NameWords) {
    this.#known = known;
  }

  /** Takes in a text, Latin-1; of a binary file just its words. */
  add(text: string): void {
    const binary = text.includes('\0');
    // Lines that are comments of a shell script say nothing.
    const code = binary ? text : text.replace(/^[ \t]*#(?!!).*$/gm, '');
    for (const word of code.match(WORD) ?? []) {
      this.#words.add(word);
      // `+foo`, and `foo.` at the end of a sentence.
      if (MARKS.includes(word[0] ?? '') || MARKS.includes(word.at(-1) ?? '')) {
        this.#words.add(word.replace(/^[.+@-]+|[.+@-]+$/g, ''));
      }
    }
    for (const word of code.match(binary ? BINARY_BEGINNING : BEGINNING) ?? []) {
      this.#beginnings.add(word);
    }
    for (const [, word = ''] of code.matchAll(binary ? BINARY_END : END)) this.#ends.add(word);
    if (binary) return;
    for (const folder of code.match(FOLDER) ?? []) this.#folders.add(folder);
    this.#anyProgram ||= PROGRAMS.test(code);
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
