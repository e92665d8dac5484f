/** What `npm ci` runs at the end: builds the Action, or says why not. Plain JavaScript, since without the development dependencies there may be no Node 24. */
import { createRequire } from "node:module";

if (isInstalled("rolldown") && isInstalled("node/package.json")) {
  const { buildAction } = await import("./build.ts");
  const { fileURLToPath } = await import("node:url");
  await buildAction(fileURLToPath(new URL("../action/dist", import.meta.url)));
} else {
  console.log("The Action is not built: the development dependencies are not installed. The App needs none of it.");
}

function isInstalled(name) {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch (error) {
    return error.code === "ERR_PACKAGE_PATH_NOT_EXPORTED";
  }
}
