import { SaxesParser } from 'saxes';
import { BuildError } from '../core/errors.ts';
import type { RpmCode } from './errors.ts';

const DEPTH_LIMIT = 32;

/** One XML format. */
export interface XmlFormat {
  /** For messages: `primary.xml`. */
  readonly what: string;
  /** Name of the root element, without its prefix. */
  readonly root: string;
  readonly code: RpmCode;
}

/** What a reader of one XML format is told, names without their prefix. */
export interface XmlHandler {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  /** `text` is all character data directly inside the element, trimmed. */
  close(name: string, text: string): void;
}

/**
 * A streaming XML reader for metadata from the network: no entities but XML's own five, no
 * declarations, nothing external, bounded depth. Give it strings with `write`, then `end`.
 */
export class XmlReader {
  readonly #parser = new SaxesParser({ xmlns: false, position: false });
  readonly #format: XmlFormat;

  constructor(format: XmlFormat, handler: XmlHandler) {
    this.#format = format;
    const texts: string[] = [];
    this.#parser.on('error', (error) => {
      throw this.#failure(`it is not well-formed XML: ${error.message}`);
    });
    this.#parser.on('doctype', (doctype) => {
      // comps.xml names its DTD, which nothing reads; declarations in place are another matter.
      if (doctype.includes('[')) throw this.#failure('it declares entities or elements of its own');
    });
    this.#parser.on('opentag', (tag) => {
      const name = localName(tag.name);
      if (texts.length === 0 && name !== format.root) {
        throw this.#failure(`its root element is ${name}, expected ${format.root}`);
      }
      if (texts.length >= DEPTH_LIMIT) throw this.#failure(`deeper than ${DEPTH_LIMIT} elements`);
      texts.push('');
      handler.open(name, tag.attributes);
    });
    this.#parser.on('text', (text) => {
      if (texts.length > 0) texts[texts.length - 1] += text;
    });
    this.#parser.on('closetag', (tag) => {
      handler.close(localName(tag.name), (texts.pop() ?? '').trim());
    });
  }

  /** Throws BuildError with the format's code. */
  write(text: string): void {
    this.#parser.write(text);
  }

  /** Throws BuildError with the format's code when the document is not complete. */
  end(): void {
    this.#parser.close();
  }

  #failure(message: string): BuildError<RpmCode> {
    return new BuildError<RpmCode>(this.#format.code, `${this.#format.what}: ${message}`);
  }
}

/** Reads a whole document. Throws BuildError with the format's code. */
export function parseXml(text: string, format: XmlFormat, handler: XmlHandler): void {
  const reader = new XmlReader(format, handler);
  reader.write(text);
  reader.end();
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}
