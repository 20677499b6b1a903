import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  makeTempDir
} from "./chunk-NOJIFO6H.mjs";
import {
  ToolError,
  readTool,
  runTool
} from "./chunk-DBSRCAXI.mjs";
import {
  ConfigError
} from "./chunk-V2UHH4L7.mjs";

// lib/sign/gpg-home.ts
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
var PRESET_TOOLS = ["/usr/lib/gnupg/gpg-preset-passphrase", "/usr/libexec/gpg-preset-passphrase"];
async function importSecretKey(armoredKey, passphrase) {
  let folder = await makeTempDir(), homedir = folder.path, dispose = async () => {
    await stopAgent(homedir), await folder[Symbol.asyncDispose]();
  };
  try {
    await chmod(homedir, 448), await writeFile(join(homedir, "gpg-agent.conf"), `allow-preset-passphrase
`);
    let import_ = [...gpg(homedir), "--import"];
    await runTool(import_, { input: armoredKey }).catch((error) => {
      throw unreadable(error);
    });
    let keys = await listSecretKeys(homedir), [key] = keys;
    if (key === void 0) throw unreadable(void 0);
    if (keys.length > 1)
      throw new ConfigError(
        "KEY_AMBIGUOUS",
        `the signing key holds ${keys.length} secret keys, expected one: ${keys.map(({ fingerprint }) => fingerprint).join(", ")}`
      );
    return passphrase !== void 0 && await presetPassphrase(homedir, key.keygrips, passphrase), await assertSigns(homedir, key.fingerprint), { homedir, fingerprint: key.fingerprint, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    throw await dispose(), error;
  }
}
async function resolveSecretKey(homedir, selector) {
  let keys = await listSecretKeys(homedir, selector), [key] = keys;
  if (key === void 0)
    throw new ConfigError(
      "KEY_MISSING",
      `${homedir} has no secret key${selector === void 0 ? "" : ` for ${selector}`}`,
      { hint: `See what is there: gpg --homedir ${homedir} --list-secret-keys` }
    );
  if (keys.length > 1)
    throw new ConfigError(
      "KEY_AMBIGUOUS",
      `${homedir} has ${keys.length} secret keys; say which one signs`,
      { hint: `One of ${keys.map(({ fingerprint }) => fingerprint).join(", ")}` }
    );
  return { homedir, fingerprint: key.fingerprint };
}
function assertSigner({ fingerprint }, wanted) {
  if (!(wanted === void 0 || wanted === fingerprint))
    throw new ConfigError(
      "KEY_MISMATCH",
      `the signing key is ${fingerprint}, and remix.yaml asks for ${wanted}`,
      { hint: "Give the key that sign.gpg-key names, or change sign.gpg-key." }
    );
}
async function exportPublicKey(home) {
  return readTool([...gpg(home.homedir), "--armor", "--export", home.fingerprint]);
}
async function stopAgent(homedir) {
  await runTool(["gpgconf", "--homedir", homedir, "--kill", "all"], { okExitCodes: [0, 1, 2] });
}
function gpg(homedir) {
  return ["gpg", "--homedir", homedir, "--batch", "--no-tty", "--pinentry-mode", "loopback"];
}
async function listSecretKeys(homedir, selector) {
  let listing = await runTool(
    [
      ...gpg(homedir),
      "--with-colons",
      "--with-keygrip",
      "--list-secret-keys",
      ...selector === void 0 ? [] : ["--", selector]
    ],
    { okExitCodes: [0, 2] }
  ), keys = [];
  for (let line of listing.stdout.split(`
`)) {
    let fields = line.split(":");
    fields[0] === "sec" && keys.push({ fingerprint: "", keygrips: [] });
    let key = keys.at(-1);
    key !== void 0 && (fields[0] === "fpr" && key.fingerprint === "" && (key.fingerprint = fields[9] ?? ""), fields[0] === "grp" && key.keygrips.push(fields[9] ?? ""));
  }
  return keys;
}
async function presetPassphrase(homedir, keygrips, passphrase) {
  await runTool(["gpg-connect-agent", "--homedir", homedir, "/bye"]);
  for (let keygrip of keygrips)
    await runFirst(PRESET_TOOLS, ["--preset", keygrip], {
      input: passphrase,
      env: { GNUPGHOME: homedir }
    });
}
async function runFirst(paths, args, options) {
  let missing;
  for (let path of paths)
    try {
      await runTool([path, ...args], options);
      return;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      missing = error;
    }
  throw missing;
}
async function assertSigns(homedir, fingerprint) {
  try {
    await runTool(
      [
        "gpg",
        "--homedir",
        homedir,
        "--batch",
        "--no-tty",
        "--pinentry-mode",
        "error",
        "--local-user",
        fingerprint,
        "--detach-sign",
        "--output",
        "-"
      ],
      { input: "treesmith", onStdout: () => {
      } }
    );
  } catch (error) {
    throw error instanceof ToolError && /Unusable secret key/.test(error.stderr) ? new ConfigError(
      "KEY_UNUSABLE",
      `the signing key ${fingerprint} cannot sign: it is expired, revoked or not for signing`,
      {
        cause: error,
        hint: "See its dates: gpg --list-keys; prolong it: gpg --quick-set-expire."
      }
    ) : new ConfigError(
      "PASSPHRASE_WRONG",
      `the signing key ${fingerprint} does not sign: its passphrase is missing or wrong`,
      { cause: error }
    );
  }
}
function unreadable(cause) {
  return cause !== void 0 && !(cause instanceof ToolError) ? cause : new ConfigError(
    "KEY_UNREADABLE",
    "the signing key is not an OpenPGP secret key",
    {
      hint: "Export it with: gpg --armor --export-secret-keys FINGERPRINT",
      ...cause === void 0 ? {} : { cause }
    }
  );
}

export {
  importSecretKey,
  resolveSecretKey,
  assertSigner,
  exportPublicKey,
  stopAgent
};
