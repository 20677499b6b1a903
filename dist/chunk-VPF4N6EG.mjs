import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  assertSigner,
  exportPublicKey,
  importSecretKey
} from "./chunk-TEDNRVXJ.mjs";
import {
  recordOutcome
} from "./chunk-SUHXBGZF.mjs";
import {
  makeFolder,
  writeFileAtomic
} from "./chunk-DBSRCAXI.mjs";
import {
  __callDispose,
  __using
} from "./chunk-FIQGJKUD.mjs";

// lib/build/signing-key.ts
import { readFile } from "node:fs/promises";
import { join } from "node:path";
async function withImportedKey(secretKey, passphrase, wanted, body) {
  var _stack = [];
  try {
    let imported = __using(_stack, await importSecretKey(secretKey, passphrase), !0);
    assertSigner(imported, wanted);
    return await body(imported);
  } catch (_) {
    var _error = _, _hasError = !0;
  } finally {
    var _promise = __callDispose(_stack, _error, _hasError);
    _promise && await _promise;
  }
}
async function writePublicKey({ outDir, remix }, signing) {
  let folder = join(outDir, "keys");
  await makeFolder(folder);
  let path = join(folder, `${remix.name}.asc`), key = await exportPublicKey(signing);
  return await readFile(path, "utf8").catch(() => {
  }) !== key && await writeFileAtomic(path, key), await recordOutcome(outDir, { remix: remix.name, publicKey: path }), path;
}

export {
  withImportedKey,
  writePublicKey
};
