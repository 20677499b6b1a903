import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  withSigning,
  withWorkspace
} from "./chunk-MGHTFNMS.mjs";
import {
  readRemixInputs,
  readSigningInputs
} from "./chunk-UIV4BWQX.mjs";
import "./chunk-CTCSP3XN.mjs";
import "./chunk-SSN2A6FW.mjs";
import {
  runCompose
} from "./chunk-TP33CFBB.mjs";
import "./chunk-5JVKVTB7.mjs";
import "./chunk-6AGUAOLD.mjs";
import "./chunk-4KLD4KJE.mjs";
import {
  currentLock
} from "./chunk-GIVTQ7GV.mjs";
import {
  writePublicKey
} from "./chunk-OX25YK5R.mjs";
import "./chunk-QAACHDZ2.mjs";
import "./chunk-QPRYW2CT.mjs";
import "./chunk-27EZV3LY.mjs";
import "./chunk-M7IQMCYI.mjs";
import "./chunk-J23HQVE2.mjs";
import "./chunk-6YHPK4EX.mjs";
import "./chunk-EZIUE6G2.mjs";
import "./chunk-E5CNML3L.mjs";
import "./chunk-JD33PUBT.mjs";
import "./chunk-IRKG3WK4.mjs";
import "./chunk-UUM7NMOI.mjs";
import "./chunk-TAYXKTAO.mjs";
import "./chunk-2SCTMUNZ.mjs";
import "./chunk-H6KZ54YI.mjs";
import "./chunk-SJBU6G4G.mjs";
import "./chunk-ULWUNVLO.mjs";
import "./chunk-2QGOO2TC.mjs";
import "./chunk-MVMNFANK.mjs";
import "./chunk-BBWHN6BN.mjs";
import "./chunk-LIINDJHT.mjs";
import "./chunk-FOGPBE2O.mjs";
import "./chunk-OLDDEYD5.mjs";
import "./chunk-RF4O7ECS.mjs";
import "./chunk-S6FOOEAW.mjs";
import "./chunk-OF75LF2E.mjs";

// actions/compose/inputs.ts
function readInputs(read) {
  return {
    ...readRemixInputs(read),
    ...readSigningInputs(read),
    check: read.boolean("check")
  };
}

// actions/compose/main.ts
async function run(inputs, ports) {
  return withWorkspace(inputs, ports, async (workspace) => {
    const lockfile = await currentLock(workspace);
    const { commits, publicKey } = await withSigning(inputs, workspace, async (signing) => ({
      commits: await runCompose(workspace, { check: inputs.check, signing, lockfile }),
      publicKey: signing === void 0 ? {} : { publicKey: await writePublicKey(workspace, signing) }
    }));
    for (const { ref, version, commit } of commits) ports.log.info(`${ref} ${version} ${commit}`);
    const [first] = commits;
    return {
      outputs: {
        commit: first?.commit ?? "",
        ref: first?.ref ?? "",
        version: first?.version ?? "",
        commits: JSON.stringify(commits),
        repository: workspace.repoPath,
        cached: String(commits.every(({ cached }) => cached))
      },
      part: { commits, repo: workspace.repoPath, ...publicKey },
      lockfile
    };
  });
}
export {
  readInputs,
  run
};
