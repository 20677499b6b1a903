import { StringDecoder } from 'node:string_decoder';
import type { Nevra } from './nevra.ts';
import { type XmlFormat, XmlReader } from './xml.ts';

const FORMAT: XmlFormat = { what: 'filelists.xml', root: 'filelists', code: 'BAD_FILELISTS' };

/** The files of one package of `filelists.xml`. */
export interface PackageFiles extends Nevra {
  /** Checksum of the package, which is its id. */
  readonly pkgid: string;
  readonly files: readonly string[];
}

/** Reads `filelists.xml` piece by piece; calls `onPackage` for each package. */
export class FilelistsParser {
  readonly #decoder = new StringDecoder('utf8');
  readonly #reader: XmlReader;

  constructor(onPackage: (found: PackageFiles) => void) {
    let head = { name: '', arch: '', pkgid: '' };
    let evr = { epoch: '0', version: '', release: '' };
    let files: string[] = [];
    this.#reader = new XmlReader(FORMAT, {
      open(name, attributes) {
        if (name === 'package') {
          head = {
            name: attributes.name ?? '',
            arch: attributes.arch ?? '',
            pkgid: attributes.pkgid ?? '',
          };
          files = [];
        } else if (name === 'version') {
          evr = {
            epoch: attributes.epoch ?? '0',
            version: attributes.ver ?? '',
            release: attributes.rel ?? '',
          };
        }
      },
      close(name, text) {
        if (name === 'file') files.push(text);
        else if (name === 'package') onPackage({ ...head, ...evr, files });
      },
    });
  }

  /** Throws BuildError BAD_FILELISTS. */
  write(chunk: Uint8Array): void {
    this.#reader.write(this.#decoder.write(chunk));
  }

  /** Throws BuildError BAD_FILELISTS when the document is cut short. */
  end(): void {
    this.#reader.write(this.#decoder.end());
    this.#reader.end();
  }
}
