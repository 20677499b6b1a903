import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  badRpmdb,
  parseInstalledPackage,
  readRpmdb
} from "./chunk-6BOGLLXY.mjs";

// lib/host/installed-packages.ts
import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
var RPMDB_PATHS = [
  "usr/share/rpm/rpmdb.sqlite",
  "usr/lib/sysimage/rpm/rpmdb.sqlite",
  "var/lib/rpm/rpmdb.sqlite"
];
function* readInstalledPackages(path) {
  let wal = statSync(`${path}-wal`, { throwIfNoEntry: !1 });
  if (wal !== void 0 && wal.size > 0)
    throw badRpmdb(
      `${path}-wal holds ${wal.size} bytes that are not in the database yet`,
      "Run any rpm command on it as root, which puts them there."
    );
  let file = openSync(path, "r");
  try {
    let read = (offset, length) => {
      let bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
    };
    for (let header of readRpmdb({ sizeBytes: fstatSync(file).size, read })) {
      let found = parseInstalledPackage(header);
      found !== void 0 && (yield found);
    }
  } finally {
    closeSync(file);
  }
}

export {
  RPMDB_PATHS,
  readInstalledPackages
};
