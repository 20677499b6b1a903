/** Characters of a word, one part of a name: what a shell script looks up is made of these. */
const IS_WORD = table('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.+@-');
/** What the shell puts something in for, or takes many names for: before it, and after it. */
const OPENS = table('$*?[{`');
const CLOSES = table('}*?])`');
const QUOTES = table('"\'');
/** Do not matter at the ends: `+foo`, and `foo.` at the end of a sentence that the shell splits. */
const TRIMMED = table('.+@-');
const DOLLAR = 36;
const PERCENT = 37;
/** The part of a name that is put together must have so many letters to say anything. */
const PART_LENGTH = 2;
/** A folder of programs, and then no name, or one letter of it: `/usr/bin/*`, `{,/usr}/sbin/$x`. */
const PROGRAMS =
  /(?:^|[\s"'=(:,{}`]|\$\w+)(?:\/?usr\/|\/)?(?:local\/)?(?:s?bin|libexec)\/["'{]*\w?[*?[$`]/m;
const FOLDER = /\b(?:usr|share|lib)\/[A-Za-z0-9_.+-]+/g;

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
    this.#addWords(code, binary);
    if (binary) return;
    for (const [folder] of code.matchAll(FOLDER)) this.#folders.add(folder);
    this.#anyProgram ||= PROGRAMS.test(code);
  }

  /** True when a program of the file name `name` can be meant. */
  meansProgram(name: string): boolean {
    return this.#anyProgram || this.#known?.meansProgram(name) === true || this.meansName(name);
  }

  /** True when `name` is a word, or begins or ends as a name does that is put together. */
  meansName(name: string): boolean {
    if (this.#words.has(name) || /[^A-Za-z0-9_.+@-]/.test(name)) return true;
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

  #addWords(code: string, binary: boolean): void {
    for (let start = 0; start < code.length; start += 1) {
      if (!has(IS_WORD, code, start)) continue;
      let end = start + 1;
      while (has(IS_WORD, code, end)) end += 1;
      this.#addWord(code, start, end, binary);
      start = end;
    }
  }

  #addWord(code: string, start: number, end: number, binary: boolean): void {
    const word = code.slice(start, end);
    this.#words.add(word);
    if (has(TRIMMED, code, start) || has(TRIMMED, code, end - 1)) {
      this.#words.add(word.replace(/^[.+@-]+|[.+@-]+$/g, ''));
    }
    // `fsck.%s`, `%s.fsck`: for printf.
    if (code.startsWith('%s', end)) this.#addPart(word, 'begins');
    if (code.charCodeAt(start - 1) === PERCENT && word.startsWith('s')) {
      this.#addPart(word.slice(1), 'ends');
    }
    // The rest is the shell's.
    if (binary) return;
    if (has(OPENS, code, has(QUOTES, code, end) ? end + 1 : end)) this.#addPart(word, 'begins');
    // `$type.fsck`: the name of the variable is no part of it.
    if (code.charCodeAt(start - 1) === DOLLAR) this.#addPart(word.replace(/^\w+/, ''), 'ends');
    const quoted = has(QUOTES, code, start - 1);
    const before = quoted ? start - 2 : start - 1;
    // `$type"fsck"`.
    const variable = quoted && /\$\w+$/.test(code.slice(Math.max(0, before - 64), before + 1));
    if (variable || has(CLOSES, code, before)) this.#addPart(word, 'ends');
  }

  #addPart(part: string, where: 'begins' | 'ends'): void {
    if (part.length < PART_LENGTH) return;
    (where === 'begins' ? this.#beginnings : this.#ends).add(part);
  }
}

function table(characters: string): Uint8Array {
  const flags = new Uint8Array(256);
  for (const character of characters) flags[character.charCodeAt(0)] = 1;
  return flags;
}

/** False before the beginning and after the end, too. */
function has(flags: Uint8Array, text: string, index: number): boolean {
  return flags[text.charCodeAt(index)] === 1;
}
