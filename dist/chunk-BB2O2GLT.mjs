import { createRequire as createRequireForBundle } from 'node:module';
const require = createRequireForBundle(import.meta.url);
import {
  withSigning,
  withWorkspace
} from "./chunk-RWLSCEL5.mjs";
import {
  readRemixInputs,
  readSigningInputs
} from "./chunk-PGDMXRWN.mjs";
import "./chunk-CTCSP3XN.mjs";
import "./chunk-SSN2A6FW.mjs";
import {
  runCompose
} from "./chunk-HUGIR5KW.mjs";
import "./chunk-EYIEWDX4.mjs";
import "./chunk-T7QGRJYY.mjs";
import "./chunk-4KLD4KJE.mjs";
import {
  currentLock
} from "./chunk-274XIYFY.mjs";
import {
  writePublicKey
} from "./chunk-2W2U2DEI.mjs";
import "./chunk-QPRYW2CT.mjs";
import "./chunk-IXJ4NE6I.mjs";
import "./chunk-YFUPYUK7.mjs";
import "./chunk-MVMNFANK.mjs";
import "./chunk-DXRJQPTI.mjs";
import "./chunk-R573IQWV.mjs";
import "./chunk-FBAQSP4E.mjs";
import "./chunk-BBWHN6BN.mjs";
import "./chunk-6YHPK4EX.mjs";
import "./chunk-LIZ2BTIR.mjs";
import "./chunk-NQQHXG2L.mjs";
import "./chunk-VHH2F4KY.mjs";
import "./chunk-6DP4Q5ZH.mjs";
import "./chunk-JD33PUBT.mjs";
import "./chunk-H2E4HNY4.mjs";
import "./chunk-XW44VKEP.mjs";
import "./chunk-AXANLE5B.mjs";
import "./chunk-2SCTMUNZ.mjs";
import "./chunk-H6KZ54YI.mjs";
import "./chunk-IZTKPFNN.mjs";
import "./chunk-BRZL2H2V.mjs";
import "./chunk-FOGPBE2O.mjs";
import "./chunk-OLDDEYD5.mjs";
import "./chunk-RF4O7ECS.mjs";
import "./chunk-PGVBXSTX.mjs";
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
