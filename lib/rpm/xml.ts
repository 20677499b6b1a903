import { SaxesParser } from 'saxes';
import { BuildError } from '../core/errors.ts';
import type { RpmCode } from './errors.ts';

const DEPTH_LIMIT = 32;

/** What a reader of one XML format is told, names without their prefix. */
export interface XmlHandler {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  /** `text` is all character data directly inside the element, trimmed. */
  close(name: string, text: string): void;
}

/**
 * A streaming XML reader for metadata from the network: no entities but XML's own five, no document
 * type, bounded depth. Give it strings with `write`, then `end`.
 */
export class XmlReader {
  readonly #parser = new SaxesParser({ xmlns: false, position: false });
  readonly #code: RpmCode;
  readonly #what: string;

  constructor(what: string, code: RpmCode, handler: XmlHandler) {
    this.#code = code;
    this.#what = what;
    const texts: string[] = [];
    this.#parser.on('error', (error) => {
      throw this.#failure(error.message);
    });
    this.#parser.on('doctype', () => {
      throw this.#failure('a document type is not expected');
    });
    this.#parser.on('opentag', (tag) => {
      if (texts.length >= DEPTH_LIMIT) throw this.#failure(`deeper than ${DEPTH_LIMIT} elements`);
      texts.push('');
      handler.open(localName(tag.name), tag.attributes);
    });
    this.#parser.on('text', (text) => {
      if (texts.length > 0) texts[texts.length - 1] += text;
    });
    this.#parser.on('closetag', (tag) => {
      handler.close(localName(tag.name), (texts.pop() ?? '').trim());
    });
  }

  /** Throws BuildError with the reader's code. */
  write(text: string): void {
    this.#parser.write(text);
  }

  /** Throws BuildError with the reader's code when the document is not complete. */
  end(): void {
    this.#parser.close();
  }

  #failure(message: string): BuildError<RpmCode> {
    return new BuildError<RpmCode>(this.#code, `${this.#what} is not well-formed XML: ${message}`);
  }
}

/** Reads a whole document. Throws BuildError with `code`. */
export function parseXml(text: string, what: string, code: RpmCode, handler: XmlHandler): void {
  const reader = new XmlReader(what, code, handler);
  reader.write(text);
  reader.end();
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}
